using System.Text.Json;
using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio;

/// <summary>Adjoint gradients against reference Jacobians and finite differences of re-solved problems.</summary>
public class AllocationGradientTests
{
    [Theory]
    [InlineData("qp_a_capped_markowitz.json")]
    [InlineData("qp_b_long_short.json")]
    [InlineData("qp_c_min_variance_groups.json")]
    [InlineData("qp_d_volatility_cap.json")]
    public void Backward_GoldenProblems_GivesTheReferenceJacobians(string file)
    {
        foreach (var golden in GoldenAllocation.All(file).Where(g => g.Root.TryGetProperty("jacobian", out _)))
        {
            var n = golden.N;
            var jacobian = golden.Root.GetProperty("jacobian");
            var problems = golden.Problems();
            var results = new AllocationResults(problems);
            var gradients = new AllocationGradients(problems);
            var solver = new AllocationSolver(problems.Limits);
            solver.Solve(problems, results);
            for (var i = 0; i < n; i++)
            {
                var unit = new double[n];
                unit[i] = 1;
                solver.Backward(problems, results, unit, gradients);

                if (jacobian.TryGetProperty("dw_dmu", out var byReturns))
                {
                    var row = GoldenAllocation.Numbers(byReturns[i]);
                    for (var j = 0; j < n; j++) AssertClose($"{golden.Id} dw{i}/dmu{j}", row[j], gradients.Returns[j], Consistency(jacobian, "mu"));
                }
                if (jacobian.TryGetProperty("dw_dgamma", out var byGamma))
                    AssertClose($"{golden.Id} dw{i}/dgamma", byGamma[i].GetDouble(), gradients.RiskAversions[0], Consistency(jacobian, "gamma"));
                if (jacobian.TryGetProperty("dw_dvolcap", out var byVolatility))
                    AssertClose($"{golden.Id} dw{i}/dvolcap", byVolatility[i].GetDouble(), gradients.Volatility[0], Consistency(jacobian, "volcap"));
                var direction = jacobian.GetProperty("direction").EnumerateArray().SelectMany(GoldenAllocation.Numbers).ToArray();
                var along = direction.Zip(gradients.Covariances, (a, b) => a * b).Sum();
                if (golden.Family == "min_variance_groups" && golden.Has("benchmark"))
                    along += Enumerable.Range(0, n * n).Sum(at => gradients.Returns[at / n] * 2 * direction[at] * golden.Vector("benchmark")[at % n]);
                AssertClose($"{golden.Id} dw{i}/dsigma", jacobian.GetProperty("dw_dsigma_dir")[i].GetDouble(), along, Consistency(jacobian, "sigma"));
            }
        }

        static double Consistency(JsonElement jacobian, string what) =>
            1e-6 + (jacobian.TryGetProperty($"fd_consistency_{what}", out var value) ? value.GetDouble() : 0);
    }

