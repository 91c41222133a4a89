namespace LeanDeep.Models.Portfolio;

/// <summary>Mean-variance portfolios without inequalities, in closed form. Covariances are row-major.</summary>
/// <remarks>Source: Markowitz (1952); Merton, An analytic derivation of the efficient portfolio frontier (1972).</remarks>
public static class Markowitz
{
    /// <summary>Σ⁻¹1 / 1ᵀΣ⁻¹1, the least variance with Σw = 1.</summary>
    /// <param name="covariance">(names, names)</param>
    /// <param name="weights">(names) receives; equal weights where the covariance is not positive definite.</param>
    /// <returns>Optimal, or Indefinite.</returns>
    public static AllocationStatus MinimumVariance(ReadOnlySpan<double> covariance, Span<double> weights)
    {
        var ones = new double[weights.Length];
        Array.Fill(ones, 1.0);
        return Proportional(covariance, ones, weights);
    }

    /// <summary>Σ⁻¹μ / 1ᵀΣ⁻¹μ, the greatest Sharpe ratio with Σw = 1.</summary>
    /// <param name="returns">(names) μ, in excess of the risk-free rate.</param>
    /// <param name="covariance">(names, names)</param>
    /// <param name="weights">(names) receives; the least variance's where there is no such portfolio.</param>
    /// <returns>Optimal; Unbounded where 1ᵀΣ⁻¹μ is not positive (the formula would then give the portfolio of least ratio); Indefinite.</returns>
    public static AllocationStatus Tangency(ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, Span<double> weights)
    {
        var status = Proportional(covariance, returns, weights);
        if (status == AllocationStatus.Unbounded) MinimumVariance(covariance, weights);
        return status;
    }

    /// <summary>argmax μᵀw − γ wᵀΣw − α‖w‖², unconstrained: (2(γΣ + αI))⁻¹μ.</summary>
    /// <param name="weights">(names) receives; zero where γΣ + αI is not positive definite.</param>
    /// <returns>Optimal, or Indefinite.</returns>
    public static AllocationStatus Unconstrained(ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, double riskAversion, double ridge, Span<double> weights)
    {
        weights.Clear();
        if (!TryFactor(covariance, riskAversion, ridge, weights.Length, out var factor)) return AllocationStatus.Indefinite;
        factor.Solve(returns, weights);
        return AllocationStatus.Optimal;
    }

    /// <summary>The same under Σw = net.</summary>
    /// <param name="weights">(names) receives; equal weights where γΣ + αI is not positive definite.</param>
    /// <returns>Optimal, or Indefinite.</returns>
    public static AllocationStatus WithNet(
        ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, double riskAversion, double ridge, double net, Span<double> weights)
    {
        var n = weights.Length;
        weights.Fill(net / n);
        if (!TryFactor(covariance, riskAversion, ridge, n, out var factor)) return AllocationStatus.Indefinite;
        var ones = new double[n];
        Array.Fill(ones, 1.0);
        factor.Solve(ones, ones);
        factor.Solve(returns, weights);
        double free = 0, unit = 0;
        for (var i = 0; i < n; i++) (free, unit) = (free + weights[i], unit + ones[i]);
        for (var i = 0; i < n; i++) weights[i] += (net - free) / unit * ones[i];
        return AllocationStatus.Optimal;
    }

    internal static AllocationStatus Proportional(ReadOnlySpan<double> covariance, ReadOnlySpan<double> target, Span<double> weights)
    {
        var n = weights.Length;
        var factor = new SymmetricFactor(n);
        if (covariance.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {covariance.Length}", nameof(covariance));
        weights.Fill(1.0 / n);
        if (!factor.Factor(covariance)) return AllocationStatus.Indefinite;
        var solved = new double[n];
        factor.Solve(target, solved);
        double sum = 0, size = 0;
        foreach (var value in solved) (sum, size) = (sum + value, size + Math.Abs(value));
        if (!(sum > 1e-12 * size)) return double.IsNaN(sum) ? AllocationStatus.InvalidInput : AllocationStatus.Unbounded;
        for (var i = 0; i < n; i++) weights[i] = solved[i] / sum;
        return AllocationStatus.Optimal;
    }

    private static bool TryFactor(ReadOnlySpan<double> covariance, double riskAversion, double ridge, int n, out SymmetricFactor factor)
    {
        if (covariance.Length != n * n) throw new ArgumentException($"expected {n} × {n} values, found {covariance.Length}", nameof(covariance));
        var matrix = new double[n * n];
        for (var i = 0; i < matrix.Length; i++) matrix[i] = 2 * riskAversion * covariance[i];
        var diagonal = new double[n];
        Array.Fill(diagonal, 2 * ridge);
        factor = new SymmetricFactor(n);
        return factor.Factor(matrix, diagonal);
    }
}
