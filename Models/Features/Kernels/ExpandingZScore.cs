namespace LeanDeep.Models.Features.Kernels;

/// <summary>(x − m)/s with the mean and the sample standard deviation of all values up to and including x.</summary>
/// <remarks>A deviation below 1e-9 of the given scale is rounding noise: the score is then 0.
/// Source of the recurrence: B. P. Welford, Technometrics 4 (1962).</remarks>
public static class ExpandingZScore
{
    private const double Noise = 1e-9;

    /// <param name="x">(bars) values; NaN is passed over.</param>
    /// <param name="scale">(bars) magnitude against which a deviation is noise, for example the close.</param>
    /// <param name="minimum">Fewest values for a score, at least 2.</param>
    /// <param name="y">(bars) scores; NaN where x is, and until <paramref name="minimum"/> values have been seen.</param>
    public static void Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> scale, int minimum, Span<double> y)
    {
        IndicatorSeries.RequireLength(x.Length, scale.Length, nameof(scale));
        IndicatorSeries.RequireLength(x.Length, y.Length, nameof(y));
        var stream = new Stream(minimum);
        for (var i = 0; i < x.Length; i++)
            y[i] = stream.Next(x[i], scale[i]);
    }

    /// <summary>The same, one value at a time.</summary>
    internal struct Stream(int minimum)
    {
        private int _count;
        private double _mean, _squares;

        public double Next(double value, double scale)
        {
            if (double.IsNaN(value))
                return double.NaN;
            _count++;
            var delta = value - _mean;
            _mean += delta / _count;
            _squares += delta * (value - _mean);
            if (_count < minimum)
                return double.NaN;
            var deviation = Math.Sqrt(_squares / (_count - 1));
            return deviation > Noise * Math.Abs(scale) ? (value - _mean) / deviation : 0;
        }
    }
}
