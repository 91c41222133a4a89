namespace LeanDeep.Models.Portfolio;

/// <summary>Hierarchical risk parity: names ordered by a tree of their correlations, risk split down that order by halves.</summary>
/// <remarks>Distance √(½(1 − ρ)), then the Euclidean distance of its columns; single linkage; each half weighted by the other's variance under
/// inverse-variance weights. Source: López de Prado, Building diversified portfolios that outperform out of sample (2016).</remarks>
public static class HierarchicalRiskParity
{
    /// <summary>Allocates.</summary>
    /// <param name="covariance">(names, names) row-major; need not be invertible.</param>
    /// <param name="weights">(names) receives, positive, Σw = 1.</param>
    /// <returns>Optimal; InvalidInput (then equal weights) where a variance is not positive or a value not finite.</returns>
    public static AllocationStatus Allocate(ReadOnlySpan<double> covariance, Span<double> weights)
    {
        var n = weights.Length;
        if (n == 0 || covariance.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {covariance.Length}", nameof(covariance));
        weights.Fill(1.0 / n);
        for (var i = 0; i < n * n; i++) if (!double.IsFinite(covariance[i])) return AllocationStatus.InvalidInput;
        for (var i = 0; i < n; i++) if (!(covariance[i * n + i] > 0)) return AllocationStatus.InvalidInput;
        if (n == 1) return AllocationStatus.Optimal;
        weights.Fill(1);
        Split(covariance, SingleLinkage.LeafOrder(Distances(covariance, n), n), weights);
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        for (var i = 0; i < n; i++) weights[i] /= sum;
        return AllocationStatus.Optimal;
    }

    private static double[] Distances(ReadOnlySpan<double> covariance, int n)
    {
        var (first, second) = (new double[n * n], new double[n * n]);
        Correlation.Compute(covariance, n, first);
        for (var i = 0; i < n * n; i++) first[i] = Math.Sqrt(0.5 * (1 - first[i]));
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                {
                    var difference = first[i * n + k] - first[j * n + k];
                    sum += difference * difference;
                }
                second[i * n + j] = second[j * n + i] = Math.Sqrt(sum);
            }
        return second;
    }

    private static void Split(ReadOnlySpan<double> covariance, ReadOnlySpan<int> names, Span<double> weights)
    {
        if (names.Length < 2) return;
        var left = names[..(names.Length / 2)];
        var right = names[(names.Length / 2)..];
        var (below, above) = (Variance(covariance, left, weights.Length), Variance(covariance, right, weights.Length));
        // Of halves that hedge themselves wholly each gets the same.
        var share = below + above > 0 ? 1 - below / (below + above) : 0.5;
        foreach (var i in left) weights[i] *= share;
        foreach (var i in right) weights[i] *= 1 - share;
        Split(covariance, left, weights);
        Split(covariance, right, weights);
    }

    // Of the inverse-variance portfolio.
    private static double Variance(ReadOnlySpan<double> covariance, ReadOnlySpan<int> names, int n)
    {
        double sum = 0, variance = 0;
        foreach (var i in names) sum += 1 / covariance[i * n + i];
        foreach (var i in names)
            foreach (var j in names)
                variance += covariance[i * n + j] / covariance[i * n + i] / covariance[j * n + j];
        return Math.Max(variance, 0) / (sum * sum);
    }
}
