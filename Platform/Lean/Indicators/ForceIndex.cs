using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The average of change times volume.</summary>
/// <remarks>Source: Elder (1993), Trading for a Living.</remarks>
public class ForceIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly IndicatorBase<IndicatorDataPoint> _average;
    private decimal _close;

    public ForceIndex(string name, int period, MovingAverageType movingAverageType = MovingAverageType.Exponential)
        : base(name)
    {
        _average = movingAverageType.AsIndicator($"{name}_{movingAverageType}", period);
        WarmUpPeriod = period + 1;
    }

    public ForceIndex(int period, MovingAverageType movingAverageType = MovingAverageType.Exponential)
        : this($"FI({period})", period, movingAverageType)
    {
    }

    public override bool IsReady => _average.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        if (Samples > 1) _average.Update(input.EndTime, (input.Close - _close) * input.Volume);
        _close = input.Close;
        return _average.Current.Value;
    }

    public override void Reset()
    {
        _close = 0;
        _average.Reset();
        base.Reset();
    }
}
