namespace LeanDeep.Models.Policies.Estimation;

/// <summary>x(t+1) = c + φx(t) + v by least squares, of one series or of several that share φ.</summary>
/// <param name="Slope">φ as least squares has it.</param>
/// <param name="Observations">Pairs of one series, n.</param>
/// <param name="StandardError">Of φ.</param>
/// <param name="ResidualDeviation">Of v, over all series.</param>
/// <remarks>φ is biased down by about (1 + 3φ)/n, which makes a series look faster to revert than it is. Sources: Kendall (1954), Biometrika 41;
/// for series that share φ, the bias of each (Nickell, 1981).</remarks>
public readonly record struct Autoregression(double Slope, int Observations, double StandardError, double ResidualDeviation)
{
    /// <summary>Largest corrected φ: above, nothing reverts.</summary>
    private const double Persistent = 0.995;

    /// <summary>φ less its bias to order 1/n, at most 0.995.</summary>
    public double Corrected => Math.Min(Slope + (1 + 3 * Slope) / Observations, Math.Max(Slope, Persistent));

    /// <summary>κ = −ln φ/Δ a year; of a φ below 0.01 or above 0.995 that at the bound.</summary>
    /// <param name="slope">φ.</param>
    /// <param name="years">Δ between observations.</param>
    public static double Reversion(double slope, double years) => -Math.Log(Math.Clamp(slope, 0.01, Persistent)) / years;

    /// <summary>σ of the Ornstein–Uhlenbeck process whose changes over Δ leave a residual of this deviation: σ² = 2κ s²/(1 − e^(−2κΔ)).</summary>
    /// <param name="residual">s.</param>
    /// <param name="reversion">κ.</param>
    /// <param name="years">Δ.</param>
    public static double Deviation(double residual, double reversion, double years) =>
        residual * Math.Sqrt(2 * reversion / -double.ExpM1(-2 * reversion * years));

    /// <summary>Estimates.</summary>
    /// <param name="values">(times, series) row-major; each series has its own c.</param>
    /// <param name="series">Series, 1 or more.</param>
    /// <exception cref="ArgumentException">Fewer than 4 times, or series that stand still.</exception>
    public static Autoregression Estimate(ReadOnlySpan<double> values, int series = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        var pairs = values.Length / series - 1;
        if (values.Length % series != 0 || pairs < 3) throw new ArgumentException($"expected at least 4 times of {series} series, found {values.Length} values", nameof(values));
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < series; i++)
        {
            var (before, after) = (0.0, 0.0);
            for (var t = 0; t < pairs; t++)
            {
                before += values[t * series + i] / pairs;
                after += values[(t + 1) * series + i] / pairs;
            }
            for (var t = 0; t < pairs; t++)
            {
                var (x, y) = (values[t * series + i] - before, values[(t + 1) * series + i] - after);
                (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
            }
        }
        if (!(xx > 0)) throw new ArgumentException("expected series that move, found constants or NaN", nameof(values));
        var slope = xy / xx;
        var variance = Math.Max(yy - slope * xy, 0) / (series * (pairs - 1) - 1);
        return new(slope, pairs, Math.Sqrt(variance / xx), Math.Sqrt(variance));
    }
}
