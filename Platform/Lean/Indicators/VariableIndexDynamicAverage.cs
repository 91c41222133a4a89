namespace QuantConnect.Indicators;

/// <summary>An exponential average whose weight is scaled by the size of the Chande momentum oscillator; 0 before it is ready.</summary>
/// <remarks>Source: Chande (1992), Adapting moving averages to market volatility, Stocks and Commodities.</remarks>
public class VariableIndexDynamicAverage : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly ChandeMomentumOscillator _momentum;
    private decimal _average;

    public VariableIndexDynamicAverage(int period)
        : this($"VIDYA({period})", period)
    {
    }

    public VariableIndexDynamicAverage(string name, int period)
        : base(name, period) => _momentum = new ChandeMomentumOscillator(period);

    public override bool IsReady => Samples > Period;
    public override int WarmUpPeriod => Period + 1;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        _momentum.Update(input);
        if (!IsReady)
        {
            _average = input.Value;
            return 0m;
        }
        var weight = 2m / (Period + 1) * Math.Abs(_momentum.Current.Value / 100);
        return _average = input.Value * weight + _average * (1 - weight);
    }

    public override void Reset()
    {
        _average = 0;
        _momentum.Reset();
        base.Reset();
    }
}
