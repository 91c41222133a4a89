namespace QuantConnect.Indicators;

/// <summary>The linearly weighted average of a long and a short rate of change in percent, added.</summary>
/// <remarks>Source: Coppock (1962), Barron's.</remarks>
public class CoppockCurve : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly RateOfChangePercent _short, _long;
    private readonly LinearWeightedMovingAverage _average;

    public CoppockCurve()
        : this(11, 14, 10)
    {
    }

    public CoppockCurve(int shortRocPeriod, int longRocPeriod, int lwmaPeriod)
        : this($"CC({shortRocPeriod},{longRocPeriod},{lwmaPeriod})", shortRocPeriod, longRocPeriod, lwmaPeriod)
    {
    }

    public CoppockCurve(string name, int shortRocPeriod, int longRocPeriod, int lwmaPeriod)
        : base(name)
    {
        _short = new RateOfChangePercent(shortRocPeriod);
        _long = new RateOfChangePercent(longRocPeriod);
        _average = new LinearWeightedMovingAverage(lwmaPeriod);
        WarmUpPeriod = Math.Max(_short.WarmUpPeriod, _long.WarmUpPeriod) + lwmaPeriod - 1;
    }

    public override bool IsReady => _average.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _short.Update(input);
        _long.Update(input);
        if (!_short.IsReady || !_long.IsReady) return 0m;
        _average.Update(input.EndTime, _short.Current.Value + _long.Current.Value);
        return _average.Current.Value;
    }

    public override void Reset()
    {
        _short.Reset();
        _long.Reset();
        _average.Reset();
        base.Reset();
    }
}
