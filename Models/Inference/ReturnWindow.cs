namespace LeanDeep.Models.Inference;

/// <summary>The newest returns of many names, session by session: what an allocator reads at trading time.</summary>
/// <remarks>A session without a bar of a name repeats its last one: the return is 0 and the next spans the gap. Before a name's second bar, and on both
/// sides of a value that is not positive, returns are undefined and read as 0. Nothing is allocated after construction.</remarks>
public sealed class ReturnWindow
{
    private readonly ReturnChannel[] _channels;
    private readonly int _names;
    private readonly double[] _values; // (lookback, channels, names), a ring of sessions
    private readonly double[] _last; // (channels, names)
    private readonly double[] _now;
    private readonly bool[] _trades;
    private readonly int[] _runs;
    private int _head;

    /// <param name="channels">Channels in the allocator's order.</param>
    /// <param name="lookback">Sessions that the window holds.</param>
    /// <param name="names">Number of names.</param>
    public ReturnWindow(IReadOnlyList<ReturnChannel> channels, int lookback, int names)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels.Count, 1, nameof(channels));
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(names, 1);
        (_channels, Lookback, _names) = ([.. channels], lookback, names);
        _values = new double[lookback * channels.Count * names];
        (_last, _now) = (new double[channels.Count * names], new double[channels.Count * names]);
        (_trades, _runs) = (new bool[names], new int[names]);
        Array.Fill(_last, double.NaN);
        Array.Fill(_now, double.NaN);
    }

    public int Lookback { get; }

    /// <summary>Sessions seen.</summary>
    public int Sessions { get; private set; }

    /// <summary>Values of <see cref="CopyTo"/>: channels · lookback · names.</summary>
    public int Size => _values.Length;

    /// <summary>Forgets the bars of the session before.</summary>
    public void BeginSession()
    {
        Array.Fill(_now, double.NaN);
        Array.Clear(_trades);
    }

    /// <summary>A name's bar of this session.</summary>
    public void Add(int name, double open, double high, double low, double close, double volume)
    {
        _trades[name] = true;
        for (var channel = 0; channel < _channels.Length; channel++)
            _now[channel * _names + name] = _channels[channel].Field switch
            {
                BarField.Open => open,
                BarField.High => high,
                BarField.Low => low,
                BarField.Close => close,
                _ => volume,
            };
    }

    /// <summary>Takes the session's returns into the window.</summary>
    public void EndSession()
    {
        for (var name = 0; name < _names; name++)
        {
            var defined = true;
            for (var channel = 0; channel < _channels.Length; channel++)
            {
                var at = channel * _names + name;
                var (last, value) = (_last[at], _now[at]);
                var now = double.IsNaN(value) && !_trades[name] ? last : value > 0 && double.IsFinite(value) ? value : double.NaN;
                var known = !double.IsNaN(now) && !double.IsNaN(last);
                _values[_head * _now.Length + at] = !known ? 0 : _channels[channel].Scale == ReturnScale.Log ? Math.Log(now / last) : now / last - 1;
                defined &= known;
                _last[at] = now;
            }
            _runs[name] = defined ? _runs[name] + 1 : 0;
        }
        _head = (_head + 1) % Lookback;
        Sessions++;
    }

    /// <summary>The window, oldest session first; 0 where a return is undefined.</summary>
    /// <param name="window">(channels, lookback, names) receives.</param>
    /// <exception cref="ArgumentException">Its length is wrong.</exception>
    public void CopyTo(Span<double> window)
    {
        if (window.Length != Size) throw new ArgumentException($"expected {Size} values, found {window.Length}", nameof(window));
        for (var session = 0; session < Lookback; session++)
            for (var channel = 0; channel < _channels.Length; channel++)
                _values.AsSpan(((_head + session) % Lookback * _channels.Length + channel) * _names, _names)
                    .CopyTo(window[((channel * Lookback + session) * _names)..]);
    }

    /// <summary>Whether a name had a bar this session and all its returns in the window are defined.</summary>
    public bool IsComplete(int name) => _trades[name] && _runs[name] >= Lookback;
}
