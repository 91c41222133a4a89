using MathNet.Numerics.LinearAlgebra;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Weights Σ⁻¹μ, of any size.</summary>
public class UnconstrainedMeanVariancePortfolioOptimizer : IPortfolioOptimizer
{
    public double[] Optimize(double[,] historicalReturns, double[] expectedReturns = null, double[,] covariance = null)
    {
        var mean = Vector<double>.Build.DenseOfArray(expectedReturns ?? ReturnMoments.Mean(historicalReturns));
        return (mean * Matrix<double>.Build.DenseOfArray(covariance ?? ReturnMoments.Covariance(historicalReturns)).Inverse()).ToArray();
    }
}
