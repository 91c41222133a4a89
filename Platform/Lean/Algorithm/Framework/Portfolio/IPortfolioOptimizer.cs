namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Chooses portfolio weights.</summary>
public interface IPortfolioOptimizer
{
    /// <param name="historicalReturns">(times, assets) returns.</param>
    /// <param name="expectedReturns">(assets); default: the mean of the returns.</param>
    /// <param name="covariance">(assets, assets); default: the sample covariance of the returns.</param>
    /// <returns>(assets) weights.</returns>
    double[] Optimize(double[,] historicalReturns, double[] expectedReturns = null, double[,] covariance = null);
}
