using LeanDeep.Models.Features.Kernels;
using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Models.Features.Kernels;

public sealed class KernelTests
{
    private static readonly double[] Ramp = [.. Enumerable.Range(1, 120).Select(i => (double)i)];

    [Fact]
    public void DescendingRank_Ties_ShareTheMeanRank()
    {
        double[] x = [5, 9, double.NaN, 5, 1];
        var y = new double[5];
        DescendingRank.Compute(x, new double[5], new int[5], y);
        Assert.Equal([2.5, 1, double.NaN, 2.5, 4], y);
    }

    [Fact]
    public void DescendingRank_InPlace_SumsToAllRanks()
    {
        double[] x = [3, 1, 3, 3, 2, 1];
        DescendingRank.Compute(x, new double[6], new int[6], x);
        Assert.Equal(21, x.Sum());
        Assert.Equal([2, 5.5, 2, 2, 4, 5.5], x);
    }

    [Fact]
    public void MovingAverageDifference_Ramp_IsTheDifferenceOfTheLagsFromBar33()
    {
        var y = new double[Ramp.Length];
        MovingAverageDifference.Compute(Ramp, 12, 26, 9, y);
        Assert.All(y[..33], value => Assert.True(double.IsNaN(value)));
        Assert.All(y[33..], value => Assert.Equal(7, value, 1e-12));
    }

    [Fact]
    public void MovingAverageDifference_AgainstSkender_DiffersByADecayingSeed()
    {
        double[] close = [.. Enumerable.Range(0, 400).Select(i => 50 + 10 * Math.Sin(i / 7d))];
        var y = new double[close.Length];
        MovingAverageDifference.Compute(close, 12, 26, 9, y);
        var other = IndicatorSeries.Of(close).GetMacd(12, 26, 9).Select(result => result.Macd!.GetValueOrDefault(double.NaN)).ToArray();
        Assert.True(Math.Abs(y[33] - other[33]) > 1e-2);
        var decay = Math.Pow(1 - 2d / 13, 50);
        Assert.Equal((y[33] - other[33]) * decay, y[83] - other[83], 1e-9);
        Assert.Equal(other[399], y[399], 1e-12);
    }

    [Fact]
    public void ExpandingZScore_EachValue_SeesNoneAfterIt()
    {
        double[] x = [double.NaN, 3, 1, 4, 1, 5, 9, 2, 6];
        var y = new double[x.Length];
        ExpandingZScore.Compute(x, x, 3, y);
        Assert.All(y[..3], value => Assert.True(double.IsNaN(value)));
        for (var i = 3; i < x.Length; i++)
        {
            var seen = x[1..(i + 1)];
            var sd = Math.Sqrt(seen.Sum(value => Math.Pow(value - seen.Average(), 2)) / (seen.Length - 1));
            Assert.Equal((x[i] - seen.Average()) / sd, y[i], 1e-12);
        }
    }

    [Fact]
    public void ExpandingZScore_NoiseOfTheScale_IsZero()
    {
        var (x, scale, y) = (new double[50], new double[50], new double[50]);
        for (var i = 0; i < x.Length; i++)
            (x[i], scale[i]) = (1e-14 * (i % 3), 100);
        ExpandingZScore.Compute(x, scale, 5, y);
        Assert.All(y[4..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void WholeSampleZScore_HasMeanZeroAndDeviationOne()
    {
        double[] x = [double.NaN, 3, 1, 4, 1, 5, 9, 2, 6];
        var y = new double[x.Length];
        WholeSampleZScore.Compute(x, y);
        Assert.True(double.IsNaN(y[0]));
        Assert.Equal(0, y[1..].Sum(), 1e-12);
        Assert.Equal(1, y[1..].Sum(value => value * value) / 7, 1e-12);
        WholeSampleZScore.Compute([2, 2, 2], y.AsSpan(0, 3));
        Assert.Equal([0, 0, 0], y[..3]);
    }

    [Fact]
    public void BandDistance_Spike_IsNaNWhereTheLogarithmIsNot()
    {
        double[] close = [.. Enumerable.Repeat(1d, 19), 1000];
        var (high, low) = (new double[20], new double[20]);
        BandDistance.Compute(close, 20, 2, high, low);
        Assert.True(double.IsNaN(high[19]));
        var (mean, sd) = (50.95, Math.Sqrt(19) * 999 / 20);
        Assert.Equal(Math.Log(1 + (1000 - (mean - 2 * sd)) / 1000), low[19], 1e-12);
    }

    [Fact]
    public void DollarVolume_Mean_StartsWithTheFirstBar()
    {
        var (x, y) = (new double[4], new double[4]);
        DollarVolume.Compute([10, 20, 30, 40], [1e6, 1e6, 0, 1e6], x);
        Assert.Equal([10, 20, 0, 40], x);
        DollarVolume.Mean(x, 3, y);
        Assert.Equal([10, 15, 10, 20], y);
    }

    [Fact]
    public void HorizonReturn_Longer_ThanTheSeries_IsNaN()
    {
        var y = new double[3];
        HorizonReturn.Compute([1, 2, 4], 5, y);
        Assert.All(y, value => Assert.True(double.IsNaN(value)));
        HorizonReturn.Compute([1, 2, 4], 2, y);
        Assert.Equal([double.NaN, double.NaN, 3], y);
    }

    [Fact]
    public void Kernels_OtherLengths_Throw()
    {
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => RelativeStrength.Compute(new double[3], 14, new double[2])).ParamName);
        Assert.Equal("low", Assert.Throws<ArgumentException>(() => AverageTrueRange.Compute(new double[3], new double[2], new double[3], 14, new double[3])).ParamName);
        Assert.Equal("volume", Assert.Throws<ArgumentException>(() => DollarVolume.Compute(new double[3], new double[2], new double[3])).ParamName);
    }
}
