using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void Interval_IndependentNormalMean_IsTheClosedForm()
    {
        var random = new Random(1);
        double[] series = [.. Enumerable.Range(0, 2000).Select(_ => 0.1 + Rows.Normal(random))];
        var error = NeweyWest.StandardError(series, 0);
        foreach (var interval in new[]
        {
            BlockBootstrap.Circular(series, Mean, 1, 4000, seed: 3),
            BlockBootstrap.Stationary(series, Mean, 1, 4000, seed: 3),
            BlockBootstrap.Stationary(series, Mean, 13, 4000, seed: 3),
        })
        {
            Assert.Equal(series.Average(), interval.Estimate, 1e-12);
            Assert.InRange(interval.StandardError / error, 0.9, 1.1);
            Assert.InRange((interval.High - interval.Low) / (2 * 1.96 * error), 0.9, 1.1);
            Assert.InRange(interval.Estimate, interval.Low, interval.High);
        }
    }

    [Fact]
    public void Interval_OverlappingSums_SeesTheDependence()
    {
        var random = new Random(4);
        double[] draws = [.. Enumerable.Range(0, 5004).Select(_ => Rows.Normal(random))];
        double[] series = [.. Enumerable.Range(0, 5000).Select(t => draws[t] + draws[t + 1] + draws[t + 2] + draws[t + 3] + draws[t + 4])];
        var truth = 5 / Math.Sqrt(series.Length);

        Assert.InRange(BlockBootstrap.Circular(series, Mean, 1, 1000, seed: 1).StandardError / truth, 0.4, 0.5);
        Assert.InRange(BlockBootstrap.Circular(series, Mean, 50, 1000, seed: 1).StandardError / truth, 0.85, 1.1);
        Assert.InRange(BlockBootstrap.Stationary(series, Mean, 50, 1000, seed: 1).StandardError / truth, 0.85, 1.1);
    }

    [Fact]
    public void Interval_Seed_DecidesEveryBit()
    {
        double[] series = [.. Enumerable.Range(0, 300).Select(t => Math.Sin(t * t))];
        var first = BlockBootstrap.Stationary(series, Mean, 5, 500, seed: 9);

        Assert.Equal(first, BlockBootstrap.Stationary(series, Mean, 5, 500, seed: 9));
        Assert.NotEqual(first.Low, BlockBootstrap.Stationary(series, Mean, 5, 500, seed: 10).Low);
    }

    [Fact]
    public void Circular_WholeBlock_KeepsTheMean()
    {
        // One block of the whole circle holds every value once.
        double[] series = [1, 5, 2, 8];
        var interval = BlockBootstrap.Circular(series, Mean, 4, 100, seed: 1);
        Assert.Equal((4.0, 4.0), (interval.Low, interval.High));
    }

    [Theory]
    [InlineData(1000, 1, 10)]
    [InlineData(504, 1, 8)]
    [InlineData(504, 21, 21)]
    [InlineData(3, 21, 3)]
    public void BlockLength_LengthAndHorizon_FollowTheRule(int count, int horizon, int expected) =>
        Assert.Equal(expected, BlockBootstrap.BlockLength(count, horizon));

    [Fact]
    public void Interval_WrongInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Circular([1], Mean, 1, 100, 1));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Circular([1, 2], Mean, 3, 100, 1));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Stationary([1, 2], Mean, 1, 99, 1));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.Stationary([1, 2], Mean, 1, 100, 1, confidence: 1));
    }

    private static double Mean(ReadOnlySpan<double> series) => NeweyWest.Mean(series);
}
