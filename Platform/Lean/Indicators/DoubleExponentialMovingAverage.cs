namespace QuantConnect.Indicators;

/// <summary>(1 + v) · EMA − v · EMA of the EMA: an exponential average with less lag.</summary>
/// <remarks>Source: Mulloy (1994), Smoothing Data with Faster Moving Averages.</remarks>
public class DoubleExponentialMovingAverage : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly decimal _volumeFactor;
    private readonly ExponentialMovingAverage _ema1;
    private readonly ExponentialMovingAverage _ema2;

    public DoubleExponentialMovingAverage(string name, int period, decimal volumeFactor = 1m)
        : base(name)
    {
        _period = period;
        _volumeFactor = volumeFactor;
        _ema1 = new ExponentialMovingAverage(name + "_1", period);
        _ema2 = new ExponentialMovingAverage(name + "_2", period);
    }

    public DoubleExponentialMovingAverage(int period, decimal volumeFactor = 1m)
        : this($"DEMA({period})", period, volumeFactor)
    {
    }

    public override bool IsReady => Samples > 2 * (_period - 1);

    public int WarmUpPeriod => 1 + 2 * (_period - 1);

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (!_ema1.Update(input))
            return _ema1.Current.Value;
        _ema2.Update(_ema1.Current);
        return (_volumeFactor + 1) * _ema1.Current.Value - _volumeFactor * _ema2.Current.Value;
    }

    public override void Reset()
    {
        _ema1.Reset();
        _ema2.Reset();
        base.Reset();
    }
}
