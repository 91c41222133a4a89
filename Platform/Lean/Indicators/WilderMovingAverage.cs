namespace QuantConnect.Indicators;

/// <summary>An exponentially weighted mean with weight 1 / period; before it is ready, the simple mean so far.</summary>
/// <remarks>Source: Wilder (1978), New Concepts in Technical Trading Systems. The first value when ready already weighs the newest input.</remarks>
public class WilderMovingAverage : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _k;
    private readonly int _period;
    private readonly SimpleMovingAverage _initial;

    public WilderMovingAverage(string name, int period)
        : base(name)
    {
        _period = period;
        _k = 1m / period;
        _initial = new SimpleMovingAverage(name + "_SMA", period);
    }

    public WilderMovingAverage(int period)
        : this("WWMA" + period, period)
    {
    }

    public override bool IsReady => Samples >= _period;

    public int WarmUpPeriod => _period;

    public override void Reset()
    {
        _initial.Reset();
        base.Reset();
    }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (IsReady)
            return input.Value * _k + Current.Value * (1 - _k);
        _initial.Update(input);
        return _initial.Current.Value;
    }
}
