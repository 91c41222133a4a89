using FsCheck;
using FsCheck.Fluent;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class MovingAverageTests
{
    [Fact]
    public void SimpleMovingAverage_AnyValues_IsTheMeanOfTheLast() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, NonEmptyArray<int>>((period, values) =>
    {
        var sma = new SimpleMovingAverage(period.Get);
        for (var i = 0; i < values.Get.Length; i++)
        {
            sma.Update(Bars.Start.AddDays(i), values.Get[i]);
            var last = values.Get.Take(i + 1).TakeLast(period.Get).Select(x => (decimal)x).ToList();
            if (sma.Current.Value != last.Sum() / last.Count)
                return false;
        }
        return sma.IsReady == values.Get.Length >= period.Get;
    }));

    [Fact]
    public void MinimumAndMaximum_AnyValues_AreThoseOfTheLast() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, NonEmptyArray<short>>((period, values) =>
    {
        var (min, max) = (new Minimum(period.Get), new Maximum(period.Get));
        for (var i = 0; i < values.Get.Length; i++)
        {
            min.Update(Bars.Start.AddDays(i), values.Get[i]);
            max.Update(Bars.Start.AddDays(i), values.Get[i]);
            var last = values.Get.Take(i + 1).TakeLast(period.Get).Reverse().ToList();
            if (min.Current.Value != last.Min() || max.Current.Value != last.Max()
                || min.PeriodsSinceMinimum != last.IndexOf(last.Min()) || max.PeriodsSinceMaximum != last.IndexOf(last.Max()))
                return false;
        }
        return true;
    }));

    [Fact]
    public void Variance_AnyValues_IsTheMeanSquareDeviation() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, NonEmptyArray<short>>((period, values) =>
    {
        var variance = new Variance(period.Get + 1);
        for (var i = 0; i < values.Get.Length; i++)
        {
            variance.Update(Bars.Start.AddDays(i), values.Get[i]);
            var last = values.Get.Take(i + 1).TakeLast(period.Get + 1).Select(x => (double)x).ToList();
            var expected = last.Sum(x => Math.Pow(x - last.Average(), 2)) / last.Count;
            if (i > 0 && Math.Abs((double)variance.Current.Value - expected) > 1e-6 * Math.Max(1, expected))
                return false;
        }
        return true;
    }));

    [Fact]
    public void ExponentialMovingAverage_ThreeValues_StartsWithTheirMean()
    {
        var ema = new ExponentialMovingAverage(3);
        Assert.Equal([0m, 0m, 2m, 3m, 4m], Feed(ema, 1, 2, 3, 4, 5));
        Assert.Equal("EMA(3)", ema.Name);
    }

    [Fact]
    public void WilderMovingAverage_FourValues_WeighsTheLastOfTheFirstPeriodAlready() =>
        Assert.Equal([1m, 1.5m, 2.25m, 3m], Feed(new WilderMovingAverage("w", 2), 1, 2, 3, 3.75m));

    [Fact]
    public void LinearWeightedMovingAverage_ThreeValues_WeighsTheNewestMost() =>
        Assert.Equal([0m, 0m, 14m / 6, 20m / 6], Feed(new LinearWeightedMovingAverage(3), 1, 2, 3, 4));

    [Fact]
    public void HullMovingAverage_StraightLine_HasNoLag()
    {
        var hma = new HullMovingAverage(9);
        Feed(hma, [.. Enumerable.Range(1, 30).Select(x => (decimal)x)]);
        Assert.Equal(30m, hma.Current.Value, 10);
    }

    [Fact]
    public void LeastSquaresMovingAverage_StraightLine_IsOnIt()
    {
        var lsma = new LeastSquaresMovingAverage(5);
        Feed(lsma, [.. Enumerable.Range(1, 12).Select(x => 3m + 2 * x)]);
        Assert.Equal(27m, lsma.Current.Value, 9);
        Assert.Equal(2m, lsma.Slope.Current.Value, 9);
        Assert.Equal(17m, lsma.Intercept.Current.Value, 9);
    }

    [Theory]
    [InlineData(MovingAverageType.Simple)]
    [InlineData(MovingAverageType.Exponential)]
    [InlineData(MovingAverageType.Wilders)]
    [InlineData(MovingAverageType.LinearWeightedMovingAverage)]
    [InlineData(MovingAverageType.DoubleExponential)]
    [InlineData(MovingAverageType.TripleExponential)]
    [InlineData(MovingAverageType.Triangular)]
    [InlineData(MovingAverageType.T3)]
    [InlineData(MovingAverageType.Kama)]
    [InlineData(MovingAverageType.Hull)]
    [InlineData(MovingAverageType.Alma)]
    [InlineData(MovingAverageType.Zlema)]
    [InlineData(MovingAverageType.MGD)]
    public void AsIndicator_ConstantInput_GivesTheConstant(MovingAverageType type)
    {
        var average = type.AsIndicator("average", 6);
        for (var i = 0; i < 60; i++)
            average.Update(Bars.Start.AddDays(i), 42m);
        Assert.True(average.IsReady);
        Assert.Equal(42m, average.Current.Value, 9);
        Assert.Equal("average", average.Name);
        Assert.Equal(average.GetType(), type.AsIndicator(6).GetType());
    }

    [Fact]
    public void Constructor_PeriodBelowOne_Throws() => Assert.Throws<ArgumentException>(() => new SimpleMovingAverage(0));

    internal static List<decimal> Feed(IndicatorBase indicator, params decimal[] values) => [.. values.Select((x, i) =>
    {
        indicator.Update(new IndicatorDataPoint(Bars.Start.AddDays(i), x));
        return indicator.Current.Value;
    })];
}
