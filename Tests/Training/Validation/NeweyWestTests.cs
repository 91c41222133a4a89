using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class NeweyWestTests
{
    [Fact]
    public void StandardError_ReferenceCases_Agree()
    {
        var compared = 0;
        foreach (var golden in GoldenFile.Cases("stats_hac.json").Where(c => c.TryGetProperty("lags", out _)))
        {
            var series = golden.Numbers("x");
            foreach (var lag in golden.GetProperty("lags").EnumerateObject())
            {
                var error = NeweyWest.StandardError(series, int.Parse(lag.Name));
                Assert.Equal(1, error / lag.Value.Number("se"), 1e-11);
                Assert.Equal(1, series.Average() / error / lag.Value.Number("t"), 1e-11);
                compared++;
            }
        }
        Assert.Equal(24, compared);
    }

    [Theory]
    [InlineData(100, 1, 4)]
    [InlineData(504, 1, 5)]
    [InlineData(1000, 1, 6)]
    [InlineData(504, 21, 20)]
    [InlineData(1, 1, 1)]
    public void Lags_LengthAndHorizon_FollowTheRule(int count, int horizon, int expected) =>
        Assert.Equal(expected, NeweyWest.Lags(count, horizon));

    [Fact]
    public void StandardError_ConstantSeries_IsZero() => Assert.Equal(0, NeweyWest.StandardError([2, 2, 2, 2], 2));

    [Fact]
    public void StandardError_MovingAverageSeries_SeesTheOverlap()
    {
        // Sums of five successive independent draws: the mean's variance is 25/T times the draws', and the plain formula sees 5/T.
        var random = new Random(11);
        var draws = Enumerable.Range(0, 20_004).Select(_ => random.NextDouble() - 0.5).ToArray();
        var series = Enumerable.Range(0, 20_000).Select(t => draws[t..(t + 5)].Sum()).ToArray();
        var truth = Math.Sqrt(25.0 / 12 / series.Length);

        Assert.InRange(NeweyWest.StandardError(series, 0) / truth, 0.42, 0.48);
        Assert.InRange(NeweyWest.StandardError(series, 40) / truth, 0.9, 1.1);
    }
}
