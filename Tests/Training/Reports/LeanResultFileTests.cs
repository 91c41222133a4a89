using System.Text.Json.Nodes;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

public class LeanResultFileTests
{
    [Fact]
    public void Read_Small_KeepsOrdersTradesAndStatistics()
    {
        var result = SmallResult.Read();

        Assert.Equal("Small", result.Name);
        Assert.Equal(["AAA", "BBB", "BBB", "AAA"], result.Fills.Select(fill => fill.Symbol)); // the cancelled order is left out
        Assert.Equal(600, result.Fills[0].Value);
        Assert.Equal(new ClosedTrade("BBB", true, Utc(2015, 12, 28), Utc(2016, 1, 4), 4, 100, 90, 40, 2), result.Trades[0]);
        Assert.Equal(0.1, result.Trades[0].Return, 12);
        Assert.Equal(["Total Fees", "Sharpe Ratio", "Total Orders"], result.Statistics.Select(entry => entry.Key));
        Assert.Equal(KeyValuePair.Create("fast", "5"), Assert.Single(result.Parameters));
    }

    [Fact]
    public void Read_Midnight_BelongsToTheDayThatEnds()
    {
        var result = SmallResult.Read();

        Assert.Equal(SmallResult.Start, result.Equity.Keys.Min());
        Assert.Equal(1100, result.Equity[SmallResult.First]);
        Assert.Equal(1000, result.Equity[new DateOnly(2015, 12, 27)]); // a Sunday carries the level
    }

    [Fact]
    public void Read_Candles_TakesTheCloseAndTheLastOfTheDay()
    {
        // 15:00 and 16:00 New York of 2016-11-29
        var values = JsonNode.Parse("[[1480449600, 1, 9, 0, 5], [1480453200, 5, 9, 5, 7], [1480539600, null, null, null, null]]")!;
        var result = SmallResult.Read(SmallResult.Text().Raw("Strategy Equity", "Equity", values));

        Assert.Equal(KeyValuePair.Create(new DateOnly(2016, 11, 29), 7.0), Assert.Single(result.Equity));
    }

    [Fact]
    public void Read_OlderForm_PascalCaseAndPointsAsObjects()
    {
        const string Text = """
            { "Charts": { "Strategy Equity": { "Series": { "Equity": { "Values": [ { "x": 1480395600, "y": 10 }, { "x": 1480482000, "y": 11.5 } ] } } } },
              "Orders": { "1": { "Symbol": { "Value": "SPY" }, "Status": "filled", "Time": "2016-11-29T14:31:00Z", "Quantity": 3, "Price": "2.5" } },
              "TotalPerformance": { "ClosedTrades": [ { "Symbol": { "Value": "SPY" }, "Direction": "Short", "EntryTime": "2016-11-29T14:31:00Z", "ExitTime": "2016-11-29T15:31:00Z", "Quantity": 1, "EntryPrice": 2, "ExitPrice": 1, "ProfitLoss": 1, "TotalFees": 0.5 } ] } }
            """;
        using var folder = new TemporaryFolder();
        var result = LeanResultFile.Read(folder.WriteText("old.json", Text));

        Assert.Equal("old", result.Name);
        Assert.Equal(11.5, result.Equity[new DateOnly(2016, 11, 29)]);
        Assert.Equal(7.5, Assert.Single(result.Fills).Value);
        Assert.True(Assert.Single(result.Trades).IsShort);
    }

    [Fact]
    public void Read_BenchmarkOfZeros_IsNoBenchmark()
    {
        var result = SmallResult.Read(SmallResult.Text().Series("Benchmark", "Benchmark", [(SmallResult.First, 0), (SmallResult.End, 0)]));

        Assert.Empty(result.Benchmark);
        Assert.False(SmallResult.Days(result).HasBenchmark);
        Assert.Null(TradingDayStatistics.Of(SmallResult.Days(result), result).Relative);
    }

    [Theory]
    [InlineData("{ \"charts\": {} }", "Strategy Equity")]
    [InlineData("{ \"charts\": ", "line 1", "JSON")]
    [InlineData("[]", "Strategy Equity")]
    [InlineData("{ \"charts\": { \"Strategy Equity\": { \"series\": { \"Equity\": { \"values\": [[\"monday\", 1]] } } } } }", "expected LEAN's result fields")]
    public void Read_BadFile_SaysWhatWasExpected(string text, params string[] fragments)
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<InvalidDataException>(() => LeanResultFile.Read(folder.WriteText("bad.json", text)));

        Assert.Contains("bad.json", failure.Message, StringComparison.Ordinal);
        Assert.All(fragments, fragment => Assert.Contains(fragment, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NoFile_NamesIt() =>
        Assert.Contains("no-such.json", Assert.Throws<FileNotFoundException>(() => LeanResultFile.Read("no-such.json")).Message, StringComparison.Ordinal);

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 21, 0, 0, DateTimeKind.Utc);
}
