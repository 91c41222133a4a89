namespace QuantConnect.Indicators;

/// <summary>100 · (gains − losses) / (gains + losses), both averaged by Wilder's rule; 0 before it is ready.</summary>
public class ChandeMomentumOscillator : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private decimal _previous;
    private decimal _gain;
    private decimal _loss;

    public ChandeMomentumOscillator(int period)
        : this($"CMO({period})", period)
    {
    }

    public ChandeMomentumOscillator(string name, int period)
        : base(name, period)
    {
    }

    public override bool IsReady => Samples > Period;

    public new int WarmUpPeriod => 1 + Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        var change = input.Value - _previous;
        _previous = input.Value;
        if (Samples == 1)
            return 0m;
        if (Samples > Period + 1)
        {
            _loss *= Period - 1;
            _gain *= Period - 1;
        }
        if (change < 0)
            _loss -= change;
        else
            _gain += change;
        if (!IsReady)
            return 0m;

        _loss /= Period;
        _gain /= Period;
        var sum = _gain + _loss;
        return sum != 0 ? 100m * ((_gain - _loss) / sum) : 0m;
    }

    public override void Reset()
    {
        _previous = 0;
        _gain = 0;
        _loss = 0;
        base.Reset();
    }
}
