namespace LeanDeep.Training.Validation;

/// <summary>Standard error of the mean of an autocorrelated series.</summary>
/// <remarks>Bartlett weights: Var(mean) = (γ₀ + 2 Σ_{l=1..L} (1 − l/(L+1)) γ_l)/T with γ_l = Σ e_t e_{t−l}/T and no
/// small-sample factor. Source: Newey and West (1987).</remarks>
public static class NeweyWest
{
    /// <summary>Standard error of the mean; NaN for an empty series, 0 for a constant one.</summary>
    /// <param name="series">(T) values in the order of time.</param>
    /// <param name="lags">L; 0 ignores autocorrelation. Lags of T or more add nothing.</param>
    /// <exception cref="ArgumentException">Lags are negative.</exception>
    public static double StandardError(ReadOnlySpan<double> series, int lags)
    {
        if (lags < 0)
            throw new ArgumentException($"expected 0 or more, found {lags}", nameof(lags));
        var count = series.Length;
        if (count == 0)
            return double.NaN;
        var mean = Mean(series);
        var sum = Autocovariance(series, mean, 0);
        for (var l = 1; l <= lags && l < count; l++)
            sum += 2 * (1 - l / (lags + 1.0)) * Autocovariance(series, mean, l);
        // The Bartlett sum is not negative in exact arithmetic.
        return Math.Sqrt(Math.Max(sum, 0) / count);
    }

    /// <summary>The usual rule for L: ⌊4 (T/100)^(2/9)⌋, but no fewer than the horizon − 1 lags by which overlapping
    /// labels are correlated even without any predictability.</summary>
    /// <param name="count">T.</param>
    /// <param name="horizon">Sessions that a label spans, at least 1.</param>
    public static int Lags(int count, int horizon)
    {
        if (horizon < 1)
            throw new ArgumentException($"expected at least 1, found {horizon}", nameof(horizon));
        return Math.Max((int)Math.Floor(4 * Math.Pow(count / 100.0, 2.0 / 9)), horizon - 1);
    }

    internal static double Mean(ReadOnlySpan<double> series)
    {
        var sum = 0.0;
        foreach (var value in series)
            sum += value;
        return sum / series.Length;
    }

    private static double Autocovariance(ReadOnlySpan<double> series, double mean, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < series.Length; t++)
            sum += (series[t] - mean) * (series[t - lag] - mean);
        return sum / series.Length;
    }
}
