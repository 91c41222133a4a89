using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio;

/// <summary>Optimality of random problems, checked from the published multipliers alone, and what bad input comes to.</summary>
public class AllocationSolverTests
{
    [Fact]
    public void Solve_RandomProblems_MeetsTheKktConditions() => Seeds.ForAll(60, 17, seed =>
    {
        var n = 3 + seed % 41;
        var problems = RandomAllocation.Problems(seed, n, 2, longShort: seed % 3 != 0, volatility: seed % 4 == 1, groups: seed % 5, costs: seed % 2 == 0);
        if (seed % 7 == 2) Array.Clear(problems.RiskAversions);
        if (seed % 7 is 2 or 3) Array.Clear(problems.Ridges);
        if (seed % 6 == 1) (problems.NetLower[0], problems.NetUpper[0]) = (0.9, 1.1);
        var results = new AllocationResults(problems);
        new AllocationSolver(problems.Limits).Solve(problems, results);
        for (var s = 0; s < problems.Samples; s++)
        {
            Assert.True(results.Statuses[s] == AllocationStatus.Optimal, $"{results.Statuses[s]}, residual {results.Residuals[s]}");
            Assert.InRange(results.Residuals[s], 0, 1e-8);
            Assert.Empty(results.Violations(s, 1e-8));
            Assert.InRange(KktResidual(problems, results, s), 0, 1e-7);
        }
    });

    [Fact]
    public void Solve_ABatchWithBadSamples_LeavesTheOthersAsTheyWouldBeAlone()
    {
        const int N = 9;
        var problems = RandomAllocation.Problems(1, N, 12);
        var limits = problems.Limits;
        problems.Returns[1 * N + 2] = double.NaN;
        problems.Covariances[2 * N * N + 5] = double.PositiveInfinity;
        for (var i = 0; i < N; i++) problems.Covariances[3 * N * N + i * (N + 1)] -= 1;
        problems.RiskAversions[4] = -1;
        problems.Upper.AsSpan(5 * N, N).Fill(0.1);
        problems.Turnover[6] = double.NaN;
        problems.Held[7 * N] = double.NaN;
        problems.GroupLower[8 * limits.Groups] = 5;
        problems.Covariances[9 * N * N + 1] += 0.5;
        problems.Volatility[10] = 1e-4;
        AllocationStatus[] expected =
        [
            AllocationStatus.Optimal, AllocationStatus.InvalidInput, AllocationStatus.InvalidInput, AllocationStatus.Indefinite, AllocationStatus.InvalidInput, AllocationStatus.Infeasible,
            AllocationStatus.InvalidInput, AllocationStatus.InvalidInput, AllocationStatus.Infeasible, AllocationStatus.Indefinite, AllocationStatus.Infeasible, AllocationStatus.Optimal,
        ];
        var results = new AllocationResults(problems);
        new AllocationSolver(limits).Solve(problems, results);
        Assert.Equal(expected, results.Statuses);
        Assert.All(results.Weights, w => Assert.True(double.IsFinite(w)));
        foreach (var s in (int[])[1, 2, 3, 4, 9]) Assert.DoesNotContain(results.Violations(s), v => v.Constraint.Kind != ConstraintKind.Volatility);

        var clean = RandomAllocation.Problems(1, N, 12);
        var alone = new AllocationResults(clean);
        new AllocationSolver(limits, new AllocationOptions { Threads = 3 }).Solve(clean, alone);
        foreach (var s in (int[])[0, 11]) Assert.Equal(alone.Weights[(s * N)..((s + 1) * N)], results.Weights[(s * N)..((s + 1) * N)]);

        var gradients = new AllocationGradients(problems);
        double[] ones = [.. Enumerable.Range(0, 12 * N).Select(i => (double)(i % 5))];
        new AllocationSolver(limits).Backward(problems, results, ones, gradients);
        Assert.All(gradients.Returns, g => Assert.True(double.IsFinite(g)));
        Assert.All(gradients.Returns[N..(11 * N)], g => Assert.Equal(0, g));
        Assert.NotEqual(0, gradients.Returns[0]);
    }

