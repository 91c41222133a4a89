namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>The best ratio of excess return to risk, weights between bounds and summing to one.</summary>
/// <remarks>Least variance at an excess return of one, scaled after: Cornuejols and Tütüncü (2006), Optimization Methods in Finance, section 8.2.
/// Equal weights where there is no such portfolio.</remarks>
public class MaximumSharpeRatioPortfolioOptimizer(double lower = -1, double upper = 1, double riskFreeRate = 0.0) : IPortfolioOptimizer
{
    private readonly double _lower = lower, _upper = upper, _riskFreeRate = riskFreeRate;

    public double[] Optimize(double[,] historicalReturns, double[] expectedReturns = null, double[,] covariance = null)
    {
        covariance ??= ReturnMoments.Covariance(historicalReturns);
        var excess = Array.ConvertAll(expectedReturns ?? ReturnMoments.Mean(historicalReturns), x => x - _riskFreeRate);
        var size = covariance.GetLength(0);
        double[] equal = [.. Enumerable.Repeat(1.0 / size, size)];
        if (!Array.Exists(excess, x => _lower >= 0 ? x > 0 : x != 0)) return equal;
        var program = new StrictlyConvexProgram(covariance);
        program.RequireEqual(excess, 1);
        for (var i = 0; i < size; i++)
        {
            // yᵢ ≤ upper · Σy and yᵢ ≥ lower · Σy: the bounds hold after scaling.
            program.RequireAtMost(Against(size, i, _upper), 0);
            program.RequireAtLeast(Against(size, i, _lower), 0);
        }
        var sum = program.TrySolve(out var weights) ? weights.Sum() : 0;
        return sum > 0 ? Array.ConvertAll(weights, x => x / sum) : equal;
    }

    private static double[] Against(int size, int asset, double bound)
    {
        double[] normal = [.. Enumerable.Repeat(-bound, size)];
        normal[asset] += 1;
        return normal;
    }
}
