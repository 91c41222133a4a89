using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Charting;

public sealed class PlottingTests
{
    private readonly QCAlgorithm _algorithm = new();

    [Fact]
    public void Plot_NewChart_MakesItAndGivesItsPointsOnce()
    {
        _algorithm.Plot("Mine", "a", 1.5m);
        _algorithm.Plot("b", 2);
        var charts = _algorithm.GetChartUpdates().ToDictionary(x => x.Name);
        Assert.Equal(["Mine", "Strategy Equity"], charts.Keys);
        Assert.Equal(1.5m, ((ChartPoint)Assert.Single(charts["Mine"].Series["a"].Values)).Y);
        Assert.Equal(2m, ((ChartPoint)Assert.Single(charts["Strategy Equity"].Series["b"].Values)).Y);
        Assert.All(_algorithm.GetChartUpdates(), x => Assert.Empty(x.Series.Values.Single().Values));
    }

    [Fact]
    public void Plot_FourPrices_MakesACandle()
    {
        _algorithm.Plot("Mine", "bars", 1m, 4m, 0.5m, 2m);
        var candle = Assert.IsType<Candlestick>(Assert.Single(_algorithm.GetChartUpdates().Single().Series["bars"].Values));
        Assert.Equal((1m, 4m, 0.5m, 2m), (candle.Open, candle.High, candle.Low, candle.Close));
    }

    [Theory]
    [InlineData("Strategy Equity", "Equity")]
    [InlineData("Benchmark", "Benchmark")]
    [InlineData("Exposure", "anything")]
    public void Plot_TheEnginesOwn_Throws(string chart, string series) => Assert.Throws<ArgumentException>(() => _algorithm.Plot(chart, series, 1m));

    [Fact]
    public void PlotIndicator_WaitForReady_PlotsFromThenOn()
    {
        var sma = new SimpleMovingAverage("sma", 2);
        _algorithm.PlotIndicator("Mine", true, sma);
        sma.Update(new DateTime(2024, 1, 1), 1);
        Assert.Empty(_algorithm.GetChartUpdates());
        sma.Update(new DateTime(2024, 1, 2), 3);
        Assert.Equal(2m, ((ChartPoint)Assert.Single(_algorithm.GetChartUpdates().Single().Series["sma"].Values)).Y);
    }

    [Fact]
    public void AddChart_GivenSeries_KeepsTheirKind()
    {
        var chart = new Chart("Mine");
        chart.AddSeries(new Series("a", SeriesType.Bar, 1, "%"));
        _algorithm.AddChart(chart);
        _algorithm.Plot("Mine", "a", 1m);
        _algorithm.AddSeries("Mine", "c", SeriesType.Candle);
        var series = _algorithm.GetChartUpdates().Single().Series;
        Assert.Equal((SeriesType.Bar, 1, "%"), (series["a"].SeriesType, series["a"].Index, series["a"].Unit));
        Assert.IsType<CandlestickSeries>(series["c"]);
    }

    [Fact]
    public void SetSummaryStatistic_ReservedName_Throws() => Assert.Throws<ArgumentException>(() => _algorithm.SetSummaryStatistic("7", "x"));

    [Fact]
    public void SetRuntimeStatistic_Twice_KeepsTheLast()
    {
        _algorithm.SetRuntimeStatistic("a", 1);
        _algorithm.SetRuntimeStatistic("a", 2.5m);
        Assert.Equal("2.5", _algorithm.RuntimeStatistics["a"]);
    }
}
