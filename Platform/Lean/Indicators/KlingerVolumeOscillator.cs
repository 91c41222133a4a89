using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A fast less a slow exponential average of the volume force: volume signed by the trend and weighted by the day's share of the trend's range.</summary>
/// <remarks>Source: Klinger (1997), Identifying Trends with Volume Analysis, Stocks and Commodities.</remarks>
public class KlingerVolumeOscillator : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private const decimal Smallest = 1e-8m;
    private readonly ExponentialMovingAverage _fast, _slow;
    private decimal _price, _range, _movement;
    private int _trend;

    public KlingerVolumeOscillator(string name, int fastPeriod, int slowPeriod, int signalPeriod)
        : base(name)
    {
        _fast = new ExponentialMovingAverage(name + "_FastEma", fastPeriod);
        _slow = new ExponentialMovingAverage(name + "_SlowEma", slowPeriod);
        Signal = new ExponentialMovingAverage(name + "_Signal", signalPeriod);
        WarmUpPeriod = Math.Max(fastPeriod, Math.Max(slowPeriod, signalPeriod)) + 2;
    }

    public KlingerVolumeOscillator(int fastPeriod, int slowPeriod, int signalPeriod = 13)
        : this($"KVO({fastPeriod},{slowPeriod},{signalPeriod})", fastPeriod, slowPeriod, signalPeriod)
    {
    }

    public ExponentialMovingAverage Signal { get; }
    public override bool IsReady => _fast.IsReady && _slow.IsReady && Signal.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar bar)
    {
        var (range, price) = (bar.High - bar.Low, bar.High + bar.Low + bar.Close);
        var (lastRange, lastPrice, lastTrend) = (_range, _price, _trend);
        (_range, _price) = (range, price);
        if (Samples == 1) return 0m;
        _trend = price > lastPrice ? 1 : -1;
        if (Samples == 2) return 0m;
        _movement = _movement == 0 || _trend != lastTrend ? lastRange + range : _movement + range;
        var force = bar.Volume * Math.Abs(2m * (range / (Math.Abs(_movement) < Smallest ? Smallest : _movement) - 1m)) * _trend * 100m;
        _fast.Update(bar.EndTime, force);
        _slow.Update(bar.EndTime, force);
        var value = _fast.IsReady && _slow.IsReady ? _fast.Current.Value - _slow.Current.Value : 0m;
        Signal.Update(bar.EndTime, value);
        return value;
    }

    public override void Reset()
    {
        _fast.Reset();
        _slow.Reset();
        Signal.Reset();
        (_price, _range, _movement, _trend) = (0m, 0m, 0m, 0);
        base.Reset();
    }
}
