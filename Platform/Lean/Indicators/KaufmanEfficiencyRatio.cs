namespace QuantConnect.Indicators;

/// <summary>The change over the period over the sum of the changes within it; before it is ready, the input.</summary>
/// <remarks>Source: Kaufman (1995), Smarter Trading.</remarks>
public class KaufmanEfficiencyRatio : WindowIndicator<IndicatorDataPoint>
{
    private decimal _sumOfChanges;
    private decimal _oldest;

    public KaufmanEfficiencyRatio(string name, int period)
        : base(name, period + 1)
    {
    }

    public KaufmanEfficiencyRatio(int period)
        : this($"KER({period})", period)
    {
    }

    public override bool IsReady => Samples >= Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (Samples > Period)
            _sumOfChanges -= Math.Abs(_oldest - window[Period - 1].Value);
        if (Samples > 1)
            _sumOfChanges += Math.Abs(input.Value - window[1].Value);
        if (Samples < Period)
            return input.Value;

        _oldest = window[Period - 1].Value;
        var change = input.Value - _oldest;
        return _sumOfChanges <= change || _sumOfChanges == 0 ? 1m : Math.Abs(change / _sumOfChanges);
    }

    public override void Reset()
    {
        _sumOfChanges = 0;
        _oldest = 0;
        base.Reset();
    }
}

/// <summary>An exponential average that follows the faster, the more efficient the price moves.</summary>
public class KaufmanAdaptiveMovingAverage : KaufmanEfficiencyRatio
{
    private readonly decimal _slow;
    private readonly decimal _fastLessSlow;
    private decimal _average;

    public KaufmanAdaptiveMovingAverage(string name, int period, int fastEmaPeriod = 2, int slowEmaPeriod = 30)
        : base(name, period)
    {
        _slow = 2m / (slowEmaPeriod + 1m);
        _fastLessSlow = 2m / (fastEmaPeriod + 1m) - _slow;
    }

    public KaufmanAdaptiveMovingAverage(int period, int fastEmaPeriod = 2, int slowEmaPeriod = 30)
        : this($"KAMA({period},{fastEmaPeriod},{slowEmaPeriod})", period, fastEmaPeriod, slowEmaPeriod)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        var efficiency = base.ComputeNextValue(window, input);
        if (Samples < Period)
            return input.Value;
        if (Samples == Period)
            _average = window[1].Value;

        var smoothing = efficiency * _fastLessSlow + _slow;
        smoothing *= smoothing;
        _average = (input.Value - _average) * smoothing + _average;
        return _average;
    }

    public override void Reset()
    {
        _average = 0;
        base.Reset();
    }
}
