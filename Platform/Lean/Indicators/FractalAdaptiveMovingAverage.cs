using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An exponential average of the bar's middle whose weight follows the fractal dimension of the price.</summary>
/// <remarks>Source: Ehlers (2005), FRAMA: Fractal Adaptive Moving Average.</remarks>
public class FractalAdaptiveMovingAverage : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly double _slowest;
    private readonly RollingWindow<double> _highs, _lows;

    /// <param name="n">Bars, an even number: two halves and the whole give the dimension.</param>
    /// <param name="longPeriod">Period of the slowest average.</param>
    /// <exception cref="ArgumentException"><paramref name="n"/> is odd.</exception>
    public FractalAdaptiveMovingAverage(string name, int n, int longPeriod)
        : base(name)
    {
        if (n % 2 > 0) throw new ArgumentException($"{name}: expected an even number of bars, found {n}", nameof(n));
        _slowest = Math.Log(2d / (1 + longPeriod));
        _highs = new RollingWindow<double>(n);
        _lows = new RollingWindow<double>(n);
    }

    public FractalAdaptiveMovingAverage(int n, int longPeriod)
        : this($"FRAMA({n},{longPeriod})", n, longPeriod)
    {
    }

    public FractalAdaptiveMovingAverage(int n)
        : this(n, 198)
    {
    }

    public override bool IsReady => _highs.IsReady;
    public int WarmUpPeriod => _highs.Size;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var price = (input.High + input.Low) / 2;
        _highs.Add((double)input.High);
        _lows.Add((double)input.Low);
        if (_highs.Samples <= _highs.Size) return price;
        var half = _highs.Size / 2;
        var halves = Slope(0, half) + Slope(half, half);
        var whole = Slope(0, 2 * half);
        var dimension = halves > 0 && whole > 0 ? Math.Log(halves / whole) / Math.Log(2) : 0;
        var alpha = (decimal)Math.Clamp(Math.Exp(_slowest * (dimension - 1)), .01, 1);
        return alpha * price + (1 - alpha) * Current.Value;
    }

    public override void Reset()
    {
        _highs.Reset();
        _lows.Reset();
        base.Reset();
    }

    private double Slope(int first, int count)
    {
        var (high, low) = (double.MinValue, double.MaxValue);
        for (var i = first; i < first + count; i++)
        {
            high = Math.Max(high, _highs[i]);
            low = Math.Min(low, _lows[i]);
        }
        return (high - low) / count;
    }
}
