namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Least variance at a wanted return, weights within bounds; then scaled to a gross exposure of one.</summary>
/// <remarks>Equal weights where there is no such portfolio.</remarks>
public class MinimumVariancePortfolioOptimizer(double lower = -1, double upper = 1, double targetReturn = 0.02) : IPortfolioOptimizer
{
    private readonly double _lower = lower, _upper = upper, _targetReturn = targetReturn;

    public double[] Optimize(double[,] historicalReturns, double[] expectedReturns = null, double[,] covariance = null)
    {
        covariance ??= ReturnMoments.Covariance(historicalReturns);
        expectedReturns ??= ReturnMoments.Mean(historicalReturns);
        var program = new StrictlyConvexProgram(covariance);
        program.RequireEqual(expectedReturns, _targetReturn);
        program.RequireEqual([.. Enumerable.Repeat(1.0, program.Size)], 1);
        for (var i = 0; i < program.Size; i++)
        {
            var weight = new double[program.Size];
            weight[i] = 1;
            program.RequireAtLeast(weight, _lower);
            program.RequireAtMost(weight, _upper);
        }
        var gross = program.TrySolve(out var weights) ? weights.Sum(Math.Abs) : 0;
        return gross > 0 && double.IsFinite(gross) ? Array.ConvertAll(weights, x => x / gross) : [.. Enumerable.Repeat(1.0 / program.Size, program.Size)];
    }
}
