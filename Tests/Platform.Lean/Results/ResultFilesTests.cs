using Newtonsoft.Json.Linq;
using QuantConnect;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Packets;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Results;

public sealed class ResultFilesTests : IDisposable
{
    private static readonly DateTime Start = new(2024, 1, 2, 21, 0, 0);
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("results").FullName, "new");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder), true);

    [Fact]
    public void Write_Result_LeavesFourFilesAndNothingElse()
    {
        Write(Events(), ["one", "two"]);
        Assert.Equal(["run-log.txt", "run-order-events.json", "run-summary.json", "run.json"],
            Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["one", "two"], File.ReadLines(Path.Combine(_folder, "run-log.txt")));
    }

    [Fact]
    public void Write_Again_ReplacesTheFiles()
    {
        Write(Events(), ["one"]);
        Write(Events(), ["two"]);
        Assert.Equal(["two"], File.ReadLines(Path.Combine(_folder, "run-log.txt")));
    }

    [Fact]
    public void Write_Result_UsesLeansNames()
    {
        Write(Events(), []);
        var json = JObject.Parse(File.ReadAllText(Path.Combine(_folder, "run.json")));
        Assert.Equal(["rollingWindow", "charts", "orders", "profitLoss", "statistics", "runtimeStatistics", "algorithmConfiguration", "totalPerformance"],
            json.Properties().Select(x => x.Name));
        Assert.Equal(1704229200, (long)json["charts"]["Strategy Equity"]["series"]["Equity"]["values"][0][0]);
        Assert.Equal("2024-01-02T00:00:00Z", json["algorithmConfiguration"].Value<DateTime>("startDate").ToString("yyyy-MM-ddTHH:mm:ssZ", null));
        Assert.Equal("0.1235", (string)json["totalPerformance"]["portfolioStatistics"]["sharpeRatio"]);
        Assert.Equal("5%", (string)json["statistics"]["Net Profit"]);
        Assert.Equal("2024-01-02T21:00:00Z", json["orders"]["1"].Value<DateTime>("time").ToString("yyyy-MM-ddTHH:mm:ssZ", null));
        Assert.Equal(10m, (decimal)json["orders"]["1"]["quantity"]);
        Assert.Equal(4, (int)json["orders"]["1"]["type"]);
        Assert.NotNull(json["rollingWindow"]["M1_20240131"]["tradeStatistics"]["totalNumberOfTrades"]);
    }

    [Fact]
    public void Write_OrderEvents_AreFlat()
    {
        Write(Events(), []);
        var json = (JObject)Assert.Single(JArray.Parse(File.ReadAllText(Path.Combine(_folder, "run-order-events.json"))));
        Assert.Equal(("run-1-2", "filled", "buy", 1.5m, "USD"),
            ((string)json["id"], (string)json["status"], (string)json["direction"], (decimal)json["orderFeeAmount"], (string)json["orderFeeCurrency"]));
        Assert.Equal((1704229200d, 10m, 99.5m), ((double)json["time"], (decimal)json["fillQuantity"], (decimal)json["fillPrice"]));
        Assert.Null(json["stopPrice"]);
    }

    [Fact]
    public void Write_NoOrderEvents_LeavesNoSuchFile()
    {
        Write([], []);
        Assert.False(File.Exists(Path.Combine(_folder, "run-order-events.json")));
    }

    [Fact]
    public void Write_ManyOrderEvents_KeepsTheirOrder()
    {
        Write([.. Enumerable.Range(1, 5000).Select(id => Event(id))], []);
        Assert.Equal(Enumerable.Range(1, 5000), JArray.Parse(File.ReadAllText(Path.Combine(_folder, "run-order-events.json"))).Select(x => (int)x["orderEventId"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_ManyOrdersAndTrades_HasEachOnceInItsPlace(bool helpers)
    {
        var result = Result();
        result.Orders = Enumerable.Range(1, 20_000).ToDictionary(id => id, id => (Order)new MarketOnOpenOrder(Spy, id, Start));
        result.TotalPerformance.ClosedTrades = [.. Enumerable.Range(0, 4097).Select(i => new Trade { Quantity = i })];
        ResultFiles.Write(_folder, "run", result, [], helpers ? RunThreads.Helpers : RunThreads.Own);
        var json = JObject.Parse(File.ReadAllText(Path.Combine(_folder, "run.json")));
        Assert.Equal(Enumerable.Range(1, 20_000).Select(id => (id.ToStringInvariant(), (decimal)id)), ((JObject)json["orders"]).Properties().Select(x => (x.Name, (decimal)x.Value["quantity"])));
        Assert.Equal(Enumerable.Range(0, 4097), json["totalPerformance"]["closedTrades"].Select(x => (int)x["quantity"]));
    }

    [Fact]
    public void OrderEventFile_NotCompleted_LeavesNothing()
    {
        using (var file = new OrderEventFile(ResultFiles.EventsPath(_folder, "run"), "run", RunThreads.Helpers))
            for (var id = 1; id <= 5000; id++) file.Add(Event(id));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void SummaryOf_LongRun_KeepsEveryNthDayOfTheEquityOnly()
    {
        var result = Result();
        var equity = (CandlestickSeries)result.Charts["Strategy Equity"].Series["Equity"];
        for (var day = 1; day <= 400; day++)
            equity.AddPoint(Start.AddDays(day), 100.7m, 101, 99, 100.2m);
        var summary = ResultFiles.SummaryOf(result);
        var thinned = Assert.Single(Assert.Single(summary.Charts.Values).Series.Values);
        Assert.InRange(thinned.Values.Count, 95, 105);
        Assert.Equal((100m, 101m, 99m), (((Candlestick)thinned.Values[5]).Open, ((Candlestick)thinned.Values[5]).High, ((Candlestick)thinned.Values[5]).Low));
        Assert.Null(summary.Orders);
        Assert.Empty(summary.TotalPerformance.ClosedTrades);
        Assert.Equal(401, equity.Values.Count);
    }

    private static Symbol Spy => new(SecurityIdentifier.GenerateEquity(new DateTime(1998, 1, 2), "SPY", Market.USA), "SPY");

    private static BacktestResult Result()
    {
        var chart = new Chart("Strategy Equity");
        var equity = new CandlestickSeries("Equity");
        equity.AddPoint(Start, 100, 101, 99, 100);
        chart.AddSeries(equity);
        chart.AddSeries(new Series("Return", SeriesType.Bar, 1, "%"));
        return new BacktestResult
        {
            Charts = new Dictionary<string, Chart> { [chart.Name] = chart },
            Orders = new Dictionary<int, Order> { [1] = new MarketOnOpenOrder(Spy, 10, Start) },
            ProfitLoss = new Dictionary<DateTime, decimal> { [Start] = 5 },
            Statistics = new Dictionary<string, string> { ["Net Profit"] = "5%" },
            RuntimeStatistics = new Dictionary<string, string> { ["Equity"] = "$105.00" },
            AlgorithmConfiguration = new AlgorithmConfiguration { StartDate = Start.Date, EndDate = Start.Date.AddDays(30) },
            TotalPerformance = new AlgorithmPerformance { PortfolioStatistics = new PortfolioStatistics { SharpeRatio = 0.12345678m } },
            RollingWindow = new Dictionary<string, AlgorithmPerformance> { ["M1_20240131"] = new() }
        };
    }

    private static OrderEvent[] Events() => [Event(2)];

    private static OrderEvent Event(int id) =>
        new(1, Spy, Start, OrderStatus.Filled, OrderDirection.Buy, 99.5m, 10, new OrderFee(new QuantConnect.Securities.CashAmount(1.5m, "USD"))) { Id = id };

    private void Write(OrderEvent[] events, string[] log)
    {
        ResultFiles.Write(_folder, "run", Result(), log, RunThreads.Helpers);
        using var file = new OrderEventFile(ResultFiles.EventsPath(_folder, "run"), "run", RunThreads.Helpers);
        foreach (var item in events) file.Add(item);
        file.Complete();
    }
}
