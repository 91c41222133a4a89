using LeanDeep.Models.Portfolio;

namespace LeanDeep.Cli.Allocation;

/// <summary>What a whole limit costs: the problem is solved once more without it.</summary>
/// <param name="file">The problem.</param>
/// <param name="objective">What is sought.</param>
/// <param name="solve">Seeks it.</param>
internal sealed class LimitCosts(AllocationProblemFile file, AllocationObjective objective, Func<ConstrainedPortfolio, AllocationStatus> solve)
{
    private readonly AllocationLimits _limits = file.Constraints.For(file.Names, file.Sectors);

    /// <returns>What the objective gains without the limit: of μᵀw less charges, of volatility or of Sharpe ratio; null where it has no greatest value then, or none was found.</returns>
    public double? Of(Constraint constraint, ConstrainedPortfolio portfolio)
    {
        var without = new ConstrainedPortfolio(_limits.Without(constraint));
        return solve(without) != AllocationStatus.Optimal ? null : objective switch
        {
            AllocationObjective.MinimumVariance => Volatility(portfolio) - Volatility(without),
            AllocationObjective.MaximumSharpe => Mean(without) / Volatility(without) - Mean(portfolio) / Volatility(portfolio),
            _ => without.Result.Objectives[0] - portfolio.Result.Objectives[0],
        };
    }

    /// <returns>μᵀw.</returns>
    public double Mean(ConstrainedPortfolio portfolio)
    {
        var mean = 0.0;
        for (var i = 0; i < file.Names.Count; i++) mean += file.Returns[i] * portfolio.Weights[i];
        return mean;
    }

    /// <returns>√(wᵀΣw).</returns>
    public double Volatility(ConstrainedPortfolio portfolio)
    {
        var weights = portfolio.Weights;
        var variance = 0.0;
        for (var i = 0; i < weights.Length; i++)
            for (var j = 0; j < weights.Length; j++) variance += weights[i] * file.Covariance[i * weights.Length + j] * weights[j];
        return Math.Sqrt(Math.Max(variance, 0));
    }
}
