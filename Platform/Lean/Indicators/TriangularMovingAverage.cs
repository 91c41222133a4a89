namespace QuantConnect.Indicators;

/// <summary>A simple average of a simple average, over about half the period each.</summary>
public class TriangularMovingAverage : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly SimpleMovingAverage _sma1;
    private readonly SimpleMovingAverage _sma2;

    public TriangularMovingAverage(string name, int period)
        : base(name)
    {
        _period = period;
        _sma1 = new SimpleMovingAverage(name + "_1", (period + 1) / 2);
        _sma2 = new SimpleMovingAverage(name + "_2", period / 2 + 1);
    }

    public TriangularMovingAverage(int period)
        : this($"TRIMA({period})", period)
    {
    }

    public override bool IsReady => Samples >= _period;

    public int WarmUpPeriod => _period;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _sma1.Update(input);
        _sma2.Update(_sma1.Current);
        return _sma2.Current.Value;
    }

    public override void Reset()
    {
        _sma1.Reset();
        _sma2.Reset();
        base.Reset();
    }
}
