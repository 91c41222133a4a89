using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

/// <summary>Capped sparsemax and softmax against exact reference values.</summary>
public class SimplexMapTests
{
    [Fact]
    public void Maps_GoldenProjections_AreExact()
    {
        foreach (var golden in GoldenAllocation.All("qp_f_projections.json"))
        {
            var (x, cap) = (Scaled(golden), golden.Number("cap"));
            AssertMap(golden.Id + " sparsemax", CappedSimplex.Project, CappedSimplex.Backward, x, cap, golden.Root.GetProperty("sparsemax"), golden.Number("temperature"));
            AssertMap(golden.Id + " softmax", CappedSoftmax.Allocate, CappedSoftmax.Backward, x, cap, golden.Root.GetProperty("softmax"), golden.Number("temperature"));
        }
    }

    [Fact]
    public void Maps_DegenerateInput_AreExact()
    {
        foreach (var golden in GoldenAllocation.All("qp_g_infeasible_degenerate.json").Where(g => g.Family == "degenerate_projection"))
        {
            var (x, cap, weights) = (golden.Vector("x"), golden.Number("cap"), new double[golden.N]);
            Assert.Equal(AllocationStatus.Optimal, CappedSimplex.Project(x, cap, weights));
            AssertClose(golden.Id, GoldenAllocation.Numbers(golden.Solution.GetProperty("sparsemax")), weights, 1e-12);
            Assert.Equal(AllocationStatus.Optimal, CappedSoftmax.Allocate(x, cap, weights));
            AssertClose(golden.Id, GoldenAllocation.Numbers(golden.Solution.GetProperty("softmax")), weights, 1e-12);
        }
    }

    [Fact]
    public void Project_PublishedExamples_GivesTheirWeights()
    {
        AssertClose("one", [0, 0.6, 0.4], Sparsemax([1, 2.3, 2.1], 1), 1e-12);
        AssertClose("two", [0, 0, 0.0807, 0.9193, 0], Sparsemax([0.6655, -0.996, 1.1463, 1.9849, -0.1662], 1), 1e-12);
        AssertClose("cap", [0.34, 0, 0.0677, 0.2523, 0.34], Sparsemax([1.7909, -2, -0.6818, -0.4972, 0.0333], 0.34), 1e-4);
        var softmax = new double[5];
        CappedSoftmax.Allocate([1.7909, -2, -0.6818, -0.4972, 0.0333], 0.34, softmax);
        AssertClose("softmax", [0.34, 0.0391, 0.1462, 0.1758, 0.2989], softmax, 1e-4);

        static double[] Sparsemax(double[] x, double cap)
        {
            var weights = new double[x.Length];
            CappedSimplex.Project(x, cap, weights);
            return weights;
        }
    }

    [Fact]
    public void Maps_InputWithoutAnswer_SaySoWithFiniteWeights()
    {
        var weights = new double[3];
        Assert.Equal(AllocationStatus.Infeasible, CappedSimplex.Project([1, 2, 3], 0.3, weights));
        Assert.Equal([0.3, 0.3, 0.3], weights);
        Assert.Equal(AllocationStatus.Infeasible, CappedSoftmax.Allocate([1, 2, 3], 0.3, weights));
        Assert.Equal(AllocationStatus.InvalidInput, CappedSimplex.Project([1, double.NaN, 3], 1, weights));
        Assert.Equal(AllocationStatus.InvalidInput, CappedSoftmax.Allocate([1, 2, 3], double.NaN, weights));
        Assert.All(weights, w => Assert.Equal(1.0 / 3, w, 15));
        Assert.Throws<ArgumentException>(() => CappedSimplex.Project([1, 2], 1, new double[3]));
        Assert.Throws<ArgumentException>(() => CappedSoftmax.Allocate([], 1, []));
    }

    [Fact]
    public void Project_RandomInput_IsTheNearestPoint() => Seeds.ForAll(60, 11, seed =>
    {
        var random = new Random(seed);
        var n = 2 + random.Next(30);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => Math.Round(4 * random.NextDouble() - 2, 1))];
        var cap = 1.0 / n + random.NextDouble() * (1 - 1.0 / n);
        var weights = new double[n];
        CappedSimplex.Project(x, cap, weights);

        Assert.Equal(1, weights.Sum(), 12);
        Assert.All(weights, w => Assert.InRange(w, 0, cap));
        // Variational inequality: (x − w)ᵀ(v − w) ≤ 0 for all v of the simplex; the greatest is at a vertex.
        var best = x.Zip(weights, (a, w) => a - w).OrderDescending().ToArray();
        double left = 1, most = 0;
        foreach (var value in best)
        {
            most += Math.Min(cap, left) * value;
            left -= Math.Min(cap, left);
        }
        Assert.True(most - x.Zip(weights, (a, w) => (a - w) * w).Sum() <= 1e-11);
    });

    private delegate AllocationStatus Map(ReadOnlySpan<double> x, double cap, Span<double> weights);

    private delegate void Gradient(ReadOnlySpan<double> weights, double cap, ReadOnlySpan<double> weightGradient, Span<double> gradient);

    private static void AssertMap(string what, Map map, Gradient backward, double[] x, double cap, System.Text.Json.JsonElement expected, double temperature)
    {
        var weights = new double[x.Length];
        Assert.Equal(AllocationStatus.Optimal, map(x, cap, weights));
        AssertClose(what, GoldenAllocation.Numbers(expected.GetProperty("w")), weights, 1e-12);
        if (!expected.TryGetProperty("jacobian", out var jacobian)) return;
        for (var i = 0; i < x.Length; i++)
        {
            var (unit, gradient) = (new double[x.Length], new double[x.Length]);
            unit[i] = 1;
            backward(weights, cap, unit, gradient);
            AssertClose($"{what} jacobian", GoldenAllocation.Numbers(jacobian.GetProperty("dw_dx")[i]), [.. gradient.Select(g => g / temperature)], 1e-6);
        }
    }

    private static double[] Scaled(GoldenAllocation golden) => [.. golden.Vector("x").Select(x => x / golden.Number("temperature"))];

    internal static void AssertClose(string what, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: {actual[i]:R}, expected {expected[i]:R}");
    }
}
