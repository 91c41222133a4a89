using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A stop that follows the price faster the longer a trend makes new extremes; negative while short.</summary>
/// <remarks>Source: Wilder (1978), with the parameters of TA-Lib's SAREXT.</remarks>
public class ParabolicStopAndReverseExtended : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _start, _offset;
    private readonly (decimal Start, decimal Increment, decimal Max) _short, _long;
    private IBaseDataBar _previous;
    private bool _isLong;
    private decimal _stop, _extreme, _factor;

    /// <param name="sarStart">First stop, negative for a short trend; 0 takes the direction from the first two bars.</param>
    /// <param name="offsetOnReverse">Fraction by which a new stop is moved away.</param>
    public ParabolicStopAndReverseExtended(string name, decimal sarStart = 0.0m, decimal offsetOnReverse = 0.0m, decimal afStartShort = 0.02m, decimal afIncrementShort = 0.02m, decimal afMaxShort = 0.2m,
        decimal afStartLong = 0.02m, decimal afIncrementLong = 0.02m, decimal afMaxLong = 0.2m)
        : base(name)
    {
        (_start, _offset) = (sarStart, offsetOnReverse);
        _short = (afStartShort, afIncrementShort, afMaxShort);
        _long = (afStartLong, afIncrementLong, afMaxLong);
    }

    public ParabolicStopAndReverseExtended(decimal sarStart = 0.0m, decimal offsetOnReverse = 0.0m, decimal afStartShort = 0.02m, decimal afIncrementShort = 0.02m, decimal afMaxShort = 0.2m,
        decimal afStartLong = 0.02m, decimal afIncrementLong = 0.02m, decimal afMaxLong = 0.2m)
        : this(FormattableString.Invariant($"SAREXT({sarStart},{offsetOnReverse},{afStartShort},{afIncrementShort},{afMaxShort},{afStartLong},{afIncrementLong},{afMaxLong})"),
            sarStart, offsetOnReverse, afStartShort, afIncrementShort, afMaxShort, afStartLong, afIncrementLong, afMaxLong)
    {
    }

    public override bool IsReady => Samples >= 2;
    public int WarmUpPeriod => 2;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        if (Samples == 1)
        {
            _previous = input;
            return _start != 0 ? _start : input.Close;
        }
        if (Samples == 2) Begin(input);
        var value = (_isLong ? input.Low <= _stop : input.High >= _stop) ? Reverse(input) : Follow(input);
        _stop += _factor * (_extreme - _stop);
        _stop = BeyondBars(_stop, input);
        _previous = input;
        return value;
    }

    private void Begin(IBaseDataBar bar)
    {
        var down = _previous.Low - bar.Low;
        _isLong = _start > 0 || (_start == 0 && (down <= 0 || bar.High - _previous.High >= down));
        _stop = _start != 0 ? Math.Abs(_start) : _isLong ? _previous.Low : _previous.High;
        _extreme = _isLong ? bar.High : bar.Low;
        _factor = (_isLong ? _long : _short).Start;
        // The bar that begins the trend is also the one before it.
        _previous = bar;
    }

    private decimal Reverse(IBaseDataBar bar)
    {
        _isLong = !_isLong;
        _stop = BeyondBars(_extreme, bar);
        _stop += (_isLong ? -_offset : _offset) * _stop;
        _factor = (_isLong ? _long : _short).Start;
        _extreme = _isLong ? bar.High : bar.Low;
        return _isLong ? _stop : -_stop;
    }

    private decimal Follow(IBaseDataBar bar)
    {
        var value = _isLong ? _stop : -_stop;
        if (_isLong ? bar.High <= _extreme : bar.Low >= _extreme) return value;
        _extreme = _isLong ? bar.High : bar.Low;
        var (_, increment, max) = _isLong ? _long : _short;
        _factor = Math.Min(_factor + increment, max);
        return value;
    }

    private decimal BeyondBars(decimal stop, IBaseDataBar bar) => _isLong
        ? Math.Min(stop, Math.Min(_previous.Low, bar.Low))
        : Math.Max(stop, Math.Max(_previous.High, bar.High));
}

/// <summary>The stop of <see cref="ParabolicStopAndReverseExtended"/> with the same factors for both directions, without a sign.</summary>
public class ParabolicStopAndReverse : ParabolicStopAndReverseExtended
{
    public ParabolicStopAndReverse(string name, decimal afStart = 0.02m, decimal afIncrement = 0.02m, decimal afMax = 0.2m)
        : base(name, 0.0m, 0.0m, afStart, afIncrement, afMax, afStart, afIncrement, afMax)
    {
    }

    public ParabolicStopAndReverse(decimal afStart = 0.02m, decimal afIncrement = 0.02m, decimal afMax = 0.2m)
        : this(FormattableString.Invariant($"PSAR({afStart},{afIncrement},{afMax})"), afStart, afIncrement, afMax)
    {
    }

    protected override decimal ComputeNextValue(IBaseDataBar input) => Math.Abs(base.ComputeNextValue(input));
}
