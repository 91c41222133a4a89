namespace QuantConnect.Indicators;

/// <summary>The mean of the last values with weights of a Gaussian around a point near the newest; before it is ready, the input.</summary>
public class ArnaudLegouxMovingAverage : WindowIndicator<IndicatorDataPoint>
{
    private readonly decimal[] _weights;

    /// <param name="sigma">Sharpness: the Gaussian's deviation is period / sigma.</param>
    /// <param name="offset">Where the Gaussian lies: 0 at the oldest, 1 at the newest.</param>
    /// <exception cref="ArgumentException"><paramref name="offset"/> is outside 0 to 1.</exception>
    public ArnaudLegouxMovingAverage(string name, int period, int sigma = 6, decimal offset = 0.85m)
        : base(name, period)
    {
        if (offset is < 0 or > 1)
            throw new ArgumentException($"Offset parameter range is [0,1]. Value: {offset}", nameof(offset));
        var center = Math.Floor(offset * (period - 1));
        var deviation = period * 1m / sigma;
        var weights = Enumerable.Range(0, period)
            .Select(i => Math.Exp((double)(-(i - center) * (i - center) / (2 * deviation * deviation))))
            .ToArray();
        var total = weights.Sum();
        _weights = [.. weights.Select(x => (decimal)(x / total)).Reverse()];
    }

    public ArnaudLegouxMovingAverage(string name, int period)
        : this(name, period, 6)
    {
    }

    public ArnaudLegouxMovingAverage(int period, int sigma, decimal offset = 0.85m)
        : this($"ALMA({period},{sigma},{offset.ToStringInvariant()})", period, sigma, offset)
    {
    }

    public ArnaudLegouxMovingAverage(int period)
        : this(period, 6)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (!IsReady)
            return input.Value;
        var sum = 0m;
        for (var i = 0; i < _weights.Length; i++)
            sum += window[i].Value * _weights[i];
        return sum;
    }
}
