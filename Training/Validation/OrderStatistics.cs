namespace LeanDeep.Training.Validation;

/// <summary>Quantiles of a sample.</summary>
public static class OrderStatistics
{
    /// <summary>Linear between the order statistics; NaN for an empty sample.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <remarks>Definition 7 of Hyndman and Fan (1996), the default of numpy and pandas.</remarks>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var at = probability * (sorted.Length - 1);
        var low = Math.Min((int)at, sorted.Length - 1);
        return low + 1 == sorted.Length ? sorted[low] : sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]);
    }
}
