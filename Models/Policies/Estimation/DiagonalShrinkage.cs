namespace LeanDeep.Models.Policies.Estimation;

/// <summary>How much of a sample covariance to keep when it is shrunk to its diagonal, by the least expected squared error.</summary>
/// <remarks>Source: Schäfer and Strimmer (2005), Statistical Applications in Genetics and Molecular Biology 4, target D, after Ledoit and Wolf (2003, 2004).</remarks>
public static class DiagonalShrinkage
{
    /// <summary>δ = 1 − Σ Var(sᵢⱼ)/Σ sᵢⱼ² over i ≠ j, within [0, 1]: the coefficient of <see cref="Portfolio.ShrunkCovariance"/>.</summary>
    /// <param name="returns">(sessions, names) row-major.</param>
    /// <param name="names">Names, 1 or more.</param>
    /// <returns>1 for a single name.</returns>
    /// <exception cref="ArgumentException">Fewer than 3 sessions, or a length that does not fit.</exception>
    public static double Coefficient(ReadOnlySpan<double> returns, int names)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(names, 1);
        if (returns.Length % names != 0 || returns.Length < 3 * names)
            throw new ArgumentException($"expected at least 3 sessions of {names} names, found {returns.Length} values", nameof(returns));
        var sessions = returns.Length / names;
        Span<double> means = names <= 256 ? stackalloc double[names] : new double[names];
        means.Clear();
        for (var i = 0; i < returns.Length; i++) means[i % names] += returns[i] / sessions;
        var (variances, squares) = (0.0, 0.0);
        for (var i = 0; i < names; i++)
            for (var j = 0; j < i; j++)
            {
                var (sum, square) = (0.0, 0.0);
                for (var t = 0; t < sessions; t++)
                {
                    var product = (returns[t * names + i] - means[i]) * (returns[t * names + j] - means[j]);
                    sum += product;
                    square += product * product;
                }
                variances += (square - sum * sum / sessions) * sessions / Math.Pow(sessions - 1, 3);
                squares += sum / (sessions - 1) * (sum / (sessions - 1));
            }
        return squares == 0 ? 1 : Math.Clamp(1 - variances / squares, 0, 1);
    }
}
