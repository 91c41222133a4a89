using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>How recent the highest high is (100 now, 0 a period ago) less how recent the lowest low is.</summary>
public class AroonOscillator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public AroonOscillator(int upPeriod, int downPeriod)
        : this($"AROON({upPeriod},{downPeriod})", upPeriod, downPeriod)
    {
    }

    public AroonOscillator(string name, int upPeriod, int downPeriod)
        : base(name)
    {
        var max = new Maximum(name + "_Max", upPeriod + 1);
        AroonUp = new FunctionalIndicator<IndicatorDataPoint>(name + "_AroonUp", input =>
        {
            max.Update(input);
            return 100m * (upPeriod - max.PeriodsSinceMaximum) / upPeriod;
        }, _ => max.IsReady, max.Reset);

        var min = new Minimum(name + "_Min", downPeriod + 1);
        AroonDown = new FunctionalIndicator<IndicatorDataPoint>(name + "_AroonDown", input =>
        {
            min.Update(input);
            return 100m * (downPeriod - min.PeriodsSinceMinimum) / downPeriod;
        }, _ => min.IsReady, min.Reset);
        WarmUpPeriod = 1 + Math.Max(upPeriod, downPeriod);
    }

    public IndicatorBase<IndicatorDataPoint> AroonUp { get; }

    public IndicatorBase<IndicatorDataPoint> AroonDown { get; }

    public override bool IsReady => AroonUp.IsReady && AroonDown.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        AroonUp.Update(input.EndTime, input.High);
        AroonDown.Update(input.EndTime, input.Low);
        return AroonUp.Current.Value - AroonDown.Current.Value;
    }

    public override void Reset()
    {
        AroonUp.Reset();
        AroonDown.Reset();
        base.Reset();
    }
}
