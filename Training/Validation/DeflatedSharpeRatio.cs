namespace LeanDeep.Training.Validation;

/// <summary>The best Sharpe ratio of many trials, judged against the best that trials without skill would show.</summary>
/// <param name="Best">The chosen trial.</param>
/// <param name="Trials">N, trials taken as independent.</param>
/// <param name="TrialVariance">Of the trials' ratios, per period (sample, n − 1).</param>
/// <param name="Benchmark">SR₀, per period: <see cref="SharpeRatio.ExpectedMaximum"/>.</param>
/// <param name="Probability">DSR: that the true ratio of the best trial exceeds SR₀.</param>
/// <remarks>Source: Bailey and López de Prado (2014), "The Deflated Sharpe Ratio".</remarks>
public sealed record DeflatedSharpeRatio(SharpeRatio Best, int Trials, double TrialVariance, double Benchmark, double Probability)
{
    /// <param name="best">The chosen trial.</param>
    /// <param name="trialRatios">Ratios per period of all trials, the chosen one included; at least 2.</param>
    /// <param name="independentTrials">N where the trials are correlated, from <see cref="IndependentTrials"/>; null takes each trial as independent, the strictest.</param>
    public static DeflatedSharpeRatio Of(SharpeRatio best, ReadOnlySpan<double> trialRatios, int? independentTrials = null)
    {
        ArgumentNullException.ThrowIfNull(best);
        if (trialRatios.Length < 2)
            throw new ArgumentException($"expected at least 2 trials, found {trialRatios.Length}", nameof(trialRatios));
        var mean = NeweyWest.Mean(trialRatios);
        var squares = 0.0;
        foreach (var ratio in trialRatios)
            squares += (ratio - mean) * (ratio - mean);
        return Of(best, independentTrials ?? trialRatios.Length, squares / (trialRatios.Length - 1));
    }

    /// <param name="best">The chosen trial.</param>
    /// <param name="trials">N, at least 2.</param>
    /// <param name="trialVariance">Of the ratios per period.</param>
    public static DeflatedSharpeRatio Of(SharpeRatio best, int trials, double trialVariance)
    {
        ArgumentNullException.ThrowIfNull(best);
        var benchmark = SharpeRatio.ExpectedMaximum(trials, trialVariance);
        return new DeflatedSharpeRatio(best, trials, trialVariance, benchmark, best.Probability(benchmark));
    }

    /// <summary>How many independent trials correlated ones are worth: ρ + (1 − ρ) M, rounded up, at least 2.</summary>
    /// <param name="trials">M, at least 2.</param>
    /// <param name="averageCorrelation">ρ, the mean correlation of two trials' returns; below 0 it counts as 0.</param>
    /// <remarks>Source: Bailey and López de Prado (2014), appendix 3.</remarks>
    public static int IndependentTrials(int trials, double averageCorrelation)
    {
        if (trials < 2)
            throw new ArgumentException($"expected at least 2, found {trials}", nameof(trials));
        if (!(averageCorrelation <= 1))
            throw new ArgumentException($"expected at most 1, found {averageCorrelation}", nameof(averageCorrelation));
        var correlation = Math.Max(0, averageCorrelation);
        return Math.Max(2, (int)Math.Ceiling(correlation + (1 - correlation) * trials));
    }

    /// <summary>Mean correlation of all pairs of trials.</summary>
    /// <param name="returns">(trials)(periods) of equal length; a constant trial correlates with none.</param>
    public static double AverageCorrelation(IReadOnlyList<double[]> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count < 2)
            throw new ArgumentException($"expected at least 2 trials, found {returns.Count}", nameof(returns));
        // Σ_{i≠j} ρ_ij = |Σ z_i|² − Σ |z_i|² with z_i standardised to length 1.
        var sum = new double[returns[0].Length];
        var own = 0;
        foreach (var series in returns)
        {
            if (series.Length != sum.Length)
                throw new ArgumentException($"expected {sum.Length} periods, found {series.Length}", nameof(returns));
            var mean = NeweyWest.Mean(series);
            var squares = 0.0;
            foreach (var value in series)
                squares += (value - mean) * (value - mean);
            if (!(squares > 0))
                continue;
            own++;
            var scale = 1 / Math.Sqrt(squares);
            for (var t = 0; t < sum.Length; t++)
                sum[t] += (series[t] - mean) * scale;
        }
        var total = 0.0;
        foreach (var value in sum)
            total += value * value;
        return (total - own) / ((double)returns.Count * (returns.Count - 1));
    }
}
