namespace QuantConnect.Indicators;

/// <summary>The mean of the last values; before it is ready, of those so far.</summary>
public class SimpleMovingAverage : WindowIndicator<IndicatorDataPoint>
{
    public SimpleMovingAverage(string name, int period)
        : base(name, period) => RollingSum = new Sum(name + "_Sum", period);

    public SimpleMovingAverage(int period)
        : this($"SMA({period})", period)
    {
    }

    public IndicatorBase<IndicatorDataPoint> RollingSum { get; }

    public override bool IsReady => RollingSum.IsReady;

    public override void Reset()
    {
        RollingSum.Reset();
        base.Reset();
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        RollingSum.Update(input.EndTime, input.Value);
        return RollingSum.Current.Value / window.Count;
    }
}
