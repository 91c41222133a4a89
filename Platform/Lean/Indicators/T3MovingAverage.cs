namespace QuantConnect.Indicators;

/// <summary>Three generalised double exponential averages in a row.</summary>
/// <remarks>Source: Tillson (1998), Better Moving Averages.</remarks>
public class T3MovingAverage : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly DoubleExponentialMovingAverage _gd1;
    private readonly DoubleExponentialMovingAverage _gd2;
    private readonly DoubleExponentialMovingAverage _gd3;

    public T3MovingAverage(string name, int period, decimal volumeFactor = 0.7m)
        : base(name)
    {
        _period = period;
        _gd1 = new DoubleExponentialMovingAverage(name + "_1", period, volumeFactor);
        _gd2 = new DoubleExponentialMovingAverage(name + "_2", period, volumeFactor);
        _gd3 = new DoubleExponentialMovingAverage(name + "_3", period, volumeFactor);
    }

    public T3MovingAverage(int period, decimal volumeFactor = 0.7m)
        : this($"T3({period},{volumeFactor.ToStringInvariant()})", period, volumeFactor)
    {
    }

    public override bool IsReady => Samples > 6 * (_period - 1);

    public int WarmUpPeriod => 1 + 6 * (_period - 1);

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (!_gd1.Update(input))
            return _gd1.Current.Value;
        if (!_gd2.Update(_gd1.Current))
            return _gd2.Current.Value;
        _gd3.Update(_gd2.Current);
        return _gd3.Current.Value;
    }

    public override void Reset()
    {
        _gd1.Reset();
        _gd2.Reset();
        _gd3.Reset();
        base.Reset();
    }
}
