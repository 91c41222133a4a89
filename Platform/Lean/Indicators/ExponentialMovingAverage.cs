namespace QuantConnect.Indicators;

/// <summary>An exponentially weighted mean that begins with the simple mean of the first period; 0 before that.</summary>
public class ExponentialMovingAverage : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _k;
    private readonly int _period;
    private readonly SimpleMovingAverage _initial;

    public ExponentialMovingAverage(string name, int period)
        : this(name, period, SmoothingFactorDefault(period))
    {
    }

    /// <param name="smoothingFactor">Weight of the newest value, 0 to 1.</param>
    public ExponentialMovingAverage(string name, int period, decimal smoothingFactor)
        : base(name)
    {
        _period = period;
        _k = smoothingFactor;
        _initial = new SimpleMovingAverage(period);
    }

    public ExponentialMovingAverage(int period)
        : this($"EMA({period})", period)
    {
    }

    public ExponentialMovingAverage(int period, decimal smoothingFactor)
        : this($"EMA({period},{smoothingFactor.ToStringInvariant()})", period, smoothingFactor)
    {
    }

    /// <summary>2 / (1 + period).</summary>
    public static decimal SmoothingFactorDefault(int period) => 2.0m / (1 + period);

    public int WarmUpPeriod => _period;

    public override bool IsReady => Samples >= _period;

    public override void Reset()
    {
        base.Reset();
        _initial.Reset();
    }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (Samples > _period)
            return input.Value * _k + Current.Value * (1 - _k);
        _initial.Update(input);
        return IsReady ? _initial.Current.Value : 0;
    }
}
