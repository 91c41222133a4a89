using LeanDeep.Cli;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Tests.Algorithms;

/// <summary>The portfolio that the engine holds satisfies its constraint set up to whole lots, and one that does not is caught.</summary>
[Collection(SmallMarket.Collection)]
public class ConstrainedAllocatorTests(SmallMarket market)
{
    [Theory]
    [InlineData("monthly", 6)]
    [InlineData("weekly", 26)]
    public void Backtest_AllocatorBundle_HoldsItsConstraintSet(string period, int decisions)
    {
        using var network = Allocations.Bachelier(market);
        Allocations.Write(market, "allocator", network);

        var result = Allocations.Run(market, "allocator", $"allocator-{period}", ("period", period));

        Assert.Equal($"{decisions}", Allocations.Statistic(result, "Rebalances"));
        Assert.StartsWith("0 of ", Allocations.Statistic(result, "Constraint Violations"), StringComparison.Ordinal);
        Assert.Equal("0", Allocations.Statistic(result, "Infeasible Rebalances"));
        var (days, worst) = Allocations.Audit(market, result, Allocations.Limits);
        Assert.InRange(days, decisions - 1, decisions);
        Assert.True(worst <= 1e-7, $"beyond a limit by {worst}");
        Assert.Contains("\"Constraints\"", File.ReadAllText(result.ResultFile), StringComparison.Ordinal);
    }

    /// <summary>Weights in closed form that know nothing of caps become the nearest that keep them; a band brings decisions between the periods.</summary>
    [Fact]
    public void Backtest_WeightsAndADriftBand_HoldTheConstraintSet()
    {
        using var network = new KeynesNetwork(1, KeynesTransform.Convolution, 3, hidden: 8);
        var limits = Allocations.Limits with { Turnover = null, Costs = 0, Gross = 1 };
        Allocations.Write(market, "keynes", network, limits);

        var plain = Allocations.Run(market, "keynes", "keynes");
        var banded = Allocations.Run(market, "keynes", "keynes-band", ("drift-band", "0.004"));

        Assert.Equal("6", Allocations.Statistic(plain, "Rebalances"));
        Assert.True(int.Parse(Allocations.Statistic(banded, "Rebalances"), System.Globalization.CultureInfo.InvariantCulture) > 6);
        Assert.Equal(0, Allocations.Audit(market, banded, limits).Worst, 1e-7);
    }

    /// <summary>A policy that sees what it holds trades through its bundle.</summary>
    [Fact]
    public void Backtest_SequentialAllocator_HoldsTheConstraintSet()
    {
        using var network = new SequentialAllocator(1, 4, 3, hidden: 6);
        Allocations.Write(market, "sequential", network);
        var result = Allocations.Run(market, "sequential", "sequential", ("period", "weekly"));
        var (days, worst) = Allocations.Audit(market, result, Allocations.Limits);
        Assert.InRange(days, 20, 27);
        Assert.True(worst <= 1e-7, $"beyond a limit by {worst}");
    }

