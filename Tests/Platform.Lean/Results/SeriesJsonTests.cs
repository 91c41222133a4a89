using System.Drawing;
using System.Text;
using Newtonsoft.Json;
using QuantConnect;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Packets;

namespace LeanDeep.Tests.Platform.Lean.Results;

/// <summary>Charts and profits that go past Newtonsoft's writer have the bytes that it would have written.</summary>
public class SeriesJsonTests
{
    private static readonly DateTime Start = new(2024, 1, 2, 21, 0, 0);

    private static readonly string[] Kinds = ["line", "empty", "gap", "candle"];

    public static TheoryData<string> Written => [.. Kinds];

    [Theory]
    [MemberData(nameof(Written))]
    public void SeriesJson_Series_EqualsConverter(string kind)
    {
        var series = Of(kind);
        var text = new JsonText();

        Assert.True(SeriesJson.CanWrite(series));
        SeriesJson.Write(text, series);

        Assert.Equal(JsonConvert.SerializeObject(series, Formatting.None), Encoding.UTF8.GetString(text.Bytes));
    }

    [Fact]
    public void SeriesJson_PieAndScatter_AreLeftToTheConverter()
    {
        var scatter = new Series("s", SeriesType.Scatter, 0, "$");
        scatter.Values.Add(new ScatterChartPoint(1, 2m, "tip"));

        Assert.False(SeriesJson.CanWrite(new Series("p", SeriesType.Pie, 0, "$")));
        Assert.False(SeriesJson.CanWrite(scatter));
    }

    [Fact]
    public void ResultFile_ChartsAndProfits_EqualSerializer()
    {
        var folder = Directory.CreateTempSubdirectory("results").FullName;
        try
        {
            var charts = new Dictionary<string, Chart> { ["c \"1\""] = new("c \"1\"") { Series = Kinds.Select(Of).ToDictionary(x => x.Name) } };
            var profits = new Dictionary<DateTime, decimal> { [Start] = -1.50m, [Start.AddMilliseconds(1)] = 3m };
            ResultFiles.Write(folder, "run", new BacktestResult { Charts = charts, ProfitLoss = profits }, [], RunThreads.Helpers);

            var written = File.ReadAllText(Path.Combine(folder, "run.json"));
            Assert.Contains("\"Series\":" + JsonConvert.SerializeObject(charts["c \"1\""].Series, new ChartSeriesJsonConverter()), written, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\"profitLoss\":" + JsonConvert.SerializeObject(profits, new JsonSerializerSettings { DateTimeZoneHandling = DateTimeZoneHandling.Utc }), written, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static BaseSeries Of(string kind)
    {
        if (kind == "candle")
        {
            var candles = new CandlestickSeries("candle", 2, "$");
            candles.AddPoint(Start, 1m, 2.50m, 0.5m, 1.123456789m);
            return candles;
        }
        var series = new Series(kind, SeriesType.Line, 1, "%") { Color = Color.FromArgb(10, 20, 255), Tooltip = "{SERIES_NAME}: \"{VALUE}\" \u00e9", IndexName = "i", ZIndex = 3 };
        if (kind == "empty") series.Color = Color.Empty;
        else series.AddPoint(Start, -12345.678901m);
        if (kind == "gap") series.Values.Add(new ChartPoint(Start.AddDays(1), null));
        return series;
    }
}
