using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An average of the on-balance volume; 0 before it is ready.</summary>
public class SmoothedOnBalanceVolume : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly IndicatorBase<IndicatorDataPoint> _average;

    public SmoothedOnBalanceVolume(string name, int period, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period;
        _average = movingAverageType.AsIndicator($"{name}_{movingAverageType}", period);
    }

    public SmoothedOnBalanceVolume(int period, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"SOBV({period})", period, movingAverageType)
    {
    }

    public OnBalanceVolume OnBalanceVolume { get; } = new();
    public override bool IsReady => _average.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        OnBalanceVolume.Update(input);
        return _average.Update(input.EndTime, OnBalanceVolume.Current.Value) ? _average.Current.Value : 0m;
    }

    public override void Reset()
    {
        _average.Reset();
        OnBalanceVolume.Reset();
        base.Reset();
    }
}
