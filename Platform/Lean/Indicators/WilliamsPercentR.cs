using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Where the close lies between the lowest low (−100) and the highest high (0); 0 before it is ready.</summary>
public class WilliamsPercentR : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public WilliamsPercentR(int period)
        : this($"WILR({period})", period)
    {
    }

    public WilliamsPercentR(string name, int period)
        : base(name)
    {
        Maximum = new Maximum(name + "_Max", period);
        Minimum = new Minimum(name + "_Min", period);
        WarmUpPeriod = period;
    }

    public Maximum Maximum { get; }

    public Minimum Minimum { get; }

    public override bool IsReady => Maximum.IsReady && Minimum.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        Minimum.Update(input.EndTime, input.Low);
        Maximum.Update(input.EndTime, input.High);
        var range = Maximum.Current.Value - Minimum.Current.Value;
        return !IsReady || range == 0 ? 0 : -100m * (Maximum.Current.Value - input.Close) / range;
    }

    public override void Reset()
    {
        Maximum.Reset();
        Minimum.Reset();
        base.Reset();
    }
}
