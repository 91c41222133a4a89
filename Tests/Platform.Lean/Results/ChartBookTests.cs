using QuantConnect;
using QuantConnect.Lean.Engine.Results;

namespace LeanDeep.Tests.Platform.Lean.Results;

public sealed class ChartBookTests
{
    private static readonly DateTime Start = new(2024, 1, 2);
    private readonly List<string> _reports = [];

    [Fact]
    public void Sample_OlderOrSameTime_IsLeftOutUnlessItReplaces()
    {
        var book = new ChartBook(_reports.Add);
        foreach (var (day, value) in new[] { (1, 1m), (1, 2m), (0, 3m), (2, 4m) })
            book.Sample("chart", "series", 0, SeriesType.Line, new ChartPoint(Start.AddDays(day), value), "$");
        book.Sample("chart", "series", 0, SeriesType.Line, new ChartPoint(Start.AddDays(2), 5), "$", replace: true);
        Assert.Equal([1m, 5m], Values(book, "chart", "series"));
    }

    [Fact]
    public void Merge_Updates_AppendsTheNewPoints()
    {
        var book = new ChartBook(_reports.Add);
        book.Merge([Update("mine", "a", 1)]);
        book.Merge([Update("mine", "a", 2), Update("other", "a", 3)]);
        Assert.Equal([1m, 2m], Values(book, "mine", "a"));
        Assert.Equal([3m], Values(book, "other", "a"));
        Assert.Null(book.TryGet("mine", "b"));
    }

    [Fact]
    public void Merge_MoreSeriesThanAllowed_LeavesOutTheRestAndSaysSoOnce()
    {
        var book = new ChartBook(_reports.Add, maximumSeries: 2);
        book.Merge([Update("mine", "a", 1), Update("mine", "b", 1), Update("mine", "c", 1), Update("mine", "d", 1), Update("mine", "a", 2)]);
        Assert.Equal(["a", "b"], book.Charts["mine"].Series.Keys);
        Assert.Equal([1m, 2m], Values(book, "mine", "a"));
        Assert.Contains("set at 2", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_MorePointsThanAllowed_LeavesOutTheRestAndSaysSoOnce()
    {
        var book = new ChartBook(_reports.Add, maximumPoints: 2);
        for (var i = 0; i < 5; i++)
            book.Merge([Update("mine", "a", i)]);
        Assert.Equal([0m, 1m], Values(book, "mine", "a"));
        Assert.Contains("Series name a", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_Pie_AddsTheSum()
    {
        var book = new ChartBook(_reports.Add);
        var pie = new Series("pie", SeriesType.Pie, 0);
        pie.AddPoint(Start, 1);
        pie.AddPoint(Start.AddDays(1), 2);
        var chart = new Chart("mine");
        chart.AddSeries(pie);
        book.Merge([chart]);
        Assert.Equal([3m], Values(book, "mine", "pie"));
    }

    private static Chart Update(string name, string series, int value)
    {
        var chart = new Chart(name);
        chart.AddSeries(new Series(series));
        ((Series)chart.Series[series]).AddPoint(Start.AddDays(value), value);
        return chart;
    }

    private static IEnumerable<decimal> Values(ChartBook book, string chart, string series) =>
        book.TryGet(chart, series).GetValues<ChartPoint>().Select(x => x.Y.Value);
}
