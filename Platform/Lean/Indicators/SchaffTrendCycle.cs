namespace QuantConnect.Indicators;

/// <summary>The stochastic of the stochastic of the MACD, each smoothed over 3, 0 to 100.</summary>
/// <remarks>Source: Schaff (1999).</remarks>
public class SchaffTrendCycle : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly MovingAverageConvergenceDivergence _macd;
    private readonly IndicatorBase<IndicatorDataPoint> _high, _low, _first, _smoothedFirst, _smoothedHigh, _smoothedLow, _second, _smoothedSecond;

    public SchaffTrendCycle(int cyclePeriod = 10, int fastPeriod = 23, int slowPeriod = 50, MovingAverageType type = MovingAverageType.Exponential)
        : this($"SchaffTrendCycle({cyclePeriod},{fastPeriod},{slowPeriod})", cyclePeriod, fastPeriod, slowPeriod, type)
    {
    }

    public SchaffTrendCycle(string name, int cyclePeriod, int fastPeriod, int slowPeriod, MovingAverageType type)
        : base(name)
    {
        _macd = new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, cyclePeriod, type);
        _high = _macd.MAX(cyclePeriod, false);
        _low = _macd.MIN(cyclePeriod, false);
        _first = new Identity(name + "_K");
        _smoothedFirst = type.AsIndicator(3).Of(_first, false);
        _smoothedHigh = _smoothedFirst.MAX(cyclePeriod, false);
        _smoothedLow = _smoothedFirst.MIN(cyclePeriod, false);
        _second = new Identity(name + "_PF");
        _smoothedSecond = type.AsIndicator(3).Of(_second, false);
        WarmUpPeriod = _macd.WarmUpPeriod;
    }

    public override bool IsReady => _macd.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _macd.Update(input);
        _first.Update(input.EndTime, Place(_macd, _low, _high));
        _second.Update(input.EndTime, Place(_smoothedFirst, _smoothedLow, _smoothedHigh));
        return _smoothedSecond.Current.Value;
    }

    public override void Reset()
    {
        foreach (var part in new[] { _macd, _high, _low, _first, _smoothedFirst, _smoothedHigh, _smoothedLow, _second, _smoothedSecond }) part.Reset();
        base.Reset();
    }

    private static decimal Place(IndicatorBase<IndicatorDataPoint> value, IndicatorBase<IndicatorDataPoint> low, IndicatorBase<IndicatorDataPoint> high)
    {
        var range = high.Current.Value - low.Current.Value;
        return range > 0 ? (value.Current.Value - low.Current.Value) / range * 100 : 0m;
    }
}