    [Fact]
    public void Backward_RandomProblems_EqualsFiniteDifferences()
    {
        var checkedProblems = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var problems = RandomAllocation.Problems(seed, 6 + seed % 5, longShort: seed % 3 != 0, volatility: seed % 4 == 3, costs: seed % 2 == 0);
            if (seed % 5 == 1) (problems.NetLower[0], problems.NetUpper[0]) = (0.95, 1.05);
            checkedProblems += Check(seed, problems) ? 1 : 0;
        }
        Assert.True(checkedProblems >= 25, $"{checkedProblems} problems were far enough from degeneracy");
    }

    [Fact]
    public void Backward_TwinNames_IsFlaggedAndLeavesOutTheirSplit()
    {
        var problems = new AllocationProblems(new AllocationLimits(["A", "TWIN", "B"]), 1);
        new[] { 0.1, 0.1, 0.08 }.CopyTo(problems.Returns, 0);
        new[] { 0.04, 0.04, 0.01, 0.04, 0.04, 0.01, 0.01, 0.01, 0.03 }.CopyTo(problems.Covariances, 0);
        problems.RiskAversions[0] = 2;
        var (results, gradients) = (new AllocationResults(problems), new AllocationGradients(problems));
        var solver = new AllocationSolver(problems.Limits);
        solver.Solve(problems, results);
        Assert.Equal(AllocationStatus.Optimal, results.Statuses[0]);
        Assert.True(results.NearlyDegenerate[0]);
        solver.Backward(problems, results, new double[] { 0, 0, 1 }, gradients);
        // A and TWIN as one name: w = (μ_A − μ_B)/(2γ (σ_A − 2σ_AB + σ_B)) moves by 1/(2γ · 0.05) a unit of return.
        AssertClose("B", 1 / (4 * 0.05), gradients.Returns[2], 1e-3);
        AssertClose("A", -0.5 / (4 * 0.05), gradients.Returns[0], 1e-3);
        // The split between twins has no derivative.
        solver.Backward(problems, results, new double[] { 1, -1, 0 }, gradients);
        Assert.All(gradients.Returns, g => Assert.InRange(g, -1, 1));
    }

    [Fact]
    public void Backward_SharedCovariance_SumsOverTheSamples()
    {
        const int N = 7, Samples = 3;
        var own = RandomAllocation.Problems(6, N, Samples);
        var shared = new AllocationProblems(own.Limits, Samples, sharedCovariance: true);
        for (var s = 0; s < Samples; s++) Array.Copy(own.Covariances, 0, own.Covariances, s * N * N, N * N);
        Array.Copy(own.Covariances, shared.Covariances, N * N);
        foreach (var (source, target) in ((double[], double[])[])[(own.Returns, shared.Returns), (own.Held, shared.Held), (own.RiskAversions, shared.RiskAversions), (own.Ridges, shared.Ridges), (own.GroupLower, shared.GroupLower), (own.GroupUpper, shared.GroupUpper)])
            source.CopyTo(target, 0);
        double[] losses = [.. Enumerable.Range(0, Samples * N).Select(i => Math.Cos(i))];
        var solver = new AllocationSolver(own.Limits, new AllocationOptions { Threads = 2 });
        var (first, second) = (Gradients(own), Gradients(shared));
        for (var i = 0; i < N * N; i++)
            Assert.Equal(Enumerable.Range(0, Samples).Sum(s => first.Covariances[s * N * N + i]), second.Covariances[i], 1e-12);

        AllocationGradients Gradients(AllocationProblems problems)
        {
            var (results, gradients) = (new AllocationResults(problems), new AllocationGradients(problems));
            solver.Solve(problems, results);
            solver.Backward(problems, results, losses, gradients);
            return gradients;
        }
    }

    [Fact]
    public void Factor_ChainsTheCovarianceGradient()
    {
        double[] covarianceGradient = [1, 2, 2, 5], factor = [0.5, -1], gradient = [0, 0];
        AllocationGradients.Factor(covarianceGradient, factor, gradient);
        // ℓ(F) = ⟨G, FFᵀ⟩.
        AssertClose("first", 2 * (1 * 0.5 + 2 * -1), gradient[0], 1e-15);
        AssertClose("second", 2 * (2 * 0.5 + 5 * -1), gradient[1], 1e-15);
    }

    private static bool Check(int seed, AllocationProblems problems)
    {
        var random = new Random(seed);
        double[] loss = [.. Enumerable.Range(0, problems.Names).Select(_ => random.NextDouble() - 0.5)];
        var solver = new AllocationSolver(problems.Limits, new AllocationOptions { DegeneracyThreshold = 3e-4 });
        var results = new AllocationResults(problems);
        solver.Solve(problems, results);
        Assert.Equal(AllocationStatus.Optimal, results.Statuses[0]);
        if (results.NearlyDegenerate[0]) return false;
        var gradients = new AllocationGradients(problems);
        solver.Backward(problems, results, loss, gradients);
        var moved = new AllocationResults(problems);

        Along("returns", problems.Returns, gradients.Returns);
        Along("riskAversions", problems.RiskAversions, gradients.RiskAversions);
        Along("ridges", problems.Ridges, gradients.Ridges);
        Along("held", problems.Held, gradients.Held);
        Along("lower", problems.Lower, gradients.Lower);
        Along("upper", problems.Upper, gradients.Upper);
        Along("groupLower", problems.GroupLower, gradients.GroupLower);
        Along("groupUpper", problems.GroupUpper, gradients.GroupUpper);
        Along("gross", problems.Gross, gradients.Gross);
        Along("turnover", problems.Turnover, gradients.Turnover);
        Along("volatility", problems.Volatility, gradients.Volatility);
        if (problems.Costs[0] > 0) Along("costs", problems.Costs, gradients.Costs);
        if (problems.NetLower[0] < problems.NetUpper[0]) Along("netUpper", problems.NetUpper, gradients.NetUpper);
        if (problems.NetLower[0] < problems.NetUpper[0]) Along("netLower", problems.NetLower, gradients.NetLower);
        else
        {
            var expected = Difference(h => (problems.NetLower[0], problems.NetUpper[0]) = (1 + h, 1 + h));
            AssertClose($"seed {seed} net", expected, gradients.NetLower[0] + gradients.NetUpper[0], 1e-6);
        }
        CheckCovariance();
        return true;

        void Along(string what, double[] values, double[] gradient)
        {
            if (!double.IsFinite(values[0])) return;
            double[] direction = [.. values.Select(_ => random.NextDouble() - 0.5)];
            double[] before = [.. values];
            var expected = Difference(h => { for (var i = 0; i < values.Length; i++) values[i] = before[i] + h * direction[i]; });
            AssertClose($"seed {seed} {what}", expected, direction.Zip(gradient, (a, b) => a * b).Sum(), 1e-6);
        }

        void CheckCovariance()
        {
            var n = problems.Names;
            double[] before = [.. problems.Covariances];
            var direction = new double[n * n];
            for (var i = 0; i < n; i++) for (var j = 0; j <= i; j++) direction[i * n + j] = direction[j * n + i] = 0.1 * (random.NextDouble() - 0.5);
            var expected = Difference(h => { for (var i = 0; i < n * n; i++) problems.Covariances[i] = before[i] + h * direction[i]; });
            AssertClose($"seed {seed} covariance", expected, direction.Zip(gradients.Covariances, (a, b) => a * b).Sum(), 1e-6);
        }

        double Difference(Action<double> move)
        {
            const double H = 1e-5;
            double At(double h)
            {
                move(h);
                solver.Solve(problems, moved);
                return moved.Weights.Zip(loss, (w, c) => w * c).Sum();
            }
            // Fourth order.
            var value = (8 * (At(H) - At(-H)) - (At(2 * H) - At(-2 * H))) / (12 * H);
            move(0);
            return value;
        }
    }

    private static void AssertClose(string what, double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: {actual:R}, expected {expected:R}");
}