    [Fact]
    public void Solve_ABatchOfContradictions_AnswersEach() => Seeds.ForAll(20, 29, seed =>
    {
        var problems = RandomAllocation.Problems(seed, 5, 6, groups: 1);
        Array.Fill(problems.Gross, 0.5);
        problems.Gross[3] = 1.4;
        var results = new AllocationResults(problems);
        new AllocationSolver(problems.Limits).Solve(problems, results);
        for (var s = 0; s < 6; s++)
        {
            Assert.Equal(s == 3 ? AllocationStatus.Optimal : AllocationStatus.Infeasible, results.Statuses[s]);
            if (s == 3) continue;
            Assert.All(results.Weights[(5 * s)..(5 * s + 5)], w => Assert.InRange(w, problems.Lower[5 * s] - 1e-9, problems.Upper[5 * s] + 1e-9));
            Assert.Equal(0.5, results.Residuals[s], 1e-6);
            Assert.Contains(results.Binding(s), price => price.Constraint.Kind == ConstraintKind.Gross);
            Assert.Contains(results.Binding(s), price => price.Constraint.Kind == ConstraintKind.Net);
        }
    });

    [Fact]
    public void Solve_NothingHoldsTheObjective_IsUnboundedWithFeasibleWeights()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var n = 3 + seed;
            var limits = new AllocationLimits([.. Enumerable.Range(0, n).Select(i => $"N{i}")])
            {
                Lower = [.. Enumerable.Range(0, n).Select(i => seed % 2 == 1 || i == n - 1 ? double.NegativeInfinity : -1)],
                Upper = [.. Enumerable.Repeat(double.PositiveInfinity, n)],
                Net = seed % 3 == 2 ? Interval.Everything : new Interval(0, 1),
            };
            var problems = new AllocationProblems(limits, 1);
            // Risk of one factor, if any: long one name against another carries none.
            double[] factor = [.. Enumerable.Range(0, n).Select(_ => seed % 2 == 1 ? random.NextDouble() : 0)];
            for (var i = 0; i < n; i++) for (var j = 0; j < n; j++) problems.Covariances[i * n + j] = factor[i] * factor[j];
            for (var i = 0; i < n; i++) problems.Returns[i] = 0.01 * (n - i) + 0.01 * random.NextDouble();
            problems.RiskAversions[0] = 1;
            var results = new AllocationResults(problems);
            new AllocationSolver(limits).Solve(problems, results);
            Assert.Equal(AllocationStatus.Unbounded, results.Statuses[0]);
            Assert.Empty(results.Violations(0));
            Assert.All(results.Weights, w => Assert.InRange(w, -1, 1));
        }
    }

    [Fact]
    public void Solve_HeldWeightsOutsideTheSet_AreLeftOrApproached()
    {
        var limits = new AllocationLimits(["A", "B", "C"]) { Upper = [0.5, 0.5, 0.5], Turnover = 0.4 };
        var problems = new AllocationProblems(limits, 2);
        double[] held = [0.6, 0.4, 0, 0.9, 0.1, 0];
        held.CopyTo(problems.Held, 0);
        Array.Fill(problems.RiskAversions, 1);
        for (var s = 0; s < 2; s++) for (var i = 0; i < 3; i++) problems.Covariances[9 * s + 4 * i] = 0.04;
        var results = new AllocationResults(problems);
        new AllocationSolver(limits).Solve(problems, results);
        Assert.Equal([AllocationStatus.Optimal, AllocationStatus.Infeasible], results.Statuses);
        Assert.Equal([0.4, 0.4, 0.2], results.Weights[..3].Select(w => Math.Round(w, 12)));
        Assert.Equal("turnover ≤ 0.4: 0.8, over by 0.4", Assert.Single(results.Violations(1)).ToString());
    }

    /// <summary>Whatever becomes of a sample: solved, at a volatility limit, infeasible, unbounded, indefinite or not a number.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SolveAndBackward_AfterSetUp_AllocateNothing(bool volatility)
    {
        const int N = 10, Samples = 200;
        var problems = RandomAllocation.Problems(2, N, Samples, volatility: volatility);
        for (var s = 0; s < Samples; s += 20)
        {
            problems.Turnover[s] = 1e-6;
            problems.Held[s * N] += 3;
            problems.Returns[(s + 1) * N] = double.NaN;
            problems.Covariances[(s + 2) * N * N] = -1;
            problems.Volatility[s + 3] = 1e-6;
            (problems.NetLower[s + 4], problems.NetUpper[s + 4], problems.Gross[s + 4]) = (double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity);
            (problems.RiskAversions[s + 4], problems.Ridges[s + 4], problems.Turnover[s + 4]) = (0, 0, double.PositiveInfinity);
            problems.Lower.AsSpan((s + 4) * N, N).Fill(double.NegativeInfinity);
            problems.Upper.AsSpan((s + 4) * N, N).Fill(double.PositiveInfinity);
        }
        var (results, gradients, losses) = (new AllocationResults(problems), new AllocationGradients(problems), new double[N * Samples]);
        var solver = new AllocationSolver(problems.Limits);
        solver.Solve(problems, results);
        solver.Backward(problems, results, losses, gradients);
        Assert.True(results.Statuses.Distinct().Count() >= 4, string.Join(", ", results.Statuses.Distinct()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        solver.Solve(problems, results);
        solver.Backward(problems, results, losses, gradients);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Solve_FewerObservationsThanNames_IsOptimalWithASingularCovariance()
    {
        const int N = 40, Rows = 10;
        var random = new Random(8);
        var data = Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, N).Select(_ => 0.02 * (random.NextDouble() - 0.5)).ToArray()).ToArray();
        var problems = new AllocationProblems(new AllocationLimits([.. Enumerable.Range(0, N).Select(i => $"N{i}")]) { Upper = [.. Enumerable.Repeat(0.2, N)] }, 1);
        for (var i = 0; i < N; i++)
            for (var j = 0; j < N; j++)
                problems.Covariances[i * N + j] = data.Sum(row => row[i] * row[j]) / Rows;
        problems.RiskAversions[0] = 1;
        var results = new AllocationResults(problems);
        new AllocationSolver(problems.Limits).Solve(problems, results);
        Assert.Equal(AllocationStatus.Optimal, results.Statuses[0]);
        Assert.InRange(KktResidual(problems, results, 0), 0, 1e-9);
    }

    [Fact]
    public void Solve_PermutedNames_PermutesTheWeights() => Seeds.ForAll(10, 23, seed =>
    {
        const int N = 14;
        var problems = RandomAllocation.Problems(seed, N, groups: 0);
        var permuted = RandomAllocation.Problems(seed, N, groups: 0);
        var order = Enumerable.Range(0, N).ToArray();
        new Random(seed).Shuffle(order);
        for (var i = 0; i < N; i++)
        {
            (permuted.Returns[i], permuted.Held[i]) = (problems.Returns[order[i]], problems.Held[order[i]]);
            for (var j = 0; j < N; j++) permuted.Covariances[i * N + j] = problems.Covariances[order[i] * N + order[j]];
        }
        var (results, others) = (new AllocationResults(problems), new AllocationResults(permuted));
        var solver = new AllocationSolver(problems.Limits);
        solver.Solve(problems, results);
        solver.Solve(permuted, others);
        for (var i = 0; i < N; i++) Assert.Equal(results.Weights[order[i]], others.Weights[i], 1e-9);
    });

    [Fact]
    public void Binding_NamesTheLimitsAndTheirPrices()
    {
        var set = new ConstraintSet { Box = new Interval(0, 0.5), Groups = [new GroupLimit("banks", Interval.AtMost(0.3)) { Sector = "Banks" }] };
        var portfolio = new ConstrainedPortfolio(set.For(["JPM", "BAC", "XOM", "AAPL"], ["Banks", "Banks", "Energy", "Technology"]));
        double[] covariance = [.. Enumerable.Range(0, 16).Select(i => i % 5 == 0 ? 0.04 : 0.01)];
        portfolio.MeanVariance([0.12, 0.11, 0.03, 0.04], covariance, 1, 0);
        var banks = portfolio.Result.Binding(0).Single(price => price.Constraint.Name == "banks");
        Assert.Equal("banks ≤ 0.3", banks.Constraint.ToString());

        // The price is the derivative of the objective.
        var before = portfolio.Result.Objectives[0];
        portfolio.Problem.GroupUpper[0] += 1e-5;
        portfolio.MeanVariance([0.12, 0.11, 0.03, 0.04], covariance, 1, 0);
        Assert.Equal(banks.Multiplier, (portfolio.Result.Objectives[0] - before) / 1e-5, 1e-5);
    }

    [Fact]
    public void Solve_OtherShapes_AreRefused()
    {
        var problems = RandomAllocation.Problems(1, 5);
        var solver = new AllocationSolver(new AllocationLimits(["A", "B"]));
        Assert.Throws<ArgumentException>(() => solver.Solve(problems, new AllocationResults(problems)));
        Assert.Throws<ArgumentException>(() => new AllocationLimits(["A", "B"]) { Lower = [0] });
        Assert.Throws<ArgumentException>(() => new AllocationSolver(new AllocationLimits(["A"]) { GroupNames = ["g"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AllocationSolver(problems.Limits, new AllocationOptions { Threads = 0 }));
        Assert.Throws<ArgumentException>(() => new AllocationSolver(problems.Limits).Backward(problems, new AllocationResults(problems), new double[4], new AllocationGradients(problems)));
    }

    // From weights and multipliers, in the unit of the objective over its scale; written without the solver's own check.
    private static double KktResidual(AllocationProblems problems, AllocationResults results, int s)
    {
        var (n, groups) = (problems.Names, problems.Limits.Groups);
        var w = results.Weights.AsSpan(s * n, n);
        var y = results.RowMultipliers.AsSpan(s * problems.Limits.Rows, problems.Limits.Rows);
        var sigma = problems.Covariances.AsSpan(s * n * n, n * n);
        double variance = 0, gross = 0, turnover = 0, net = 0, worst = 0, largest = 0;
        var marginal = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) marginal[i] += sigma[i * n + j] * w[j];
            variance += w[i] * marginal[i];
            net += w[i];
            gross += Math.Abs(w[i]);
            turnover += Math.Abs(w[i] - problems.Held[s * n + i]);
            largest = Math.Max(largest, Math.Max(Math.Abs(problems.Returns[s * n + i]), 2 * problems.RiskAversions[s] * sigma[i * n + i]));
        }
        for (var i = 0; i < n; i++)
        {
            var box = results.BoxMultipliers[s * n + i];
            var force = problems.Returns[s * n + i] - 2 * problems.RiskAversions[s] * marginal[i] - 2 * problems.Ridges[s] * w[i] - y[0] - box;
            for (var k = 0; k < groups; k++) force -= y[k + 1] * problems.Limits.GroupMatrix[k * n + i];
            if (y[^1] != 0) force -= y[^1] * marginal[i] / Math.Sqrt(variance);
            var trade = y[groups + 2] + problems.Costs[s * n + i];
            var (grossSign, tradeSign) = (Math.Sign(Math.Round(w[i], 9)), Math.Sign(Math.Round(w[i] - problems.Held[s * n + i], 9)));
            var least = (grossSign > 0 ? 1 : -1) * y[groups + 1] + (tradeSign > 0 ? 1 : -1) * trade;
            var most = (grossSign < 0 ? -1 : 1) * y[groups + 1] + (tradeSign < 0 ? -1 : 1) * trade;
            worst = Math.Max(worst, Math.Max(least - force, force - most));
            if (box > 0) worst = Math.Max(worst, Math.Min(box, problems.Upper[s * n + i] - w[i]));
            if (box < 0) worst = Math.Max(worst, Math.Min(-box, w[i] - problems.Lower[s * n + i]));
        }
        Complementarity(y[0], net, problems.NetLower[s], problems.NetUpper[s]);
        for (var k = 0; k < groups; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += problems.Limits.GroupMatrix[k * n + i] * w[i];
            Complementarity(y[k + 1], sum, problems.GroupLower[s * groups + k], problems.GroupUpper[s * groups + k]);
        }
        Complementarity(y[groups + 1], gross, double.NegativeInfinity, problems.Gross[s]);
        Complementarity(y[groups + 2], turnover, double.NegativeInfinity, problems.Turnover[s]);
        Complementarity(y[groups + 3], Math.Sqrt(variance), double.NegativeInfinity, problems.Volatility[s]);
        return worst / largest;

        void Complementarity(double multiplier, double value, double lower, double upper) =>
            worst = Math.Max(worst, multiplier > 0 ? Math.Min(multiplier, upper - value) : multiplier < 0 ? Math.Min(-multiplier, value - lower) : 0);
    }
}
