namespace QuantConnect.Indicators;

public enum SwissArmyKnifeTool { Gauss, Butter, HighPass, TwoPoleHighPass, BandPass }

/// <summary>Second-order filters of the price: the value is that of the tool asked for.</summary>
/// <remarks>Source: Ehlers (2006), Swiss Army Knife Indicator, Stocks and Commodities.</remarks>
public class SwissArmyKnife : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly IndicatorBase<IndicatorDataPoint> _asked;

    public SwissArmyKnife(int period, double delta, SwissArmyKnifeTool tool)
        : this($"Swiss({period},{delta.ToStringInvariant()},{tool})", period, delta, tool)
    {
    }

    /// <param name="period">Critical period of the filters.</param>
    /// <param name="delta">Half width of the band-pass filter, as a fraction of its period.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tool.</exception>
    public SwissArmyKnife(string name, int period, double delta, SwissArmyKnifeTool tool)
        : base(name)
    {
        WarmUpPeriod = period;
        var angle = 2 * Math.PI / period;
        var beta = 2.415 * (1 - Math.Cos(angle));
        var alpha = -beta + Math.Sqrt(Math.Pow(beta, 2) + 2 * beta);
        var (once, twice) = (2 * (1 - alpha), -(1 - alpha) * (1 - alpha));
        Gauss = new Filter($"{name}_Gauss", period, alpha * alpha, 0, 0, once, twice);
        Butter = new Filter($"{name}_Butter", period, alpha * alpha / 4, 2, 1, once, twice);
        var high = (Math.Cos(angle) + Math.Sin(angle) - 1) / Math.Cos(angle);
        HighPass = new Filter($"{name}_HP", period, (1 + high) / 2, -1, 0, 1 - high, 0);
        TwoPoleHighPass = new Filter($"{name}_2PHP", period, (1 + alpha) * (1 + alpha) / 4, -2, 1, once, twice);
        var gamma = 1 / Math.Cos(4 * Math.PI * delta / period);
        var band = gamma - Math.Sqrt(Math.Pow(gamma, 2) - 1);
        BandPass = new Filter($"{name}_BP", period, (1 - band) / 2, 0, -1, -Math.Cos(angle) * (1 - band), band);
        _asked = tool switch
        {
            SwissArmyKnifeTool.Gauss => Gauss,
            SwissArmyKnifeTool.Butter => Butter,
            SwissArmyKnifeTool.HighPass => HighPass,
            SwissArmyKnifeTool.TwoPoleHighPass => TwoPoleHighPass,
            SwissArmyKnifeTool.BandPass => BandPass,
            _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "expected one of SwissArmyKnifeTool")
        };
    }

    public IndicatorBase<IndicatorDataPoint> Gauss { get; }
    public IndicatorBase<IndicatorDataPoint> Butter { get; }
    public IndicatorBase<IndicatorDataPoint> HighPass { get; }
    public IndicatorBase<IndicatorDataPoint> TwoPoleHighPass { get; }
    public IndicatorBase<IndicatorDataPoint> BandPass { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        foreach (var filter in new[] { Gauss, Butter, HighPass, TwoPoleHighPass, BandPass }) filter.Update(input);
        return _asked.Current.Value;
    }

    public override void Reset()
    {
        foreach (var filter in new[] { Gauss, Butter, HighPass, TwoPoleHighPass, BandPass }) filter.Reset();
        base.Reset();
    }

    /// <summary>y₀ = c (x₀ + b₁ x₁ + b₂ x₂) + a₁ y₁ + a₂ y₂, the price before the first being the first.</summary>
    private sealed class Filter(string name, int period, double c, double b1, double b2, double a1, double a2) : Indicator(name)
    {
        private readonly double _c = c, _b1 = b1, _b2 = b2, _a1 = a1, _a2 = a2;
        private double _x1, _x2, _y1, _y2;

        public override bool IsReady => Samples >= period;

        protected override decimal ComputeNextValue(IndicatorDataPoint input)
        {
            var x = (double)input.Value;
            if (Samples == 1) _x1 = _x2 = x;
            var y = _c * (x + _b1 * _x1 + _b2 * _x2) + (_a1 * _y1 + _a2 * _y2);
            (_x1, _x2, _y1, _y2) = (x, _x1, y, _y1);
            return (decimal)y;
        }

        public override void Reset()
        {
            (_x1, _x2, _y1, _y2) = (0, 0, 0, 0);
            base.Reset();
        }
    }
}
