using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class TimeSeriesIndicatorTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void InverseDifferencedSeries_OfDifferences_IsTheSeries(int order)
    {
        double[] series = [5, 3, 8, 1, 9, 2];
        var differences = TimeSeriesIndicator.DifferenceSeries(order, series, out var heads);
        Assert.Equal(series.Length - order, differences.Length);
        Assert.Equal(series, TimeSeriesIndicator.InverseDifferencedSeries(differences, heads));
    }

    [Fact]
    public void LaggedSeries_TwoLags_GivesTheItemsBefore()
    {
        Assert.Equal([[2.0, 1], [3, 2]], TimeSeriesIndicator.LaggedSeries(2, [1, 2, 3, 4]));
        Assert.Equal([[3.0, 2, 1], [4, 3, 2]], TimeSeriesIndicator.LaggedSeries(2, [1, 2, 3, 4], true));
    }

    [Fact]
    public void Arima_GeometricSeries_FindsItsRatio()
    {
        // From the newest on each value is the one before it times 1/1.1.
        var arima = new AutoRegressiveIntegratedMovingAverage("arima", 1, 0, 0, 20);
        for (var i = 0; i < 25; i++) arima.Update(Bars.Start.AddDays(i), (decimal)Math.Pow(1.1, i));
        Assert.True(arima.IsReady);
        Assert.Equal(1 / 1.1, Assert.Single(arima.ArParameters), 9);
        Assert.Equal(0, arima.ArResidualError, 9);
    }

    [Fact]
    public void Arima_RegressionWithoutRank_CountsAsZeroOrThrows()
    {
        var arima = new AutoRegressiveIntegratedMovingAverage("arima", 2, 0, 0, 6);
        for (var i = 0; i < 6; i++) arima.Update(Bars.Start.AddDays(i), 0);
        Assert.Equal(0m, arima.Current.Value);
        arima.HandleExceptions = false;
        Assert.ThrowsAny<Exception>(() => arima.Update(Bars.Start.AddDays(6), 0));
    }
}
