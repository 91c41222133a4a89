namespace QuantConnect.Indicators;

/// <summary>The value of half a period (and one) ago less the average over the period.</summary>
public class DetrendedPriceOscillator : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly Delay _lagged;
    private readonly SimpleMovingAverage _sma;

    public DetrendedPriceOscillator(string name, int period)
        : base(name)
    {
        _lagged = new Delay(period / 2 + 1);
        _sma = new SimpleMovingAverage(period);
        WarmUpPeriod = period;
    }

    public DetrendedPriceOscillator(int period)
        : this($"DPO({period})", period)
    {
    }

    public override bool IsReady => _sma.IsReady && _lagged.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _lagged.Update(input);
        _sma.Update(input);
        return _lagged.Current.Value - _sma.Current.Value;
    }

    public override void Reset()
    {
        base.Reset();
        _lagged.Reset();
        _sma.Reset();
    }
}
