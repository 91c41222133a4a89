using LeanDeep.Models.Features.Kernels;

namespace LeanDeep.Tests.Models.Features.Kernels;

public sealed class QuantileBinTests
{
    [Fact]
    public void Compute_Ramp_FillsEveryBinAlike() =>
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], Bins(5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    [Fact]
    public void Compute_ValueOnAnEdge_LiesInTheBinToItsLeft() => Assert.Equal([0, 0, 0, 1, 1], Bins(2, 1, 2, 3, 4, 5));

    [Fact]
    public void Compute_Ties_DropEqualEdges() => Assert.Equal([0, 0, 0, 0, 1], Bins(4, 1, 1, 1, 2, 3));

    [Fact]
    public void Compute_NaN_LiesNowhereAndMovesNothing() => Assert.Equal([1, double.NaN, 0, double.NaN, 0, 1], Bins(2, 4, double.NaN, 1, double.NaN, 2, 3));

    [Fact]
    public void Compute_AllEqualOrAlone_IsNaN()
    {
        Assert.All(Bins(10, 7, 7, 7), value => Assert.True(double.IsNaN(value)));
        Assert.True(double.IsNaN(Bins(5, 3)[0]));
        Assert.Empty(Bins(5));
    }

    [Fact]
    public void Compute_TwoValues_AreFirstAndLast() => Assert.Equal([9, 0], Bins(10, 2, 1));

    [Fact]
    public void Compute_DistinctValues_SizesDifferByOneAndBinsRise() =>
        Seeds.ForAll(50, seed: 10, seed =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 10 + seed % 1000).Select(_ => random.NextDouble())];
            var bins = Bins(10, values);
            var sizes = bins.GroupBy(bin => bin).Select(bin => bin.Count()).ToList();
            Assert.Equal(10, sizes.Count);
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
            var order = values.Zip(bins).OrderBy(pair => pair.First).Select(pair => pair.Second).ToList();
            Assert.Equal(order.Order(), order);
        });

    private static double[] Bins(int quantiles, params double[] x)
    {
        var (sorted, y) = (new double[x.Length], new double[x.Length]);
        QuantileBin.Compute(x, quantiles, sorted, y);
        return y;
    }
}
