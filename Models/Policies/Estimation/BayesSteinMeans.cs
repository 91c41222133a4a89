namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Means of several assets, shrunk to that of the minimum-variance portfolio by what the sample says of their spread.</summary>
/// <remarks>Weight of the common mean (n + 2)/[(n + 2) + T(m − m₀)'Σ⁻¹(m − m₀)]. Source: Jorion (1986), Journal of Financial and Quantitative Analysis 21.</remarks>
public static class BayesSteinMeans
{
    /// <param name="means">(assets) sample means; receives the shrunk ones.</param>
    /// <param name="factor">(assets, assets) Cholesky factor of the covariance in the same unit of time, lower triangular.</param>
    /// <param name="observations">T behind the means, in that unit.</param>
    /// <returns>Weight of the common mean; 0 for a single asset.</returns>
    public static double Shrink(Span<double> means, ReadOnlySpan<double> factor, double observations)
    {
        var n = means.Length;
        if (n == 1) return 0;
        Span<double> ones = n <= 128 ? stackalloc double[n] : new double[n], scaled = n <= 128 ? stackalloc double[n] : new double[n];
        ones.Fill(1);
        means.CopyTo(scaled);
        Triangle.Solve(factor, ones);
        Triangle.Solve(factor, scaled);
        var (one, cross, square) = (0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            one += ones[i] * ones[i];
            cross += ones[i] * scaled[i];
            square += scaled[i] * scaled[i];
        }
        var common = cross / one;
        var spread = Math.Max(square - common * cross, 0);
        var weight = (n + 2) / (n + 2 + observations * spread);
        for (var i = 0; i < n; i++) means[i] += weight * (common - means[i]);
        return weight;
    }
}
