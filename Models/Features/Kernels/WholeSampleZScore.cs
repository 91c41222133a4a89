namespace LeanDeep.Models.Features.Kernels;

/// <summary>(x − m)/s with the mean and the sample standard deviation of the whole series: every score sees later values.
/// For replicating published results only.</summary>
public static class WholeSampleZScore
{
    /// <param name="x">(bars) values; NaN is passed over.</param>
    /// <param name="y">(bars) scores; NaN where x is, or where x has fewer than two values; 0 where it is constant.</param>
    public static void Compute(ReadOnlySpan<double> x, Span<double> y)
    {
        IndicatorSeries.RequireLength(x.Length, y.Length, nameof(y));
        var count = 0;
        double sum = 0;
        foreach (var value in x)
            if (!double.IsNaN(value))
            {
                count++;
                sum += value;
            }
        var mean = sum / count;
        double squares = 0;
        foreach (var value in x)
            if (!double.IsNaN(value))
                squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / (count - 1));
        for (var i = 0; i < x.Length; i++)
            y[i] = count < 2 ? double.NaN : deviation > 0 || double.IsNaN(x[i]) ? (x[i] - mean) / deviation : 0;
    }
}
