using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The mean of high − low.</summary>
public class AverageRange : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly SimpleMovingAverage _average;

    public AverageRange(string name, int period)
        : base(name) => _average = new SimpleMovingAverage(name + "_SMA", period);

    public AverageRange(int period)
        : this($"AR({period})", period)
    {
    }

    public override bool IsReady => _average.IsReady;
    public int WarmUpPeriod => _average.WarmUpPeriod;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _average.Update(input.EndTime, input.High - input.Low);
        return _average.Current.Value;
    }

    public override void Reset()
    {
        _average.Reset();
        base.Reset();
    }
}
