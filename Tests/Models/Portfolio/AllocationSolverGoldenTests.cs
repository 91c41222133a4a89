using System.Text.Json;
using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio;

/// <summary>Weights, objectives and multipliers of reference solutions.</summary>
public class AllocationSolverGoldenTests
{
    [Theory]
    [InlineData("qp_a_capped_markowitz.json")]
    [InlineData("qp_b_long_short.json")]
    [InlineData("qp_c_min_variance_groups.json")]
    [InlineData("qp_d_volatility_cap.json")]
    public void Solve_GoldenProblems_GivesTheReferenceWeights(string file)
    {
        foreach (var golden in GoldenAllocation.All(file))
        {
            var (problems, results) = Solve(golden);

            Assert.True(results.Statuses[0] == AllocationStatus.Optimal, $"{golden.Id}: {results.Statuses[0]}, residual {results.Residuals[0]}");
            AssertClose(golden.Id, golden.Weights, results.Weights, 1e-7);
            AssertObjective(golden, problems, results);
            AssertMultipliers(golden, results);
        }
    }

    [Fact]
    public void Solve_DegenerateProblems_GivesTheReferenceObjective()
    {
        foreach (var golden in GoldenAllocation.All("qp_g_infeasible_degenerate.json").Where(g => g.Family == "degenerate"))
        {
            var (problems, results) = Solve(golden);
            if (golden.Status == "optimal_or_infeasible")
            {
                Assert.Contains(results.Statuses[0], new[] { AllocationStatus.Optimal, AllocationStatus.Inaccurate, AllocationStatus.Infeasible });
                AssertClose(golden.Id, golden.Weights, results.Weights, golden.Solution.GetProperty("tolerance").GetDouble());
                continue;
            }
            Assert.True(results.Statuses[0] == AllocationStatus.Optimal, $"{golden.Id}: {results.Statuses[0]}, residual {results.Residuals[0]}");
            Assert.Empty(results.Violations(0));
            AssertObjective(golden, problems, results);
            if (golden.Solution.GetProperty("unique").GetBoolean()) AssertClose(golden.Id, golden.Weights, results.Weights, 1e-7);
        }
    }

    [Fact]
    public void Solve_InfeasibleProblems_SaysSoAndNamesConstraints()
    {
        foreach (var golden in GoldenAllocation.All("qp_g_infeasible_degenerate.json").Where(g => g.Family == "infeasible"))
        {
            var (_, results) = Solve(golden);

            Assert.True(results.Statuses[0] == AllocationStatus.Infeasible, $"{golden.Id}: {results.Statuses[0]}");
            Assert.All(results.Weights, w => Assert.True(double.IsFinite(w)));
            Assert.NotEmpty(results.Binding(0));
            Assert.NotEmpty(results.Violations(0));
        }
    }

    [Fact]
    public void Solve_NoRiskAndNoBound_IsUnbounded()
    {
        var (_, results) = Solve(GoldenAllocation.Find("qp_g_infeasible_degenerate.json", "g_unbounded_mean"));

        Assert.Equal(AllocationStatus.Unbounded, results.Statuses[0]);
        Assert.Equal(0, results.Weights.Sum(), 9);
    }

    private static (AllocationProblems, AllocationResults) Solve(GoldenAllocation golden)
    {
        var problems = golden.Problems();
        var results = new AllocationResults(problems);
        new AllocationSolver(problems.Limits).Solve(problems, results);
        return (problems, results);
    }

    private static void AssertObjective(GoldenAllocation golden, AllocationProblems problems, AllocationResults results)
    {
        var expected = golden.Solution.GetProperty("objective").GetDouble();
        var actual = results.Objectives[0];
        if (golden.Family == "min_variance_groups")
        {
            actual = -actual;
            if (golden.Has("benchmark"))
            {
                var benchmark = golden.Vector("benchmark");
                for (var i = 0; i < golden.N; i++) actual += 0.5 * benchmark[i] * problems.Returns[i];
            }
        }
        Assert.True(Math.Abs(expected - actual) <= 1e-9, $"{golden.Id}: objective {actual:R}, expected {expected:R}");
    }

    private static void AssertMultipliers(GoldenAllocation golden, AllocationResults results)
    {
        var solution = golden.Solution;
        if (solution.TryGetProperty("multipliers_unique", out var unique) && !unique.GetBoolean()) return;
        if (solution.GetProperty("strict_margin").GetDouble() < 1e-4) return;
        var multipliers = solution.GetProperty("multipliers");
        double[] Of(string name) => multipliers.TryGetProperty(name, out var list) ? GoldenAllocation.Numbers(list) : [];
        double One(string name) => multipliers.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
        var groups = Of("glo").Length;
        if (golden.Family == "min_variance_groups" && groups > 0) return; // the groups cover everything: their multipliers are not unique
        var volatility = golden.Has("vol_cap") ? 2 * One("vol") * golden.Number("vol_cap") : 0;
        double[] rows = [Of("nu")[0], .. Of("gup").Zip(Of("glo"), (up, low) => up - low), One("gross"), One("turn"), volatility];
        AssertClose(golden.Id + " row multipliers", rows, results.RowMultipliers, 1e-7);
    }

    private static void AssertClose(string what, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: {actual[i]:R}, expected {expected[i]:R}");
    }
}
