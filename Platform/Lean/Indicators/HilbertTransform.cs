namespace QuantConnect.Indicators;

/// <summary>In-phase and quadrature parts of the price, detrended by its value some inputs ago. The value is the input's.</summary>
/// <remarks>Source: Ehlers (2001), Rocket Science for Traders.</remarks>
public class HilbertTransform : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _length;
    private readonly RollingWindow<decimal> _prices, _detrended = new(4), _inPhases = new(3), _quadratures = new(2);

    public HilbertTransform(string name, int length, decimal inPhaseMultiplicationFactor, decimal quadratureMultiplicationFactor)
        : base(name)
    {
        _length = length;
        _prices = new RollingWindow<decimal>(length + 1);
        InPhase = new FunctionalIndicator<IndicatorDataPoint>(name + "_inPhase",
            _ => Samples > length + 2 ? 1.25m * (_detrended[3] - _detrended[1] * inPhaseMultiplicationFactor) + _inPhases[2] * inPhaseMultiplicationFactor : 0m,
            _ => Samples > length + 2);
        Quadrature = new FunctionalIndicator<IndicatorDataPoint>(name + "_quad",
            _ => Samples > length ? _detrended[1] - _detrended[0] * quadratureMultiplicationFactor + _quadratures[1] * quadratureMultiplicationFactor : 0m,
            _ => Samples > length);
    }

    public HilbertTransform(int length = 7, decimal inPhaseMultiplicationFactor = 0.635m, decimal quadratureMultiplicationFactor = 0.338m)
        : this(FormattableString.Invariant($"Hilbert({length}, {inPhaseMultiplicationFactor}, {quadratureMultiplicationFactor})"), length, inPhaseMultiplicationFactor, quadratureMultiplicationFactor)
    {
    }

    public IndicatorBase<IndicatorDataPoint> InPhase { get; }
    public IndicatorBase<IndicatorDataPoint> Quadrature { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod => _length + 2;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _prices.Add(input.Value);
        // Values that are not there yet count as zero.
        if (_prices.IsReady) _detrended.Add(input.Value - _prices[_length]);
        InPhase.Update(input);
        if (InPhase.IsReady) _inPhases.Add(InPhase.Current.Value);
        Quadrature.Update(input);
        if (Quadrature.IsReady) _quadratures.Add(Quadrature.Current.Value);
        return input.Value;
    }

    public override void Reset()
    {
        foreach (var window in new[] { _prices, _detrended, _inPhases, _quadratures }) window.Reset();
        base.Reset();
        InPhase.Reset();
        Quadrature.Reset();
    }
}
