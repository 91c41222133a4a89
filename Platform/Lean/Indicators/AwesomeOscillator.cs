using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A fast less a slow average of the middle of the bars; 0 before both are ready.</summary>
/// <remarks>Source: Williams (1998), New Trading Dimensions.</remarks>
public class AwesomeOscillator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public AwesomeOscillator(int fastPeriod, int slowPeriod, MovingAverageType type = MovingAverageType.Simple)
        : this($"AO({fastPeriod},{slowPeriod},{type})", fastPeriod, slowPeriod, type)
    {
    }

    public AwesomeOscillator(string name, int fastPeriod, int slowPeriod, MovingAverageType type = MovingAverageType.Simple)
        : base(name)
    {
        SlowAo = type.AsIndicator(slowPeriod);
        FastAo = type.AsIndicator(fastPeriod);
        WarmUpPeriod = Math.Max(slowPeriod, fastPeriod);
    }

    public IndicatorBase<IndicatorDataPoint> SlowAo { get; }
    public IndicatorBase<IndicatorDataPoint> FastAo { get; }
    public override bool IsReady => SlowAo.IsReady && FastAo.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var middle = (input.High + input.Low) / 2;
        SlowAo.Update(input.EndTime, middle);
        FastAo.Update(input.EndTime, middle);
        return IsReady ? FastAo.Current.Value - SlowAo.Current.Value : 0m;
    }

    public override void Reset()
    {
        FastAo.Reset();
        SlowAo.Reset();
        base.Reset();
    }
}
