using System.Text.Json;
using LeanDeep.Cli;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Algorithms;

/// <summary>What a study decides vectorised is what its bundle and its benchmarks decide in the engine, of names and of portfolios of names.</summary>
[Collection(SmallMarket.Collection)]
public class AllocatorStudyTradingTests(SmallMarket market)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Backtest_StudyBundle_DecidesAsTheStudyDid(bool portfolios)
    {
        var (result, store) = Study(portfolios);

        foreach (var (rule, path, tolerance) in Enum.GetValues<PortfolioBenchmark>().Select((benchmark, i) => (Name(benchmark), result.Benchmarks[i], 1e-7)).Prepend(("model", result.Seeds[0].Path!, 1e-5)))
        {
            var run = Allocations.Run(market, store, $"{store}-{rule}", ("model", "study-1"), ("rule", rule), ("period", "weekly"), ("end", "2012-03-30"));

            Assert.StartsWith("0 of 13", Allocations.Statistic(run, "Constraint Violations"), StringComparison.Ordinal);
            var weights = Charted(run, AllocationCharts.Weights);
            var decided = result.Assets.Zip(path.Decisions[0].Weights).ToDictionary(pair => pair.First, pair => pair.Second);
            Assert.Equal(portfolios ? decided.Count : 11, weights.Count); // the ten largest and the others
            var others = decided.Where(pair => !weights.ContainsKey(pair.Key)).Sum(pair => pair.Value);
            Assert.All(weights, pair => Assert.Equal(pair.Key == AllocationCharts.Others ? others : decided[pair.Key], pair.Value, 20 * tolerance));
            Assert.Equal(1, Charted(run, AllocationCharts.Risk).Values.Sum(), 6);
        }
    }

    /// <summary>Members of a portfolio that trade are bought for the same value, up to a lot.</summary>
    [Fact]
    public void Backtest_Portfolio_IsHeldInEqualParts()
    {
        var (result, store) = Study(portfolios: true);
        var run = Allocations.Run(market, store, "equal-parts", ("model", "study-1"), ("rule", "one-over-n"), ("end", "2012-01-31"));
        var panel = LeanFolderReader.ReadPanel(market.Data);
        var day = Traded.IndexOf(panel, new DateOnly(2012, 1, 3));

        var bought = Traded.Orders(run.ResultFile).Where(order => order.Created.Day == 3)
            .ToDictionary(order => order.Ticker, order => (Close: panel.Close(panel.Names.ToList().IndexOf(order.Ticker))[day], order.Quantity));

        foreach (var members in result.Members!)
        {
            var trading = members.Where(bought.ContainsKey).ToList();
            Assert.Equal(trading, members.Where(member => !double.IsNaN(panel.Close(panel.Names.ToList().IndexOf(member))[day])));
            Assert.All(trading, member =>
                Assert.InRange(1e6 / result.Members!.Count / trading.Count - (double)bought[member].Quantity * bought[member].Close, -1e-3, bought[member].Close + 1e-3));
        }
    }

    /// <summary>On each date the newest bundle that has seen nothing of it decides, so that a later one changes no order before its date.</summary>
    [Fact]
    public void Backtest_TwoBundles_TakeTurnsAtTheirDates()
    {
        DateOnly first = SmallMarket.Through, second = new(2012, 3, 15);
        using var one = Allocations.Bachelier(market);
        using var two = Allocations.Bachelier(market, seed: 4);
        Allocations.Write(market, "turns-one", one, trainedThrough: first);
        Allocations.Write(market, "turns-two", one, trainedThrough: first);
        Allocations.Write(market, "turns-two", two, trainedThrough: second);

        var alone = Traded.Orders(Allocations.Run(market, "turns-one", "turns-one-out", ("period", "weekly")).ResultFile);
        var both = Allocations.Run(market, "turns-two", "turns-two-out", ("period", "weekly"));

        var orders = Traded.Orders(both.ResultFile);
        var before = orders.TakeWhile(order => order.Created < new DateTime(2012, 3, 19)).ToList();
        Assert.True(before.Count > 100);
        Assert.Equal(alone.Take(before.Count).Select(order => (order.Ticker, order.Quantity)), before.Select(order => (order.Ticker, order.Quantity)));
        Assert.NotEqual(alone.Skip(before.Count).Take(20).Select(order => (order.Ticker, order.Quantity)), orders.Skip(before.Count).Take(20).Select(order => (order.Ticker, order.Quantity)));
        Assert.Contains(File.ReadAllLines(Path.Combine(market["turns-two-out"], "ConstrainedAllocator-log.txt")), line =>
            line.StartsWith("2012-03-19", StringComparison.Ordinal) && line.Contains("models/allocator/20120315 decides from 2012-03-19 on", StringComparison.Ordinal));
        Assert.StartsWith("0 of ", Allocations.Statistic(both, "Constraint Violations"), StringComparison.Ordinal);
    }

    [Fact]
    public void Backtest_LaterBundleOfOtherNames_IsRefused()
    {
        using var network = Allocations.Bachelier(market);
        Allocations.Write(market, "other-names", network, trainedThrough: SmallMarket.Through);
        Allocations.Write(market, "other-names", network, trainedThrough: new DateOnly(2012, 3, 15), rename: true);

        var failure = Assert.Throws<InvalidOperationException>(() => Allocations.Run(market, "other-names", "other-names-out"));

        Assert.Contains("models/allocator/20120315/manifest.json: universe: expected that of the bundle through 2011-12-30 before it, found another", failure.Message, StringComparison.Ordinal);
    }

    private (AllocatorStudyResult Result, string Store) Study(bool portfolios)
    {
        var store = portfolios ? "study-portfolios" : "study-names";
        var panel = LeanFolderReader.ReadPanel(market.Data, through: new DateOnly(2012, 3, 30));
        string[] sectors = ["one", "two", "three", "four", "five"];
        string[][]? members = portfolios ? [.. sectors.Select((_, i) => panel.Names.Where((_, name) => name % sectors.Length == i).ToArray())] : null;
        if (members is not null) panel = LeanFolderReader.ReadPanel(market.Data, [.. members.SelectMany(names => names)], through: new DateOnly(2012, 3, 30));
        var config = new AllocatorConfig
        {
            Name = "study",
            Data = new AssetsConfig { Folder = market.Data, Names = panel.Names },
            Dates = new DatesConfig { TrainThrough = new DateOnly(2011, 6, 30), StopThrough = SmallMarket.Through },
            Window = new WindowConfig { Lookback = 12, Horizon = 6, Rebalance = 5 },
            Network = new NetworkConfig { Kind = NetworkKind.Conv, Hidden = 4 },
            Constraints = JsonElement.Parse(portfolios ? """{ "box": { "lower": 0.05, "upper": 0.3 }, "turnover": 0.3 }""" : """{ "box": { "lower": 0, "upper": 0.1 }, "turnover": 0.3 }"""),
            Training = new TrainingConfig { Epochs = 1 },
            Seeds = [1],
        };
        var assets = AllocatorAssets.Of(panel, config.Data.Fields, null, "of the test", members, members is null ? null : sectors);
        return (new AllocatorStudy(config).Run(assets, market[store]), store);
    }

    /// <summary>The series of a chart that have a point at its first decision.</summary>
    private static Dictionary<string, double> Charted(LeanBacktest.Result result, string chart)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(result.ResultFile));
        var all = document.RootElement.GetProperty("charts").GetProperty(chart).GetProperty("series").EnumerateObject()
            .Select(series => (series.Name, First: series.Value.GetProperty("values")[0])).ToArray();
        var first = all.Min(series => series.First[0].GetInt64());
        return all.Where(series => series.First[0].GetInt64() == first).ToDictionary(series => series.Name, series => series.First[1].GetDouble());
    }

    private static string Name(PortfolioBenchmark benchmark) => JsonNamingPolicy.KebabCaseLower.ConvertName(benchmark.ToString());
}
