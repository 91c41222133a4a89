namespace QuantConnect.Indicators;

/// <summary>Percentage of pairs of successive changes that have the same sign, of those that are not zero; 50 before it is ready.</summary>
/// <remarks>Source: Harris (2014), Momersion Indicator.</remarks>
public class Momersion : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly int? _minPeriod;
    private readonly RollingWindow<decimal> _products;

    /// <exception cref="ArgumentException"><paramref name="minPeriod"/> is below 4.</exception>
    public Momersion(string name, int? minPeriod, int fullPeriod)
        : base(name, fullPeriod)
    {
        if (minPeriod < 4) throw new ArgumentException($"Momersion: expected a minimum period of at least 4, found {minPeriod}", nameof(minPeriod));
        _minPeriod = minPeriod;
        _products = new RollingWindow<decimal>(fullPeriod);
        WarmUpPeriod = minPeriod + 2 ?? fullPeriod + 3;
    }

    public Momersion(int? minPeriod, int fullPeriod)
        : this($"Momersion({minPeriod},{fullPeriod})", minPeriod, fullPeriod)
    {
    }

    public Momersion(int fullPeriod)
        : this(null, fullPeriod)
    {
    }

    public override bool IsReady => _minPeriod.HasValue ? _products.Count >= _minPeriod : _products.Samples > _products.Size;
    public new int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (window.Count >= 3) _products.Add((window[0].Value - window[1].Value) * (window[1].Value - window[2].Value));
        var (momentum, reversion) = (_products.Count(x => x > 0), _products.Count(x => x < 0));
        return IsReady && _products.Count - momentum - reversion < 0.5 * _products.Count ? 100m * momentum / (momentum + reversion) : 50m;
    }

    public override void Reset()
    {
        _products.Reset();
        base.Reset();
    }
}

/// <summary>Another name of <see cref="Momersion"/>.</summary>
public class MomersionIndicator : Momersion
{
    public MomersionIndicator(string name, int? minPeriod, int fullPeriod)
        : base(name, minPeriod, fullPeriod)
    {
    }

    public MomersionIndicator(int? minPeriod, int fullPeriod)
        : base(minPeriod, fullPeriod)
    {
    }

    public MomersionIndicator(int fullPeriod)
        : base(fullPeriod)
    {
    }
}
