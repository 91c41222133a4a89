using MathNet.Numerics.Distributions;

namespace LeanDeep.Training.Validation;

/// <summary>Sharpe ratio of a return series, per period, with what its higher moments say about its error.</summary>
/// <param name="Observations">T.</param>
/// <param name="PerPeriod">Mean over standard deviation (n − 1); no interest is deducted.</param>
/// <param name="Skewness">γ₃ (population).</param>
/// <param name="Kurtosis">γ₄ (population), 3 for a normal series.</param>
public sealed record SharpeRatio(int Observations, double PerPeriod, double Skewness, double Kurtosis)
{
    /// <summary>Trading days in a year, for annual figures of daily series.</summary>
    public const double TradingDays = 252;

    /// <param name="returns">(T) simple returns per period, in excess of whatever they are compared with; at least 2.</param>
    /// <exception cref="ArgumentException">Fewer than two returns.</exception>
    public static SharpeRatio Of(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 2)
            throw new ArgumentException($"expected at least 2 returns, found {returns.Length}", nameof(returns));
        var mean = NeweyWest.Mean(returns);
        double m2 = 0, m3 = 0, m4 = 0;
        foreach (var value in returns)
        {
            var d = value - mean;
            m2 += d * d;
            m3 += d * d * d;
            m4 += d * d * d * d;
        }
        var count = returns.Length;
        var variance = m2 / count;
        return new SharpeRatio(
            count, mean / Math.Sqrt(m2 / (count - 1)), m3 / count / (variance * Math.Sqrt(variance)), m4 / count / (variance * variance));
    }

    /// <summary>Ratio times √periods.</summary>
    public double Annual(double periodsPerYear = TradingDays) => PerPeriod * Math.Sqrt(periodsPerYear);

    /// <summary>Asymptotic standard error of the ratio per period for independent returns that need not be normal.</summary>
    /// <remarks>√((1 − γ₃SR + (γ₄−1)SR²/4)/(T−1)). Source: Mertens (2002); with normal returns it is Lo's (2002).</remarks>
    public double StandardError => Math.Sqrt(Spread / (Observations - 1));

    /// <summary>Two-sided interval for the annual ratio.</summary>
    /// <param name="confidence">In (0, 1); 0.95 gives ±1.96 standard errors.</param>
    /// <param name="periodsPerYear">Periods in a year.</param>
    public (double Low, double High) AnnualInterval(double confidence = 0.95, double periodsPerYear = TradingDays)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentException($"expected within (0, 1), found {confidence}", nameof(confidence));
        var half = Normal.InvCDF(0, 1, 0.5 + 0.5 * confidence) * StandardError;
        var scale = Math.Sqrt(periodsPerYear);
        return ((PerPeriod - half) * scale, (PerPeriod + half) * scale);
    }

    /// <summary>Probability that the true ratio exceeds a benchmark (PSR).</summary>
    /// <param name="benchmark">Ratio per period.</param>
    /// <remarks>Source: Bailey and López de Prado (2012).</remarks>
    public double Probability(double benchmark) =>
        Normal.CDF(0, 1, (PerPeriod - benchmark) * Math.Sqrt(Observations - 1) / Math.Sqrt(Spread));

    /// <summary>Observations needed for <see cref="Probability"/> to reach the confidence, were the moments to stay as they are;
    /// infinite unless the ratio exceeds the benchmark.</summary>
    /// <param name="benchmark">Ratio per period.</param>
    /// <param name="confidence">In (0.5, 1).</param>
    public double MinimumTrackRecord(double benchmark, double confidence)
    {
        if (!(confidence > 0.5 && confidence < 1))
            throw new ArgumentException($"expected within (0.5, 1), found {confidence}", nameof(confidence));
        if (PerPeriod <= benchmark)
            return double.PositiveInfinity;
        var z = Normal.InvCDF(0, 1, confidence) / (PerPeriod - benchmark);
        return 1 + Spread * z * z;
    }

    /// <summary>The largest ratio to expect among trials without any skill: the benchmark of the deflated ratio.</summary>
    /// <param name="trials">N, at least 2, independent.</param>
    /// <param name="variance">Variance of the trials' ratios, per period.</param>
    /// <remarks>Source: Bailey and López de Prado (2014).</remarks>
    public static double ExpectedMaximum(int trials, double variance)
    {
        if (trials < 2)
            throw new ArgumentException($"expected at least 2, found {trials}", nameof(trials));
        if (!(variance >= 0))
            throw new ArgumentException($"expected 0 or more, found {variance}", nameof(variance));
        const double EulerGamma = 0.5772156649015329;
        return Math.Sqrt(variance) *
            ((1 - EulerGamma) * Normal.InvCDF(0, 1, 1 - 1.0 / trials) + EulerGamma * Normal.InvCDF(0, 1, 1 - 1 / (trials * Math.E)));
    }

    private double Spread => 1 - Skewness * PerPeriod + (Kurtosis - 1) * PerPeriod * PerPeriod / 4;
}
