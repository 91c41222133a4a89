namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Two trees whose dividends are geometric Brownian motions; s is the first one's share of all dividends.</summary>
/// <remarks>μᵢ are drifts of the level: dD/D = μdt + σdB.</remarks>
public sealed record TwoTrees
{
    /// <param name="growth">μ₁, μ₂ a year.</param>
    /// <param name="volatility">σ₁, σ₂.</param>
    /// <param name="correlation">Of the two.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the trees do not differ.</exception>
    public TwoTrees((double First, double Second) growth, (double First, double Second) volatility, double correlation)
    {
        Require.Finite(growth.First);
        Require.Finite(growth.Second);
        Require.Positive(volatility.First);
        Require.Positive(volatility.Second);
        Require.Correlation(correlation);
        (Growth, Volatility) = (growth, volatility);
        Covariance = correlation * volatility.First * volatility.Second;
        RatioVariance = volatility.First * volatility.First + volatility.Second * volatility.Second - 2 * Covariance;
        Require.Solvable(RatioVariance > 0, "trees that differ, Var ln(D₂/D₁) > 0", RatioVariance);
    }

    public (double First, double Second) Growth { get; }
    public (double First, double Second) Volatility { get; }
    public double Covariance { get; }

    /// <summary>Variance of ln(D₂/D₁) a year.</summary>
    public double RatioVariance { get; }

    /// <summary>Drift of s.</summary>
    public double ShareDrift(double s)
    {
        var (first, second) = (Volatility.First * Volatility.First, Volatility.Second * Volatility.Second);
        return s * (1 - s) * (Growth.First - Growth.Second - s * first + (1 - s) * second + (2 * s - 1) * Covariance);
    }

    /// <summary>Variance of s a year.</summary>
    public double ShareVariance(double s) => s * s * (1 - s) * (1 - s) * RatioVariance;

    /// <summary>Drift of all dividends.</summary>
    public double TotalGrowth(double s) => s * Growth.First + (1 - s) * Growth.Second;

    /// <summary>Variance of all dividends a year.</summary>
    public double TotalVariance(double s) =>
        s * s * Volatility.First * Volatility.First + (1 - s) * (1 - s) * Volatility.Second * Volatility.Second + 2 * s * (1 - s) * Covariance;

    /// <summary>Covariance of s and all dividends a year.</summary>
    public double ShareTotalCovariance(double s) =>
        s * (1 - s) * (s * Volatility.First * Volatility.First - (1 - s) * Volatility.Second * Volatility.Second + (1 - 2 * s) * Covariance);
}
