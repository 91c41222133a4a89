namespace LeanDeep.Models.Portfolio;

/// <summary>From covariance to correlation.</summary>
public static class Correlation
{
    /// <summary>ρᵢⱼ = Σᵢⱼ / √(Σᵢᵢ Σⱼⱼ), within −1 and 1.</summary>
    /// <param name="covariance">(n, n) row-major.</param>
    /// <param name="correlation">(n, n) receives; a name without variance correlates with itself only.</param>
    public static void Compute(ReadOnlySpan<double> covariance, int n, Span<double> correlation)
    {
        if (covariance.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {covariance.Length}", nameof(covariance));
        if (correlation.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {correlation.Length}", nameof(correlation));
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                var scale = Math.Sqrt(covariance[i * n + i]) * Math.Sqrt(covariance[j * n + j]);
                correlation[i * n + j] = i == j ? 1 : scale > 0 ? Math.Clamp(covariance[i * n + j] / scale, -1, 1) : 0;
            }
    }
}
