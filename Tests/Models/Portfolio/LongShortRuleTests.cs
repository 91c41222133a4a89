using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Models.Portfolio;

public class LongShortRuleTests
{
    [Fact]
    public void Decide_ThreeASide_TakesTheExtremesWithEqualWeights()
    {
        float[] predictions = [0.3f, -0.1f, 0.2f, -0.4f, 0.1f, 0f, 0.25f, -0.3f, -0.2f];
        var weights = new double[predictions.Length];

        var held = new LongShortRule(SideCount: 3, MinimumSideCount: 1, Gross: 1.2).Decide(predictions, weights);

        Assert.Equal(6, held);
        Assert.Equal([0.2, 0, 0.2, -0.2, 0, 0, 0.2, -0.2, -0.2], weights.Select(w => Math.Round(w, 12)));
    }

    [Fact]
    public void Decide_OneSideNotAboveTheMinimum_IsFlat()
    {
        float[] predictions = [0.1f, 0.2f, 0.3f, -0.1f, -0.2f];
        var weights = new double[] { 9, 9, 9, 9, 9 };

        Assert.Equal(0, new LongShortRule(3, 2).Decide(predictions, weights));
        Assert.All(weights, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Decide_AgreesWithSortingOnRandomPredictions()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var predictions = Enumerable.Range(0, 60).Select(_ => MathF.Round((float)(random.NextDouble() - 0.5), 2)).ToArray();
            predictions[random.Next(60)] = float.NaN;
            var rule = new LongShortRule(10, 4, 1.0);
            var weights = new double[60];
            rule.Decide(predictions, weights);

            var longs = Enumerable.Range(0, 60).Where(i => predictions[i] > 0).OrderByDescending(i => predictions[i]).ThenBy(i => i).Take(10).ToArray();
            var shorts = Enumerable.Range(0, 60).Where(i => predictions[i] < 0).OrderBy(i => predictions[i]).ThenBy(i => i).Take(10).ToArray();
            var flat = longs.Length <= 4 || shorts.Length <= 4;
            for (var i = 0; i < 60; i++)
            {
                var expected = flat ? 0 : longs.Contains(i) ? 0.5 / longs.Length : shorts.Contains(i) ? -0.5 / shorts.Length : 0;
                Assert.Equal(expected, weights[i], 12);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(5, 5, 1.0)]
    [InlineData(5, 1, 0.0)]
    [InlineData(5, 1, double.NaN)]
    public void Constructor_BadArgument_NamesIt(int sideCount, int minimum, double gross) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LongShortRule(sideCount, minimum, gross));
}
