using QuantConnect;

namespace LeanDeep.Tests.Platform.Lean.Charting;

public sealed class SeriesSamplerTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    [Fact]
    public void Sample_Line_InterpolatesBetweenPoints()
    {
        var series = new Series("a");
        series.AddPoint(Start, 0);
        series.AddPoint(Start.AddDays(4), 8);
        var sampled = new SeriesSampler(TimeSpan.FromDays(1)).Sample(series, Start, Start.AddDays(9));
        Assert.Equal([0m, 2m, 4m, 6m, 8m], sampled.GetValues<ChartPoint>().Select(x => x.Y.Value));
        Assert.Equal(Start.AddDays(3), sampled.Values[3].Time);
    }

    [Fact]
    public void Sample_WithoutSubSampling_KeepsOnlyStepsThatEndAtAPoint()
    {
        var series = new Series("a");
        for (var hour = 0; hour <= 48; hour += 12)
            series.AddPoint(Start.AddHours(hour), hour);
        var sampler = new SeriesSampler(TimeSpan.FromDays(1)) { SubSample = false };
        Assert.Equal([0m, 24m, 48m], sampler.Sample(series, Start, Start.AddDays(9)).GetValues<ChartPoint>().Select(x => x.Y.Value));
    }

    [Fact]
    public void Sample_Candles_AggregatesThoseOfAStep()
    {
        var series = new CandlestickSeries("a");
        for (var day = 0; day < 5; day++)
            series.AddPoint(Start.AddDays(day), day, day + 10, day - 10, day + 1);
        var sampled = new SeriesSampler(TimeSpan.FromDays(2)).Sample(series, Start, Start.AddDays(9)).GetValues<Candlestick>().ToList();
        Assert.Equal([Start, Start.AddDays(2), Start.AddDays(4)], sampled.Select(x => x.Time));
        Assert.Equal((1m, 12m, -9m, 3m), (sampled[1].Open, sampled[1].High, sampled[1].Low, sampled[1].Close));
        Assert.Equal((3m, 14m, -7m, 5m), (sampled[2].Open, sampled[2].High, sampled[2].Low, sampled[2].Close));
    }

    [Fact]
    public void Sample_Scatter_IsOnlyCutToTheRange()
    {
        var series = new Series("a", SeriesType.Scatter, 0);
        for (var day = 0; day < 5; day++)
            series.AddPoint(Start.AddDays(day), day + 0.5m);
        var sampled = new SeriesSampler(TimeSpan.FromHours(1)).Sample(series, Start.AddDays(1), Start.AddDays(3), truncateValues: true);
        Assert.Equal([1m, 2m, 3m], sampled.GetValues<ChartPoint>().Select(x => x.Y.Value));
        Assert.Equal(0.5m, ((ChartPoint)series.Values[0]).Y);
    }

    [Fact]
    public void SampleChart_EmptySeries_IsLeftOut()
    {
        var chart = new Chart("Mine");
        chart.AddSeries(new Series("a"));
        chart.AddSeries(new Series("b"));
        ((Series)chart.Series["b"]).AddPoint(Start, 1);
        Assert.Equal(["b"], new SeriesSampler(TimeSpan.FromDays(1)).SampleChart(chart, Start, Start.AddDays(1)).Series.Keys);
    }
}
