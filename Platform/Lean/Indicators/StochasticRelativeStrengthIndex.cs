namespace QuantConnect.Indicators;

/// <summary>Where the RSI lies in its range over a period, 0 to 100, smoothed into <see cref="K"/>, and that into <see cref="D"/>. The value is the input's.</summary>
/// <remarks>Source: Chande and Kroll (1994), The New Technical Trader.</remarks>
public class StochasticRelativeStrengthIndex : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RelativeStrengthIndex _rsi;
    private readonly RollingWindow<decimal> _values;

    public StochasticRelativeStrengthIndex(int rsiPeriod, int stochPeriod, int kSmoothingPeriod, int dSmoothingPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"SRSI({rsiPeriod},{stochPeriod},{kSmoothingPeriod},{dSmoothingPeriod},{movingAverageType})", rsiPeriod, stochPeriod, kSmoothingPeriod, dSmoothingPeriod, movingAverageType)
    {
    }

    public StochasticRelativeStrengthIndex(string name, int rsiPeriod, int stochPeriod, int kSmoothingPeriod, int dSmoothingPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        _rsi = new RelativeStrengthIndex(rsiPeriod);
        _values = new RollingWindow<decimal>(stochPeriod);
        K = movingAverageType.AsIndicator($"{name}_K_{movingAverageType}", kSmoothingPeriod);
        D = movingAverageType.AsIndicator($"{name}_D_{movingAverageType}", dSmoothingPeriod);
        WarmUpPeriod = rsiPeriod + stochPeriod + Math.Max(kSmoothingPeriod, dSmoothingPeriod);
    }

    public IndicatorBase<IndicatorDataPoint> K { get; }
    public IndicatorBase<IndicatorDataPoint> D { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _rsi.Update(input);
        _values.Add(_rsi.Current.Value);
        if (!_values.IsReady) return 0m;
        var (low, high) = (_values.Min(), _values.Max());
        K.Update(input.EndTime, high == low ? 100m : 100 * (_rsi.Current.Value - low) / (high - low));
        D.Update(input.EndTime, K.Current.Value);
        return input.Value;
    }

    public override void Reset()
    {
        _rsi.Reset();
        _values.Reset();
        K.Reset();
        D.Reset();
        base.Reset();
    }
}
