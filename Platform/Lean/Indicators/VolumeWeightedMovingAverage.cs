using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The mean close weighted by volume; the close where there is no volume.</summary>
public class VolumeWeightedMovingAverage : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Sum _value, _volume;

    public VolumeWeightedMovingAverage(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        _value = new Sum(name + "_SumPxV", period);
        _volume = new Sum(name + "_SumVolume", period);
    }

    public VolumeWeightedMovingAverage(int period)
        : this($"VWMA({period})", period)
    {
    }

    public override bool IsReady => _value.IsReady && _volume.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        _value.Update(input.EndTime, input.Close * input.Volume);
        _volume.Update(input.EndTime, input.Volume);
        return _volume.Current.Value != 0 ? _value.Current.Value / _volume.Current.Value : input.Close;
    }

    public override void Reset()
    {
        _value.Reset();
        _volume.Reset();
        base.Reset();
    }
}
