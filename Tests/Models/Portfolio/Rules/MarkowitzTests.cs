using System.Text.Json;
using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

public class MarkowitzTests
{
    private const string Layers = "golden/deepdow_layers.json";

    [SharedFact(Layers)]
    public void ClosedForms_ReferenceValues_AreEqual()
    {
        foreach (var layer in Cases("AnalyticalMarkowitz", "NCO"))
        {
            var inputs = layer.GetProperty("inputs");
            var (covariances, n) = Tensor(inputs.GetProperty("covmat"));
            var returns = inputs.TryGetProperty("rets", out var given) ? Tensor(given).Data : [];
            var expected = Tensor(layer.GetProperty("output")).Data;
            for (var s = 0; s < expected.Length / n; s++)
            {
                var covariance = covariances[(s * n * n)..((s + 1) * n * n)];
                var means = returns.Length == 0 ? [] : returns[(s * n)..((s + 1) * n)];
                var weights = new double[n];
                if (layer.GetProperty("layer").GetString() == "NCO") NestedClusteredOptimisation.Allocate(covariance, means, 3, 10, new Random(1), weights);
                else if (means.Length == 0) Markowitz.MinimumVariance(covariance, weights);
                else Markowitz.Tangency(means, covariance, weights);
                // Where 1ᵀΣ⁻¹μ is negative the reference gives the portfolio of least ratio: known to be wrong.
                if (means.Length > 0 && means.Zip(expected[(s * n)..((s + 1) * n)], (m, w) => m * w).Sum() < 0) continue;
                SimplexMapTests.AssertClose(layer.GetProperty("id").GetString()!, expected[(s * n)..((s + 1) * n)], weights, 1e-9);
            }
        }
    }

    [SharedFact(Layers)]
    public void KMeans_ReferenceStarts_EndInTheReferenceClusters()
    {
        foreach (var layer in Cases("KMeans").Where(c => c.GetProperty("args").GetProperty("max_iter").GetInt32() == 30))
        {
            var (points, dimensions) = Tensor(layer.GetProperty("inputs").GetProperty("x"));
            var centres = Tensor(layer.GetProperty("inputs").GetProperty("manual_init")).Data;
            var labels = new int[points.Length / dimensions];
            KMeans.Refine(points, labels, centres, centres.Length / dimensions);
            Assert.Equal(Tensor(layer.GetProperty("outputs").GetProperty("cluster_ixs")).Data, labels.Select(label => (double)label));
            SimplexMapTests.AssertClose("centres", Tensor(layer.GetProperty("outputs").GetProperty("cluster_centers")).Data, centres, 1e-9);
        }
    }

    [Fact]
    public void MinimumVariance_DiagonalCovariance_IsInverseVariance()
    {
        var weights = new double[3];
        Assert.Equal(AllocationStatus.Optimal, Markowitz.MinimumVariance([0.5, 0, 0, 0, 1.0 / 3, 0, 0, 0, 0.2], weights));
        SimplexMapTests.AssertClose("weights", [0.2, 0.3, 0.5], weights, 1e-14);
    }

    [Fact]
    public void Tangency_NoExcessReturn_IsUnboundedWithTheLeastVariance()
    {
        var (tangency, least) = (new double[2], new double[2]);
        double[] covariance = [0.04, 0.01, 0.01, 0.09];
        Assert.Equal(AllocationStatus.Unbounded, Markowitz.Tangency([-0.1, -0.2], covariance, tangency));
        Markowitz.MinimumVariance(covariance, least);
        Assert.Equal(least, tangency);
        Assert.Equal(AllocationStatus.Indefinite, Markowitz.MinimumVariance([1, 2, 2, 1], least));
        Assert.Equal([0.5, 0.5], least);
    }

    [Fact]
    public void ClosedForms_AgreeWithTheSolver()
    {
        var problems = RandomAllocation.Problems(5, 12, groups: 1, costs: false);
        foreach (var array in (double[][])[problems.Lower, problems.GroupLower]) Array.Fill(array, double.NegativeInfinity);
        foreach (var array in (double[][])[problems.Upper, problems.GroupUpper, problems.Gross, problems.Turnover]) Array.Fill(array, double.PositiveInfinity);
        problems.RiskAversions[0] = 3;
        var (results, weights) = (new AllocationResults(problems), new double[12]);
        var solver = new AllocationSolver(problems.Limits);
        solver.Solve(problems, results);
        Assert.Equal(AllocationStatus.Optimal, results.Statuses[0]);
        Markowitz.WithNet(problems.Returns, problems.Covariances, 3, problems.Ridges[0], 1, weights);
        SimplexMapTests.AssertClose("net", weights, results.Weights, 1e-11);

        (problems.NetLower[0], problems.NetUpper[0]) = (double.NegativeInfinity, double.PositiveInfinity);
        solver.Solve(problems, results);
        Markowitz.Unconstrained(problems.Returns, problems.Covariances, 3, problems.Ridges[0], weights);
        SimplexMapTests.AssertClose("free", weights, results.Weights, 1e-11);
    }

    [Fact]
    public void KMeans_FewerDistinctPointsThanClusters_LeavesNoneEmpty()
    {
        double[] points = [0, 0, 0.5, 0, 0.5, 1, 1, 1];
        var (labels, centres) = (new int[4], new double[] { 0, 0, 1, 1 });
        KMeans.Refine(points, labels, centres, 2);
        Assert.Equal([0, 0, 1, 1], labels);
        Assert.Equal([0.25, 0, 0.75, 1], centres);

        var same = new double[10];
        var (five, many) = (new int[5], new double[6]);
        Assert.Equal(0, KMeans.Cluster(same, five, many, 3, 2, new Random(1)));
        Assert.Equal(3, five.Distinct().Count());
        Assert.All(many, c => Assert.Equal(0, c));
    }

    [Fact]
    public void Nco_OneClusterOrAsManyAsNames_IsThePlainPortfolio()
    {
        var covariance = RandomAllocation.Problems(9, 8).Covariances;
        var (plain, nested) = (new double[8], new double[8]);
        Markowitz.MinimumVariance(covariance, plain);
        foreach (var clusters in (int[])[1, 8])
        {
            Assert.Equal(AllocationStatus.Optimal, NestedClusteredOptimisation.Allocate(covariance, [], clusters, 5, new Random(2), nested));
            SimplexMapTests.AssertClose($"{clusters} clusters", plain, nested, 1e-10);
        }
    }

    private static List<JsonElement> Cases(params string[] layers)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf(Layers)));
        return document.RootElement.GetProperty("cases").EnumerateArray()
            .Where(c => layers.Contains(c.GetProperty("layer").GetString()) && c.GetProperty("dtype").GetString() == "float64").Select(c => c.Clone()).ToList();
    }

    private static (double[] Data, int Last) Tensor(JsonElement tensor) =>
        (GoldenAllocation.Numbers(tensor.GetProperty("data")), tensor.GetProperty("shape").EnumerateArray().Last().GetInt32());
}
