namespace QuantConnect.Indicators;

/// <summary>The slope of the log standard deviation of changes over the log of their lag: one half for a random walk, below where the price reverts, above where it trends.</summary>
public class HurstExponent : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RollingWindow<decimal> _prices;
    private readonly decimal[] _logLags;
    private readonly decimal _sumX, _sumXX;

    /// <exception cref="ArgumentException"><paramref name="maxLag"/> is below 3.</exception>
    public HurstExponent(string name, int period, int maxLag = 20)
        : base(name)
    {
        if (maxLag < 3) throw new ArgumentException($"HurstExponent: expected a largest lag of at least 3, found {maxLag}", nameof(maxLag));
        _prices = new RollingWindow<decimal>(period);
        _logLags = [.. Enumerable.Range(2, maxLag - 1).Select(x => (decimal)Math.Log(x))];
        (_sumX, _sumXX) = (_logLags.Sum(), _logLags.Sum(x => x * x));
        WarmUpPeriod = period;
    }

    public HurstExponent(int period, int maxLag = 20)
        : this($"HE({period},{maxLag})", period, maxLag)
    {
    }

    public override bool IsReady => _prices.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _prices.Add(input.Value);
        if (!_prices.IsReady) return 0m;
        var (sumY, sumXY) = (0m, 0m);
        for (var i = 0; i < _logLags.Length; i++)
        {
            var deviation = Deviation(i + 2);
            var log = deviation == 0 ? 0m : (decimal)Math.Log(deviation);
            sumY += log;
            sumXY += _logLags[i] * log;
        }
        var n = _logLags.Length;
        return (n * sumXY - _sumX * sumY) / (n * _sumXX - _sumX * _sumX);
    }

    public override void Reset()
    {
        _prices.Reset();
        base.Reset();
    }

    private double Deviation(int lag)
    {
        var count = _prices.Size - lag;
        if (count <= 0) return 0;
        var (sum, squares) = (0m, 0m);
        for (var i = 0; i < count; i++)
        {
            var change = _prices[i + lag] - _prices[i];
            sum += change;
            squares += change * change;
        }
        var mean = sum / count;
        return Math.Sqrt((double)(squares / count - mean * mean));
    }
}
