using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Spearman_ReferenceCases_AgreeIncludingTies()
    {
        var correlation = new RankCorrelation();
        foreach (var golden in GoldenFile.Cases("stats_spearman.json"))
        {
            double[] x = golden.Numbers("x"), y = golden.Numbers("y");
            GoldenFile.AssertClose(golden.Number("spearman"), correlation.Spearman(x, y), 1e-13);
            if (golden.TryGetProperty("rank_x", out _))
            {
                var ranks = new double[x.Length];
                correlation.Ranks(x, ranks);
                Assert.Equal(golden.Numbers("rank_x"), ranks);
            }
        }
    }

    [Fact]
    public void Spearman_MonotoneTransformation_ChangesNothing()
    {
        var random = new Random(3);
        var correlation = new RankCorrelation();
        var x = Enumerable.Range(0, 50).Select(_ => random.NextDouble()).ToArray();
        var y = x.Select(v => v + random.NextDouble()).ToArray();
        var expected = correlation.Spearman(x, y);

        Assert.Equal(expected, correlation.Spearman(x.Select(Math.Exp).ToArray(), y));
        Assert.Equal(-expected, correlation.Spearman(x.Select(v => -v).ToArray(), y), 14);
    }

    [Fact]
    public void Spearman_NaN_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new RankCorrelation().Spearman([1, double.NaN], [1, 2]));

    [Fact]
    public void Spearman_OneValue_HasNone() => Assert.True(double.IsNaN(new RankCorrelation().Spearman([1], [1])));
}
