using System.Data;
using System.Drawing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using QuantConnect;

namespace LeanDeep.Tests.Platform.Lean.Charting;

public sealed class ChartTests
{
    private static readonly DateTime Start = new(2024, 1, 2, 21, 0, 0);

    [Fact]
    public void Series_Serialized_HasPairsOfSecondsAndValues()
    {
        var series = new Series("Price", SeriesType.Line, "$", Color.FromArgb(255, 0, 128), ScatterMarkerSymbol.Circle) { Index = 2, ZIndex = 1, Tooltip = "tip" };
        series.AddPoint(Start, 1.5m);
        series.AddPoint(new ChartPoint(Start.AddDays(1), null));
        Assert.Equal("""{"name":"Price","unit":"$","index":2,"seriesType":0,"zIndex":1,"tooltip":"tip","values":[[1704229200,1.5],[1704315600,null]],"color":"#FF0080","scatterMarkerSymbol":"circle"}""",
            JsonConvert.SerializeObject(series));
    }

    [Fact]
    public void CandlestickSeries_Serialized_HasTimeAndFourPrices()
    {
        var series = new CandlestickSeries("Equity");
        series.AddPoint(Start, 1, 4, 0.5m, 3);
        Assert.Equal("""{"name":"Equity","unit":"$","index":0,"seriesType":2,"values":[[1704229200,1.0,4.0,0.5,3.0]]}""", JsonConvert.SerializeObject(series));
    }

    [Fact]
    public void ScatterSeries_Serialized_HasObjectsWithTooltips()
    {
        var series = new Series("Trades", SeriesType.Scatter, 0);
        series.AddPoint(new ScatterChartPoint(Start, 2, "buy"));
        var point = JObject.Parse(JsonConvert.SerializeObject(series))["values"][0];
        Assert.Equal((1704229200L, 2m, "buy"), ((long)point["x"], (decimal)point["y"], (string)point["tooltip"]));
    }

    [Fact]
    public void Chart_ReadBack_IsTheSame()
    {
        var chart = new Chart("Mine") { LegendDisabled = true };
        chart.AddSeries(new Series("b", SeriesType.Bar, 1, "%") { Color = Color.FromArgb(1, 2, 3), IndexName = "pane" });
        chart.AddSeries(new CandlestickSeries("a", 0));
        chart.AddSeries(new Series("c", SeriesType.Scatter, 1));
        ((Series)chart.Series["b"]).AddPoint(Start, 7);
        ((Series)chart.Series["c"]).AddPoint(Start, 8);
        ((CandlestickSeries)chart.Series["a"]).AddPoint(Start, 1, 2, 0, 1);
        var json = JsonConvert.SerializeObject(chart);
        var series = JObject.Parse(json)["Series"].ToObject<Dictionary<string, BaseSeries>>();
        Assert.Equal(JObject.Parse(json)["Series"].ToString(), JObject.FromObject(series).ToString());
        Assert.Equal(["a", "b", "c"], series.Keys);
        Assert.True(JObject.Parse(json)["LegendDisabled"].Value<bool>());
    }

    [Fact]
    public void ChartPoint_ManyDigits_KeepsSevenOrFourDecimals()
    {
        Assert.Equal(1.234568m, new ChartPoint(Start, 1.23456789m).Y);
        Assert.Equal(12345.6789m, new ChartPoint(Start, 12345.678912m).Y);
        Assert.Equal(0.0001234568m, new ChartPoint(Start, 0.000123456789m).Y);
    }

    [Fact]
    public void AddPoint_SameTime_ReplacesTheLast()
    {
        var series = new Series("a");
        series.AddPoint(Start, 1);
        series.AddPoint(Start, 2);
        Assert.Equal(2m, Assert.Single(series.GetValues<ChartPoint>()).Y);
    }

    [Fact]
    public void AddPoint_WrongKind_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Series("a").AddPoint(new Candlestick()));
        Assert.Throws<ArgumentException>(() => new CandlestickSeries("a").AddPoint(new ChartPoint()));
        Assert.Throws<ArgumentException>(() => new CandlestickSeries("a").AddPoint(Start, [1m]));
        Assert.Throws<ArgumentException>(() => new Series("a").AddPoint(Start, [1m, 2m]));
    }

    [Fact]
    public void AddSeries_SameName_Throws()
    {
        var chart = new Chart("Mine");
        chart.AddSeries(new Series("a"));
        Assert.Throws<DuplicateNameException>(() => chart.AddSeries(new Series("a")));
    }

    [Fact]
    public void GetUpdates_CalledTwice_GivesNewPointsOnly()
    {
        var chart = new Chart("Mine");
        var series = new Series("a");
        chart.AddSeries(series);
        series.AddPoint(Start, 1);
        Assert.Single(chart.GetUpdates().Series["a"].Values);
        series.AddPoint(Start.AddDays(1), 2);
        Assert.Equal(2m, ((ChartPoint)Assert.Single(chart.GetUpdates().Series["a"].Values)).Y);
        Assert.Empty(chart.GetUpdates().Series["a"].Values);
    }

    [Fact]
    public void Aggregate_TwoSeries_AddsThemByTime()
    {
        var chart = new Chart("Mine");
        foreach (var name in new[] { "a", "b" })
        {
            var series = new Series(name);
            series.AddPoint(Start, 1);
            chart.AddSeries(series);
        }
        ((Series)chart.Series["b"]).AddPoint(Start.AddDays(1), 5);
        Assert.Equal([2m, 5m], chart.Aggregate().Series["TOTAL"].GetValues<ChartPoint>().Select(x => x.Y.Value));
    }

    [Fact]
    public void ConsolidateChartPoints_TwoPoints_IsTheirSumAtTheLastTime()
    {
        var series = new Series("a", SeriesType.Pie, 0);
        Assert.Null(series.ConsolidateChartPoints());
        series.AddPoint(Start, 1);
        series.AddPoint(Start.AddDays(1), 2);
        var point = (ChartPoint)series.ConsolidateChartPoints();
        Assert.Equal((Start.AddDays(1), 3m), (point.Time, point.Y.Value));
    }

    [Fact]
    public void Candlestick_Updated_FollowsTheValues()
    {
        var candle = new Candlestick { Time = Start };
        foreach (var value in new[] { 5m, 7m, 3m, 4m })
            candle.Update(value);
        Assert.Equal((5m, 7m, 3m, 4m), (candle.Open, candle.High, candle.Low, candle.Close));
    }

    [Fact]
    public void Create_UnknownType_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => BaseSeries.Create((SeriesType)99, "a"));
}
