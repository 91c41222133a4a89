using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Models.Portfolio.Solver;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

public class HierarchicalRiskParityTests
{
    [Fact]
    public void Allocate_DiagonalCovariance_IsInverseVariance()
    {
        double[] variances = [0.5, 1.0 / 3, 0.2, 0.8, 0.1];
        var covariance = new double[25];
        for (var i = 0; i < 5; i++) covariance[6 * i] = variances[i];
        var weights = new double[5];
        Assert.Equal(AllocationStatus.Optimal, HierarchicalRiskParity.Allocate(covariance, weights));
        var sum = variances.Sum(v => 1 / v);
        SimplexMapTests.AssertClose("weights", [.. variances.Select(v => 1 / v / sum)], weights, 1e-14);
    }

    [Fact]
    public void Allocate_TwoPairsOfTwins_SplitsRiskBetweenThePairs()
    {
        // Correlation .9 within a pair, none across; volatilities .1 and .2.
        double[] volatilities = [0.1, 0.2, 0.1, 0.2];
        var covariance = new double[16];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++)
                covariance[4 * i + j] = volatilities[i] * volatilities[j] * (i == j ? 1 : i % 2 == j % 2 ? 0.9 : 0);
        var weights = new double[4];
        HierarchicalRiskParity.Allocate(covariance, weights);
        SimplexMapTests.AssertClose("weights", [0.4, 0.1, 0.4, 0.1], weights, 1e-12);
    }

    [Fact]
    public void LeafOrder_AgreesWithMergingTheNearestPair() => Seeds.ForAll(30, 6, seed =>
    {
        var random = new Random(seed);
        var n = 2 + random.Next(20);
        var distances = new double[n * n];
        for (var i = 0; i < n; i++) for (var j = 0; j < i; j++) distances[i * n + j] = distances[j * n + i] = random.NextDouble();

        Assert.Equal(Naive(distances, n), SingleLinkage.LeafOrder(distances, n));
    });

    [Fact]
    public void Allocate_SingularOrInvalidCovariance_GivesFiniteWeights()
    {
        var weights = new double[3];
        Assert.Equal(AllocationStatus.Optimal, HierarchicalRiskParity.Allocate([1, 1, 1, 1, 1, 1, 1, 1, 1], weights));
        Assert.Equal(1, weights.Sum(), 12);
        Assert.Equal(AllocationStatus.InvalidInput, HierarchicalRiskParity.Allocate([1, 0, 0, 0, 0, 0, 0, 0, 1], weights));
        Assert.All(weights, w => Assert.Equal(1.0 / 3, w));
        Assert.Equal(AllocationStatus.Optimal, InverseVolatility.Allocate([0.04, 0, 0, 0.16], weights.AsSpan(0, 2)));
        SimplexMapTests.AssertClose("inverse volatility", [2.0 / 3, 1.0 / 3], weights[..2], 1e-15);
        Assert.Equal(AllocationStatus.Optimal, InverseVolatility.Allocate([0, 0, 0, 0.16], weights.AsSpan(0, 2)));
        Assert.Equal([1, 0], weights[..2]);
        Assert.Equal(AllocationStatus.InvalidInput, InverseVolatility.Allocate([double.NaN, 0, 0, 0.16], weights.AsSpan(0, 2)));
    }

    // Clusters numbered in the order in which they are made; of a merge the one with the lower number first.
    private static int[] Naive(double[] distances, int n)
    {
        var clusters = Enumerable.Range(0, n).ToDictionary(i => i, i => new List<int> { i });
        for (var next = n; clusters.Count > 1; next++)
        {
            var (a, b) = clusters.Keys.SelectMany(i => clusters.Keys.Where(j => i < j).Select(j => (i, j)))
                .MinBy(pair => clusters[pair.i].Min(p => clusters[pair.j].Min(q => distances[p * n + q])));
            clusters[next] = [.. clusters[a], .. clusters[b]];
            clusters.Remove(a);
            clusters.Remove(b);
        }
        return [.. clusters.Values.Single()];
    }
}
