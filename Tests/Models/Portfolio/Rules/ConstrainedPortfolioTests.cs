using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

public class ConstrainedPortfolioTests
{
    [Fact]
    public void MaximumSharpe_WithoutInequalities_IsTheTangencyPortfolio()
    {
        var problems = RandomAllocation.Problems(21, 10);
        var limits = new AllocationLimits(problems.Limits.Names)
        {
            Lower = [.. Enumerable.Repeat(double.NegativeInfinity, 10)],
            Upper = [.. Enumerable.Repeat(double.PositiveInfinity, 10)],
        };
        double[] returns = [.. problems.Returns.Select(Math.Abs)];
        var portfolio = new ConstrainedPortfolio(limits);
        var tangency = new double[10];
        Assert.Equal(AllocationStatus.Optimal, Markowitz.Tangency([.. returns.Select(r => r - 0.01)], problems.Covariances, tangency));
        Assert.Equal(AllocationStatus.Optimal, portfolio.MaximumSharpe(returns, problems.Covariances, 0.01));
        SimplexMapTests.AssertClose("tangency", tangency, portfolio.Weights.ToArray(), 1e-8);
    }

    [Fact]
    public void MaximumSharpe_UnderLimits_BeatsTheWholeFrontier() => Seeds.ForAll(10, 3, seed =>
    {
        var problems = RandomAllocation.Problems(seed, 12, costs: false);
        var portfolio = new ConstrainedPortfolio(Limits(problems));
        var status = portfolio.MaximumSharpe(problems.Returns, problems.Covariances, -0.05, problems.Held);
        Assert.Equal(AllocationStatus.Optimal, status);
        Assert.Empty(portfolio.Result.Violations(0));
        Assert.InRange(portfolio.Solves, 1, 40);
        var best = Sharpe(problems, portfolio.Weights, -0.05);
        foreach (var gamma in (double[])[0, 0.01, 0.1, 0.5, 1, 2, 4, 8, 16, 100])
        {
            portfolio.MeanVariance(problems.Returns, problems.Covariances, gamma, 0, problems.Held);
            Assert.True(Sharpe(problems, portfolio.Weights, -0.05) <= best + 1e-12);
        }
    });

    [Fact]
    public void MaximumSharpe_NoExcessReturn_IsTheLeastVariance()
    {
        var limits = new AllocationLimits(["A", "B"]);
        var portfolio = new ConstrainedPortfolio(limits);
        Assert.Equal(AllocationStatus.Unbounded, portfolio.MaximumSharpe([-0.1, -0.2], [0.04, 0, 0, 0.01]));
        SimplexMapTests.AssertClose("weights", [0.2, 0.8], portfolio.Weights.ToArray(), 1e-12);
    }

    [Fact]
    public void MinimumVarianceAndVolatilityCapped_MeetTheirLimits()
    {
        var problems = RandomAllocation.Problems(4, 15, costs: false);
        var portfolio = new ConstrainedPortfolio(Limits(problems));
        Assert.Equal(AllocationStatus.Optimal, portfolio.MinimumVariance(problems.Covariances, problems.Held));
        var least = Volatility(problems, portfolio.Weights);
        Assert.Equal(AllocationStatus.Optimal, portfolio.VolatilityCapped(problems.Returns, problems.Covariances, 1.1 * least, problems.Held));
        Assert.InRange(Volatility(problems, portfolio.Weights), least, 1.1 * least + 1e-10);
        Assert.Equal(AllocationStatus.Infeasible, portfolio.VolatilityCapped(problems.Returns, problems.Covariances, 0.9 * least, problems.Held));
        Assert.Equal(least, Volatility(problems, portfolio.Weights), 1e-8);
        Assert.Equal("volatility", portfolio.Result.Binding(0).MaxBy(price => price.Constraint.Kind == ConstraintKind.Volatility).Constraint.Name);
    }

    private static AllocationLimits Limits(AllocationProblems problems) => new(problems.Limits.Names)
    {
        Lower = problems.Lower,
        Upper = problems.Upper,
        GroupNames = problems.Limits.GroupNames,
        GroupMatrix = problems.Limits.GroupMatrix,
        GroupLower = problems.GroupLower,
        GroupUpper = problems.GroupUpper,
        Gross = problems.Gross[0],
        Turnover = problems.Turnover[0],
    };

    private static double Sharpe(AllocationProblems problems, ReadOnlySpan<double> weights, double riskFree)
    {
        var mean = 0.0;
        for (var i = 0; i < weights.Length; i++) mean += weights[i] * (problems.Returns[i] - riskFree);
        return mean / Volatility(problems, weights);
    }

    private static double Volatility(AllocationProblems problems, ReadOnlySpan<double> weights)
    {
        var variance = 0.0;
        for (var i = 0; i < weights.Length; i++) for (var j = 0; j < weights.Length; j++) variance += weights[i] * problems.Covariances[i * weights.Length + j] * weights[j];
        return Math.Sqrt(variance);
    }
}
