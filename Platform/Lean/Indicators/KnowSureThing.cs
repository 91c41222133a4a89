namespace QuantConnect.Indicators;

/// <summary>Four smoothed rates of change, in percent, weighted 1 to 4; 0 before the signal line is ready.</summary>
/// <remarks>Source: Pring (1992), Summed Rate of Change, Stocks and Commodities.</remarks>
public class KnowSureThing : Indicator, IIndicatorWarmUpPeriodProvider
{
    public KnowSureThing(int roc1Period, int roc1MaPeriod, int roc2Period, int roc2MaPeriod, int roc3Period, int roc3MaPeriod, int roc4Period, int roc4MaPeriod, int signalPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"KST({roc1Period},{roc1MaPeriod},{roc2Period},{roc2MaPeriod},{roc3Period},{roc3MaPeriod},{roc4Period},{roc4MaPeriod},{signalPeriod},{movingAverageType})",
            roc1Period, roc1MaPeriod, roc2Period, roc2MaPeriod, roc3Period, roc3MaPeriod, roc4Period, roc4MaPeriod, signalPeriod, movingAverageType)
    {
    }

    public KnowSureThing(string name, int roc1Period, int roc1MaPeriod, int roc2Period, int roc2MaPeriod, int roc3Period, int roc3MaPeriod, int roc4Period, int roc4MaPeriod, int signalPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = Math.Max(Math.Max(roc1Period + roc1MaPeriod, roc2Period + roc2MaPeriod), Math.Max(roc3Period + roc3MaPeriod, roc4Period + roc4MaPeriod));
        MovingAverageType = movingAverageType;
        ROC1 = new RateOfChange(roc1Period);
        ROC2 = new RateOfChange(roc2Period);
        ROC3 = new RateOfChange(roc3Period);
        ROC4 = new RateOfChange(roc4Period);
        ROC1MA = movingAverageType.AsIndicator(name + "_ROC1MA", roc1MaPeriod);
        ROC2MA = movingAverageType.AsIndicator(name + "_ROC2MA", roc2MaPeriod);
        ROC3MA = movingAverageType.AsIndicator(name + "_ROC3MA", roc3MaPeriod);
        ROC4MA = movingAverageType.AsIndicator(name + "_ROC4MA", roc4MaPeriod);
        SignalLine = movingAverageType.AsIndicator(name + "_SignalLine", signalPeriod);
    }

    public MovingAverageType MovingAverageType { get; }
    public RateOfChange ROC1 { get; }
    public RateOfChange ROC2 { get; }
    public RateOfChange ROC3 { get; }
    public RateOfChange ROC4 { get; }
    public IndicatorBase<IndicatorDataPoint> ROC1MA { get; }
    public IndicatorBase<IndicatorDataPoint> ROC2MA { get; }
    public IndicatorBase<IndicatorDataPoint> ROC3MA { get; }
    public IndicatorBase<IndicatorDataPoint> ROC4MA { get; }
    public IndicatorBase<IndicatorDataPoint> SignalLine { get; }
    public override bool IsReady => ROC1MA.IsReady && ROC2MA.IsReady && ROC3MA.IsReady && ROC4MA.IsReady && SignalLine.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        var value = Next(ROC1, ROC1MA, input) + 2 * Next(ROC2, ROC2MA, input) + 3 * Next(ROC3, ROC3MA, input) + 4 * Next(ROC4, ROC4MA, input);
        SignalLine.Update(input.EndTime, value);
        return SignalLine.IsReady ? value : 0m;
    }

    public override void Reset()
    {
        foreach (var part in new IndicatorBase[] { ROC1, ROC2, ROC3, ROC4, ROC1MA, ROC2MA, ROC3MA, ROC4MA, SignalLine }) part.Reset();
        base.Reset();
    }

    private static decimal Next(RateOfChange change, IndicatorBase<IndicatorDataPoint> average, IndicatorDataPoint input)
    {
        change.Update(input);
        if (change.IsReady) average.Update(input.EndTime, 100 * change.Current.Value);
        return average.Current.Value;
    }
}
