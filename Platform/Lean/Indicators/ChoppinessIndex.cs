using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>100 · log(Σ true range / range of the period) / log(period): near 100 without a trend, low in one; 100 where there is no range.</summary>
public class ChoppinessIndex : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly TrueRange _trueRange = new();
    private readonly RollingWindow<decimal> _ranges, _highs, _lows;

    public ChoppinessIndex(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        _ranges = new RollingWindow<decimal>(period);
        _highs = new RollingWindow<decimal>(period);
        _lows = new RollingWindow<decimal>(period);
    }

    public ChoppinessIndex(int period)
        : this($"CHOP({period})", period)
    {
    }

    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _trueRange.Update(input);
        _highs.Add(input.High);
        _lows.Add(input.Low);
        _ranges.Add(_trueRange.IsReady ? _trueRange.Current.Value : input.High - input.Low);
        if (!IsReady) return 0m;
        var range = _highs.Max() - _lows.Min();
        return range == 0 ? 100m : (decimal)(100 * Math.Log10((double)_ranges.Sum() / (double)range) / Math.Log10(WarmUpPeriod));
    }

    public override void Reset()
    {
        _trueRange.Reset();
        _ranges.Reset();
        _highs.Reset();
        _lows.Reset();
        base.Reset();
    }
}
