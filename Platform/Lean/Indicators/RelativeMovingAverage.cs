namespace QuantConnect.Indicators;

/// <summary>The mean of three periods, less that of two, plus that of one.</summary>
public class RelativeMovingAverage : Indicator, IIndicatorWarmUpPeriodProvider
{
    public RelativeMovingAverage(string name, int period)
        : base(name)
    {
        ShortAverage = new SimpleMovingAverage(name + "_Short", period);
        MediumAverage = new SimpleMovingAverage(name + "_Medium", period * 2);
        LongAverage = new SimpleMovingAverage(name + "_Long", period * 3);
    }

    public RelativeMovingAverage(int period)
        : this($"RMA({period})", period)
    {
    }

    public SimpleMovingAverage ShortAverage { get; }
    public SimpleMovingAverage MediumAverage { get; }
    public SimpleMovingAverage LongAverage { get; }
    public override bool IsReady => LongAverage.IsReady;
    public int WarmUpPeriod => LongAverage.WarmUpPeriod;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        ShortAverage.Update(input);
        MediumAverage.Update(input);
        LongAverage.Update(input);
        return LongAverage.Current.Value - MediumAverage.Current.Value + ShortAverage.Current.Value;
    }

    public override void Reset()
    {
        ShortAverage.Reset();
        MediumAverage.Reset();
        LongAverage.Reset();
        base.Reset();
    }
}
