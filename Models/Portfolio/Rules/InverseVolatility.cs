namespace LeanDeep.Models.Portfolio;

/// <summary>Weights in inverse proportion to volatility.</summary>
public static class InverseVolatility
{
    /// <summary>w ∝ 1/σ.</summary>
    /// <param name="covariance">(names, names) row-major; its diagonal is read.</param>
    /// <param name="weights">(names) receives, Σw = 1. Names without volatility, where there are such, share all: the limit of the rule.</param>
    /// <returns>Optimal, or InvalidInput (then equal weights) where a variance is negative or not finite.</returns>
    public static AllocationStatus Allocate(ReadOnlySpan<double> covariance, Span<double> weights)
    {
        var n = weights.Length;
        if (n == 0 || covariance.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {covariance.Length}", nameof(covariance));
        var still = 0;
        for (var i = 0; i < n; i++)
        {
            var variance = covariance[i * n + i];
            if (!(variance >= 0 && double.IsFinite(variance)))
            {
                weights.Fill(1.0 / n);
                return AllocationStatus.InvalidInput;
            }
            if (variance == 0) still++;
        }
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var variance = covariance[i * n + i];
            weights[i] = still > 0 ? (variance == 0 ? 1 : 0) : 1 / Math.Sqrt(variance);
            sum += weights[i];
        }
        for (var i = 0; i < n; i++) weights[i] /= sum;
        return AllocationStatus.Optimal;
    }
}