    /// <summary>A network that hardly minds risk is held by its limit on volatility, of a session's return by the window's covariance.</summary>
    [Fact]
    public void Backtest_VolatilityLimit_HoldsTheConstraintSet()
    {
        using var network = Allocations.Bachelier(market);
        using (TorchSharp.torch.no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name is "gamma_sqrt" or "alpha") parameter.mul_(0.02);
        var limits = Allocations.Limits with { Net = new Interval(0.1, 1), Groups = [], Costs = 0, Turnover = null };
        Allocations.Write(market, "any-volatility", network, limits);
        Allocations.Write(market, "little-volatility", network, limits with { Volatility = 0.003 });
        var (any, little) = (Allocations.Run(market, "any-volatility", "any-volatility"), Allocations.Run(market, "little-volatility", "little-volatility"));
        Assert.Equal("0 of 6", Allocations.Statistic(little, "Constraint Violations")[..6]);
        Assert.Equal("0", Allocations.Statistic(little, "Infeasible Rebalances"));
        Assert.NotEqual(Traded.Orders(any.ResultFile), Traded.Orders(little.ResultFile));
        using var file = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(little.ResultFile));
        Assert.Contains(
            file.RootElement.GetProperty("charts").GetProperty(AllocationCharts.Prices).GetProperty("series").EnumerateObject(), limit => limit.Name == "volatility ≤ 0.003");
    }

    /// <summary>A graph that solves its problem itself gives the orders of the one that the host finishes.</summary>
    [Fact]
    public void Backtest_SolvedInGraph_TradesTheSame()
    {
        using var network = Allocations.Bachelier(market);
        Allocations.Write(market, "by-host", network);
        Allocations.Write(market, "in-graph", network, solvedInGraph: true);
        var (host, graph) = (Allocations.Run(market, "by-host", "by-host"), Allocations.Run(market, "in-graph", "in-graph"));
        Assert.Equal(Traded.Orders(host.ResultFile), Traded.Orders(graph.ResultFile));
    }

    [Fact]
    public void Backtest_ReturnPredictorAndConstraintSet_HoldsTheSet()
    {
        var set = new ConstraintSet
        {
            Net = Interval.Exactly(0), Box = new Interval(-0.1, 0.1), Gross = 1.2, Turnover = 0.8,
            Groups = [new GroupLimit("sector 0", new Interval(-0.05, 0.05)) { Sector = "0" }],
        };
        Directory.CreateDirectory(Path.Combine(market.Storage, "constraints"));
        File.WriteAllBytes(Path.Combine(market.Storage, "constraints", "neutral.json"), ConstraintSetJson.Write(set));

        var result = Allocations.Run(market, "storage", "predictor", ("model", "small"), ("constraints", "constraints/neutral.json"), ("period", "weekly"), ("end", "2012-03-30"));

        Assert.StartsWith("0 of ", Allocations.Statistic(result, "Constraint Violations"), StringComparison.Ordinal);
        var (days, worst) = Allocations.Audit(market, result, set);
        Assert.True(days > 8);
        Assert.True(worst <= 1e-7, $"beyond a limit by {worst}");
        Assert.Contains("-", string.Join(' ', Traded.Orders(result.ResultFile).Select(order => order.Quantity)), StringComparison.Ordinal);
    }

    /// <summary>The check can fail: weights beyond a cap by more than lots end the run, or are counted where the algorithm goes on.</summary>
    [Fact]
    public void Backtest_BrokenAllocator_IsCaught()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Broken(typeof(BrokenAlgorithm)));
        Assert.Contains("expected within the constraint set up to lots, found", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Message.Contains("≤ 0.3: 0.3", StringComparison.Ordinal), failure.Message);

        var reported = Allocations.Statistic(Broken(typeof(ReportedAlgorithm)), "Constraint Violations").Split(" of ");
        Assert.Equal(reported[1], reported[0]);
        Assert.NotEqual("0", reported[0]);
    }

    /// <summary>What later sessions hold changes nothing before them.</summary>
    [Fact]
    public void Backtest_ShorterRun_TradesTheSame()
    {
        using var network = Allocations.Bachelier(market);
        Allocations.Write(market, "allocator", network);

        var whole = Traded.Orders(Allocations.Run(market, "allocator", "whole", ("period", "weekly")).ResultFile);
        var part = Traded.Orders(Allocations.Run(market, "allocator", "part", ("period", "weekly"), ("end", "2012-03-30")).ResultFile);

        var filled = part.Where(order => order.Filled is not null).ToList();
        Assert.True(filled.Count > 100);
        Assert.Equal(whole.Take(filled.Count).Select(order => (order.Ticker, order.Quantity, order.Price)), filled.Select(order => (order.Ticker, order.Quantity, order.Price)));
    }

    [Theory]
    [InlineData("period", "yearly", "daily, weekly, monthly", "yearly")]
    [InlineData("violations", "ignore", "stop, report", "ignore")]
    [InlineData("start", "2011-11-01", "models/allocator", "before 2011-11-01")]
    [InlineData("constraints", "constraints/none.json", "kind allocator", "none.json")]
    [InlineData("model", "nobody", "models/nobody", "found none")]
    public void Backtest_BadParameter_SaysWhatIsWrong(string name, string value, params string[] fragments)
    {
        using var network = Allocations.Bachelier(market);
        Allocations.Write(market, "allocator", network);
        var failure = Assert.Throws<InvalidOperationException>(() => Allocations.Run(market, "allocator", "bad", (name, value)));
        Assert.All(fragments, fragment => Assert.Contains(fragment, failure.Message, StringComparison.Ordinal));
    }

    private LeanBacktest.Result Broken(Type algorithm) => LeanBacktest.Run(new(
        algorithm.Assembly.Location, algorithm.FullName!, market.Data, market.Storage, market[algorithm.Name],
        new Dictionary<string, string> { ["tickers"] = string.Join(' ', Allocations.Universe(market).Take(4).Select(name => name.Name)) }));
}
