using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Half the log of (1 + x) / (1 − x), x the smoothed place of the bar's middle in its range over the period, plus half the value before.</summary>
/// <remarks>Source: Ehlers (2002), Using the Fisher Transform.</remarks>
public class FisherTransform : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private const double Alpha = .33;
    private readonly Minimum _low;
    private readonly Maximum _high;
    private double _place;

    public FisherTransform(int period)
        : this($"FISH({period})", period)
    {
    }

    public FisherTransform(string name, int period)
        : base(name)
    {
        _high = new Maximum("MedianMax", period);
        _low = new Minimum("MedianMin", period);
        WarmUpPeriod = period;
    }

    public override bool IsReady => _high.IsReady && _low.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var price = (input.Low + input.High) / 2m;
        _low.Update(input.EndTime, price);
        _high.Update(input.EndTime, price);
        if (!IsReady) return 0;
        var (low, range) = (_low.Current.Value, _high.Current.Value - _low.Current.Value);
        _place = range == 0 ? 0 : Alpha * 2 * ((double)((price - low) / range) - .5) + (1 - Alpha) * _place;
        var x = Math.Clamp(_place, -.999, .999);
        return (decimal)(.5 * Math.Log((1 + x) / (1 - x))) + .5m * Current.Value;
    }

    public override void Reset()
    {
        _place = 0;
        _high.Reset();
        _low.Reset();
        base.Reset();
    }
}
