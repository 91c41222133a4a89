using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An average of the channel index: typical price less its average, over 0.015 of the average distance from it.</summary>
public class WaveTrendOscillator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    /// <exception cref="ArgumentException">A period is below 1.</exception>
    public WaveTrendOscillator(string name, int channelPeriod, int averagePeriod, int signalPeriod)
        : base(name)
    {
        if (channelPeriod < 1 || averagePeriod < 1 || signalPeriod < 1)
            throw new ArgumentException($"WaveTrendOscillator: expected periods of at least 1, found {channelPeriod}, {averagePeriod} and {signalPeriod}");
        ChannelAverage = new ExponentialMovingAverage(name + "_ChannelAverage", channelPeriod);
        ChannelDeviation = new ExponentialMovingAverage(name + "_ChannelDeviation", channelPeriod);
        ChannelIndexAverage = new ExponentialMovingAverage(name + "_ChannelIndexAverage", averagePeriod);
        Signal = new SimpleMovingAverage(name + "_Signal", signalPeriod);
        WarmUpPeriod = 2 * channelPeriod + averagePeriod + signalPeriod - 3;
    }

    public WaveTrendOscillator(int channelPeriod, int averagePeriod, int signalPeriod)
        : this($"WTO({channelPeriod},{averagePeriod},{signalPeriod})", channelPeriod, averagePeriod, signalPeriod)
    {
    }

    public IndicatorBase<IndicatorDataPoint> ChannelAverage { get; }
    public IndicatorBase<IndicatorDataPoint> ChannelDeviation { get; }
    public IndicatorBase<IndicatorDataPoint> ChannelIndexAverage { get; }
    public IndicatorBase<IndicatorDataPoint> Signal { get; }
    public override bool IsReady => Signal.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var price = (input.High + input.Low + input.Close) / 3m;
        if (!ChannelAverage.Update(input.EndTime, price)) return 0m;
        var distance = price - ChannelAverage.Current.Value;
        if (!ChannelDeviation.Update(input.EndTime, Math.Abs(distance))) return 0m;
        if (ChannelDeviation.Current.Value == 0m) return Current.Value;
        if (ChannelIndexAverage.Update(input.EndTime, distance / (0.015m * ChannelDeviation.Current.Value)))
            Signal.Update(input.EndTime, ChannelIndexAverage.Current.Value);
        return ChannelIndexAverage.Current.Value;
    }

    public override void Reset()
    {
        ChannelAverage.Reset();
        ChannelDeviation.Reset();
        ChannelIndexAverage.Reset();
        Signal.Reset();
        base.Reset();
    }
}
