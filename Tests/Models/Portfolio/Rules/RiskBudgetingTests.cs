using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

public class RiskBudgetingTests
{
    [Fact]
    public void Solve_GoldenBudgets_GivesTheReferenceWeightsAndJacobians()
    {
        foreach (var golden in GoldenAllocation.All("qp_e_risk_budget.json"))
        {
            var (n, covariance, budgets) = (golden.N, golden.Covariance(), golden.Vector("budgets"));
            var rule = new RiskBudgeting(n);
            var weights = new double[n];
            Assert.Equal(AllocationStatus.Optimal, rule.Solve(covariance, budgets, weights));
            SimplexMapTests.AssertClose(golden.Id, golden.Weights, weights, 1e-10);
            if (!golden.Root.TryGetProperty("jacobian", out var jacobian)) continue;
            var direction = jacobian.GetProperty("direction").EnumerateArray().SelectMany(GoldenAllocation.Numbers).ToArray();
            for (var i = 0; i < n; i++)
            {
                var (unit, byCovariance, byBudget) = (new double[n], new double[n * n], new double[n]);
                unit[i] = 1;
                rule.Backward(covariance, budgets, unit, byCovariance, byBudget);
                SimplexMapTests.AssertClose($"{golden.Id} dw{i}/db", GoldenAllocation.Numbers(jacobian.GetProperty("dw_dbudget")[i]), byBudget, 1e-6);
                var along = direction.Zip(byCovariance, (a, b) => a * b).Sum();
                Assert.Equal(jacobian.GetProperty("dw_dsigma_dir")[i].GetDouble(), along, 1e-6);
            }
        }
    }

    [Fact]
    public void Solve_InvalidBudgets_SaysSo()
    {
        foreach (var golden in GoldenAllocation.All("qp_g_infeasible_degenerate.json").Where(g => g.Family == "invalid_budget"))
        {
            var weights = new double[golden.N];
            Assert.Equal(AllocationStatus.InvalidInput, new RiskBudgeting(golden.N).Solve(golden.Covariance(), golden.Vector("budgets"), weights));
            Assert.All(weights, w => Assert.Equal(1.0 / golden.N, w));
        }
    }

    [Fact]
    public void Solve_EqualBudgets_SpreadsTheRisk()
    {
        double[] volatilities = [0.2, 0.3, 0.5];
        var covariance = new double[9];
        for (var i = 0; i < 3; i++) for (var j = 0; j < 3; j++) covariance[3 * i + j] = (i == j ? 1 : 0.3) * volatilities[i] * volatilities[j];
        var weights = new double[3];
        Assert.Equal(AllocationStatus.Optimal, new RiskBudgeting(3).Solve(covariance, [1, 1, 1], weights));
        // Equal correlations: inverse volatility.
        SimplexMapTests.AssertClose("weights", [15.0 / 31, 10.0 / 31, 6.0 / 31], weights, 1e-12);
    }

    [Fact]
    public void Solve_ExtremeBudgetsAndScales_StillConverges()
    {
        var covariance = RandomAllocation.Problems(3, 40).Covariances;
        for (var i = 0; i < covariance.Length; i++) covariance[i] *= 1e-6;
        double[] budgets = [.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, -8 * i / 39.0))];
        var weights = new double[40];
        var rule = new RiskBudgeting(40);
        Assert.Equal(AllocationStatus.Optimal, rule.Solve(covariance, budgets, weights));
        Assert.InRange(rule.Iterations, 1, 60);
        double[] risks = [.. Enumerable.Range(0, 40).Select(i => weights[i] * Enumerable.Range(0, 40).Sum(j => covariance[i * 40 + j] * weights[j]))];
        for (var i = 0; i < 40; i++) Assert.Equal(budgets[i] / budgets.Sum(), risks[i] / risks.Sum(), 1e-9);
        Assert.Equal(AllocationStatus.Indefinite, rule.Solve([.. covariance.Select(c => -c)], budgets, weights));
        Assert.Equal(AllocationStatus.InvalidInput, rule.Solve([double.NaN, .. covariance[1..]], budgets, weights));
        Assert.Throws<InvalidOperationException>(() => rule.Backward(covariance, budgets, weights, new double[1600], new double[40]));
    }
}
