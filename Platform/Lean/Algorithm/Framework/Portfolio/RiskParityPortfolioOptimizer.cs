using MathNet.Numerics.LinearAlgebra;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Weights whose shares of the risk are in proportion to a budget: equal, unless expected returns give it.</summary>
/// <remarks>Newton's method on ½ xᵀΣx − bᵀ ln x. Source: Spinu (2013), An algorithm for computing risk parity weights.</remarks>
/// <param name="lower">Least weight after scaling; default 1e-5.</param>
/// <param name="upper">Largest weight after scaling; default none.</param>
public class RiskParityPortfolioOptimizer(double? lower = null, double? upper = null) : IPortfolioOptimizer
{
    private readonly double _lower = lower ?? 1e-05, _upper = upper ?? double.MaxValue;

    public double[] Optimize(double[,] historicalReturns, double[] expectedReturns = null, double[,] covariance = null)
    {
        covariance ??= ReturnMoments.Covariance(historicalReturns);
        var size = covariance.GetLength(0);
        var weights = RiskParityNewtonMethodOptimization(size, covariance, expectedReturns ?? [.. Enumerable.Repeat(1.0 / size, size)]);
        var sum = weights.Sum();
        return Array.ConvertAll(weights, x => Math.Clamp(x / sum, _lower, _upper));
    }

    /// <exception cref="ArgumentException">Below 1 or above 1000 variables.</exception>
    protected double[] RiskParityNewtonMethodOptimization(int numberOfVariables, double[,] covariance, double[] budget, double tolerance = 1e-11, int maximumIteration = 15000)
    {
        if (numberOfVariables is < 1 or > 1000) throw new ArgumentException($"expected 1 to 1000 variables, found {numberOfVariables}", nameof(numberOfVariables));
        if (numberOfVariables == 1) return [1];
        var risk = Matrix<double>.Build.DenseOfArray(covariance);
        var shares = Vector<double>.Build.DenseOfArray(budget);
        var x = Vector<double>.Build.Dense(numberOfVariables, 1.0 / numberOfVariables);
        var (value, last) = (double.MinValue, double.MaxValue);
        for (var step = 0; Math.Abs(value - last) > tolerance && step < maximumIteration; step++)
        {
            last = value;
            var hessian = risk + Matrix<double>.Build.DenseOfDiagonalVector(shares.PointwiseDivide(x.PointwiseMultiply(x)));
            x -= hessian.Inverse() * (risk * x - shares.PointwiseDivide(x));
            value = 0.5 * x.DotProduct(risk * x) - shares.DotProduct(x.PointwiseLog());
        }
        return x.ToArray();
    }
}
