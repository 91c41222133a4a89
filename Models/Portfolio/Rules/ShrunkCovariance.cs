namespace LeanDeep.Models.Portfolio;

/// <summary>δS + (1 − δ) diag(S), S the sample covariance: positive definite however short the window, where δ &lt; 1 and no name stands still.</summary>
public static class ShrunkCovariance
{
    /// <summary>Estimates.</summary>
    /// <param name="returns">(sessions, names) row-major.</param>
    /// <param name="coefficient">δ, within [0, 1]; 1 is no shrinkage.</param>
    /// <param name="covariance">(names, names) receives; per session, divisor sessions − 1.</param>
    /// <exception cref="ArgumentException">Fewer than 2 sessions, lengths that do not fit, or δ out of its range.</exception>
    public static void Estimate(ReadOnlySpan<double> returns, double coefficient, Span<double> covariance)
    {
        var names = (int)Math.Sqrt(covariance.Length);
        if (names * names != covariance.Length || returns.Length % names != 0 || returns.Length < 2 * names)
            throw new ArgumentException($"expected at least 2 sessions of {names} names and {names} × {names} values, found {returns.Length} returns and {covariance.Length} values", nameof(returns));
        if (!(coefficient is >= 0 and <= 1)) throw new ArgumentException($"expected within [0, 1], found {coefficient}", nameof(coefficient));
        var sessions = returns.Length / names;
        var means = new double[names];
        for (var t = 0; t < sessions; t++)
            for (var i = 0; i < names; i++) means[i] += returns[t * names + i] / sessions;
        covariance.Clear();
        for (var t = 0; t < sessions; t++)
            for (var i = 0; i < names; i++)
            {
                var scaled = (returns[t * names + i] - means[i]) / (sessions - 1);
                for (var j = 0; j <= i; j++) covariance[i * names + j] += scaled * (returns[t * names + j] - means[j]);
            }
        for (var i = 0; i < names; i++)
            for (var j = 0; j < i; j++) covariance[j * names + i] = covariance[i * names + j] *= coefficient;
    }
}
