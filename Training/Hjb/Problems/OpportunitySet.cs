using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>A riskless rate and assets with constant expected returns and covariance.</summary>
public sealed class OpportunitySet
{
    private readonly double[] _growthWeights;

    /// <param name="rate">Riskless, a year.</param>
    /// <param name="expectedReturns">(assets) a year.</param>
    /// <param name="covariance">(assets × assets) a year, positive definite.</param>
    /// <exception cref="ArgumentException">Shapes differ, or the covariance is not symmetric and positive definite.</exception>
    public OpportunitySet(double rate, double[] expectedReturns, double[,] covariance)
    {
        ArgumentNullException.ThrowIfNull(expectedReturns);
        ArgumentNullException.ThrowIfNull(covariance);
        Require.Finite(rate);
        var n = expectedReturns.Length;
        if (n == 0 || covariance.GetLength(0) != n || covariance.GetLength(1) != n)
            throw new ArgumentException($"covariance: expected {n} × {n}, at least one asset, found {covariance.GetLength(0)} × {covariance.GetLength(1)}", nameof(covariance));
        var matrix = Matrix<double>.Build.DenseOfArray(covariance);
        if (!matrix.IsSymmetric()) throw new ArgumentException("covariance: expected a symmetric matrix", nameof(covariance));
        var excess = Vector<double>.Build.DenseOfArray(expectedReturns) - rate;
        if (!excess.All(double.IsFinite)) throw new ArgumentException("expected returns: expected finite numbers", nameof(expectedReturns));
        try
        {
            var weights = matrix.Cholesky().Solve(excess);
            (Rate, _growthWeights, SquaredSharpe) = (rate, weights.ToArray(), excess * weights);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException("covariance: expected a positive definite matrix", nameof(covariance), failure);
        }
    }

    /// <summary>One risky asset.</summary>
    public OpportunitySet(double rate, double expectedReturn, double volatility) : this(rate, [expectedReturn], new[,] { { volatility * volatility } }) { }

    public double Rate { get; }

    /// <summary>(μ−r)'Σ⁻¹(μ−r), a year.</summary>
    public double SquaredSharpe { get; }

    public int Assets => _growthWeights.Length;

    /// <summary>Weights Σ⁻¹(μ−r)/γ, fractions of wealth.</summary>
    public double[] Weights(double riskAversion) => [.. _growthWeights.Select(weight => weight / riskAversion)];

    /// <summary>r + (μ−r)'Σ⁻¹(μ−r)/(2γ): the growth of the certainty equivalent without consumption.</summary>
    public double CertaintyGrowth(double riskAversion) => Rate + SquaredSharpe / (2 * riskAversion);
}
