using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb;

/// <summary>Parameters without a solution, and limits.</summary>
public class ParameterTests
{
    [Fact]
    public void Merton_InfiniteUtility_SaysSo() =>
        Says("no solution: expected A = [ρ − (1−γ)(r + Λ/2γ)]/γ > 0, found -", () => new Merton(Cases.Market, 0.5, 0.001));

    [Fact]
    public void MertonRecursive_NegativeConsumption_SaysSo() =>
        Says("no solution: expected c/w", () => new MertonRecursive(Cases.Market, new(5, 3, 0.001)));

    [Fact]
    public void KimOmberg_Nirvana_SaysSo() =>
        Says("no solution: expected β² − 4αχ > 0, found -", () => new KimOmberg(new(0.02, 0.18, 0.4, 0.05, 0.4, -0.3), 0.2, 10));

    [Fact]
    public void Heston_Nirvana_SaysSo() =>
        Says("no solution: expected β² − 4αχ > 0, found -", () => new Heston(0.02, 8, 0.5, 0.04, 0.4, 0.7, 0.3, 5));

    [Fact]
    public void StateVariable_LowerNotBelowUpper_SaysSo() =>
        Says("domain of X: expected lower < upper, both finite, found 1 and 1", () => new StateVariable("X", 1, 1, BoundaryKind.Open, BoundaryKind.Open));

    [Fact]
    public void Martin_InfinitePrices_SaysSo() =>
        Says("no solution: expected finite prices", () => new Martin(new((0.2, 0.2), (0.1, 0.1), 0), 0.5, 0.01));

    [Fact]
    public void Wachter_IncompleteMarket_SaysSo() => Says("correlation: expected 1 or -1, found -0.8", () => new Wachter(Cases.Process(), 5, 0.05, 10));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RiskAversion_NotPositive_SaysSo(double gamma) =>
        Says("riskAversion: expected a positive number, found", () => new KimOmberg(Cases.Process(), gamma, 10));

    [Fact]
    public void RiskAversion_One_IsLogUtility()
    {
        var problem = new KimOmberg(Cases.Process(), 1, 10);
        Assert.Equal(default, problem.Exact(10));
        Assert.Equal(0.4 / 0.18, problem.Weight(0.4, 0), 14);
        Assert.Equal(0.05, new Merton(Cases.Market, 1, 0.05).ConsumptionRatio, 14);
        Assert.Equal(0, new MertonRecursive(Cases.Market, new(1, 1, 0.05)).LogValue);
        Says("riskAversion: expected other than 1", () => new MertonRecursive(Cases.Market, new(1, 0.5, 0.05)));
    }

    [Fact]
    public void RiskAversion_CloseToOne_IsContinuous()
    {
        var close = new KimOmberg(Cases.Process(), 1 + 1e-8, 10).Exact(10);
        Assert.InRange(Math.Abs(close.C) + Math.Abs(close.B) + Math.Abs(close.A), 0, 1e-6);
    }

    [Fact]
    public void OpportunitySet_CovarianceNotPositiveDefinite_SaysSo() =>
        Says("covariance: expected a positive definite matrix", () => new OpportunitySet(0.03, [0.08, 0.07], new[,] { { 0.04, 0.05 }, { 0.05, 0.04 } }));

    [Fact]
    public void OpportunitySet_TwoAssets_SolvesForTheWeights()
    {
        var market = new OpportunitySet(0.03, [0.08, 0.07], new[,] { { 0.04, 0.01 }, { 0.01, 0.0225 } });
        var weights = market.Weights(2);
        Assert.Equal(0.05, 2 * (0.04 * weights[0] + 0.01 * weights[1]), 14);
        Assert.Equal(0.04, 2 * (0.01 * weights[0] + 0.0225 * weights[1]), 14);
        Assert.Equal(2 * (0.05 * weights[0] + 0.04 * weights[1]), market.SquaredSharpe, 14);
    }

    public static TheoryData<string, HjbProblem> NotSolvable => new()
    {
        { "RiskAversion: expected other than 1", new DiTella { RiskAversion = 1 } },
        { "Substitution: expected other than 1", new DiTella { Substitution = 1 } },
        { "Substitution: expected other than 1", new DrechslerSavovSchnabl { Substitution = 1 } },
        { "no solution: expected experts more productive", new BrunnermeierSannikovLog { HouseholdProductivity = 0.2 } },
        { "no solution: expected experts more productive", new BrunnermeierSannikov2016 { HouseholdProductivity = 0.2 } },
        { "no solution: expected experts more productive", new CapitalMisallocation { HouseholdProductivity = 0.2 } },
        { "DebtShare: expected 0 to 1, found 1.2", new HeKrishnamurthy { DebtShare = 1.2 } },
        { "RiskAversion: expected a positive number, found -1", new BrunnermeierSannikov2016 { RiskAversion = -1 } },
    };

    [Theory]
    [MemberData(nameof(NotSolvable))]
    public void Solve_OfParametersWithoutASolution_SaysSo(string message, HjbProblem problem)
    {
        var nodes = problem.States.Select(_ => 11).ToArray();
        Says(message, () => FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, nodes)));
        Says(message, () => new NeuralTraining(problem, new(), seed: 1));
    }

    [Fact]
    public void Recursive_RiskAversionOne_Solves()
    {
        var problem = new BrunnermeierSannikov2016 { RiskAversion = 1 };
        Assert.True(FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 101), new() { Differencing = Differencing.Upwind }).Converged);
    }

    private static void Says(string message, Func<object> make)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(make);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }
}
