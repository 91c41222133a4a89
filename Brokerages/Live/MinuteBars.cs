using System.Collections.Concurrent;
using LeanDeep.Brokerages.Calendar;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace LeanDeep.Brokerages.Live;

/// <summary>Live minute bars as the subscriptions want them: minutes, hours and days, all bars of one moment handed on together.</summary>
/// <remarks>A minute is handed on once all names have it, or once the grace after its end is over; the bars of an hour or a session follow at its end. A minute that comes
/// later still is handed on as it is.</remarks>
internal sealed class MinuteBars(Func<MarketCalendar> calendar, TimeSpan grace)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Name> _names = [];
    private readonly SortedDictionary<long, List<(Name Name, TradeBar Bar)>> _minutes = [];
    private long _frontier;

    /// <summary>Raised when bars have come, on the thread that brings them, and when they are handed on.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Bars that came after their minute had been handed on.</summary>
    public int Late { get; private set; }

    public string[] Symbols { get { lock (_lock) return [.. _names.Keys.Order(StringComparer.Ordinal)]; } }

    public bool HasMinutes { get { lock (_lock) return _names.Values.Any(name => name.Series.Any(series => series.Length < TimeSpan.FromDays(1) && !series.Config.IsInternalFeed)); } }

    /// <summary>UTC start of a name's last bar; null before the first.</summary>
    public DateTime? LastOf(string symbol) { lock (_lock) return _names.TryGetValue(symbol, out var name) ? name.Last : null; }

    public IEnumerator<BaseData> Subscribe(SubscriptionDataConfig config)
    {
        lock (_lock)
        {
            var symbol = config.Symbol.Value;
            if (!_names.TryGetValue(symbol, out var name)) _names[symbol] = name = new Name();
            var series = new Series(config.Symbol, config.Increment, config);
            name.Series.Add(series);
            return series.Read();
        }
    }

    /// <returns>Whether the name has no subscription left.</returns>
    public bool Unsubscribe(SubscriptionDataConfig config)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(config.Symbol.Value, out var name)) return false;
            name.Series.RemoveAll(series => series.Config == config);
            return name.Series.Count == 0 && _names.Remove(config.Symbol.Value);
        }
    }

    /// <summary>Takes a minute.</summary>
    public void Add(string symbol, DateTime start, decimal open, decimal high, decimal low, decimal close, decimal volume)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(symbol, out var name) || name.Series.Count == 0) return;
            if (!(name.Last >= start)) name.Last = start;
            var bar = new TradeBar(MarketCalendar.NewYork(start), name.Series[0].Symbol, open, high, low, close, volume, TimeSpan.FromMinutes(1));
            var end = start.Ticks + TimeSpan.TicksPerMinute;
            if (end <= _frontier)
            {
                Late++;
                Give(name, bar, end);
            }
            else
            {
                if (!_minutes.TryGetValue(end, out var bars)) _minutes[end] = bars = [];
                bars.Add((name, bar));
            }
        }
        Arrived?.Invoke();
    }

    /// <summary>Hands on what is complete.</summary>
    /// <param name="now">The broker's time, UTC.</param>
    /// <returns>Whether there was anything.</returns>
    public bool Advance(DateTime now)
    {
        var any = false;
        lock (_lock)
        {
            var due = (now - grace).Ticks;
            while (_minutes.Count > 0)
            {
                var (end, bars) = _minutes.First();
                if (end > due && bars.Count < _names.Count) break;
                _minutes.Remove(end);
                any |= CloseUntil(end - 1);
                _frontier = end;
                foreach (var (name, bar) in bars) any |= Give(name, bar, end);
                any |= CloseUntil(end);
            }
            if (due > _frontier) any |= CloseUntil(_frontier = due);
        }
        if (any) Arrived?.Invoke();
        return any;
    }

    private bool Give(Name name, TradeBar bar, long end)
    {
        var any = false;
        foreach (var series in name.Series)
            any |= series.Add(bar, end, calendar());
        return any;
    }

    private bool CloseUntil(long time)
    {
        var any = false;
        foreach (var name in _names.Values)
            foreach (var series in name.Series)
                any |= series.CloseUntil(time);
        return any;
    }

    private sealed class Name
    {
        public List<Series> Series { get; } = [];
        public DateTime? Last { get; set; }
    }

    private sealed class Series(Symbol symbol, TimeSpan length, SubscriptionDataConfig config)
    {
        private readonly ConcurrentQueue<TradeBar> _queue = new();
        private TradeBar? _working;
        private long _end = long.MaxValue;

        public Symbol Symbol => symbol;
        public TimeSpan Length => length;
        public SubscriptionDataConfig Config => config;

        public IEnumerator<BaseData> Read()
        {
            while (true) yield return _queue.TryDequeue(out var bar) ? bar : null!;
        }

        public bool Add(TradeBar minute, long end, MarketCalendar calendar)
        {
            var session = calendar.On(DateOnly.FromDateTime(minute.Time));
            var isRegular = session is { } day && end - TimeSpan.TicksPerMinute >= day.Open.Ticks && end <= day.Close.Ticks;
            if (!isRegular && (!config.ExtendedMarketHours || length == TimeSpan.FromDays(1))) return false;
            if (length <= TimeSpan.FromMinutes(1))
            {
                _queue.Enqueue(new TradeBar(minute.Time, symbol, minute.Open, minute.High, minute.Low, minute.Close, minute.Volume, minute.Period));
                return true;
            }
            var closed = _working is not null && end > _end && CloseUntil(_end);
            if (_working is null)
            {
                var (start, until) = length < TimeSpan.FromDays(1)
                    ? (new DateTime(minute.Time.Ticks / length.Ticks * length.Ticks), new DateTime(minute.Time.Ticks / length.Ticks * length.Ticks) + length)
                    : (MarketCalendar.NewYork(session!.Value.Open), MarketCalendar.NewYork(session.Value.Close));
                _working = new TradeBar(start, symbol, minute.Open, minute.High, minute.Low, minute.Close, minute.Volume, until - start);
                _end = MarketCalendar.Utc(until).Ticks;
                return closed;
            }
            _working.High = Math.Max(_working.High, minute.High);
            _working.Low = Math.Min(_working.Low, minute.Low);
            _working.Close = minute.Close;
            _working.Volume += minute.Volume;
            return closed;
        }

        public bool CloseUntil(long time)
        {
            if (_working is null || _end > time) return false;
            _queue.Enqueue(_working);
            _working = null;
            return true;
        }
    }
}
