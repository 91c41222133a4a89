using System.Globalization;
using LeanDeep.Cli;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data;
using LeanDeep.Training.Hjb.Policies;

namespace LeanDeep.Tests.Algorithms;

/// <summary>Policies traded in the engine: what is held is what the policy says, and nothing of it comes from the future.</summary>
[Collection(SmallMarket.Collection)]
public class HjbPolicyTests(SmallMarket market)
{
    [Theory]
    [InlineData("merton", "policy")]
    [InlineData("kim-omberg", "policy")]
    [InlineData("kim-omberg", "myopic")]
    [InlineData("sectors", "policy")]
    public void Backtest_Policy_TradesEveryMonthWithinTheCap(string model, string mode)
    {
        WriteModels();
        var result = Run(model, $"{model}-{mode}", ("mode", mode), ("leverage-cap", "0.8"));

        Assert.Equal("6", Allocations.Statistic(result, "Decisions"));
        Assert.Equal("0", Allocations.Statistic(result, "Without Solution"));
        var orders = Traded.Orders(result.ResultFile);
        Assert.NotEmpty(orders);
        var (held, prices) = (new Dictionary<string, decimal>(), new Dictionary<string, decimal>());
        foreach (var order in orders.Where(order => order.Filled is not null))
        {
            held[order.Ticker] = held.GetValueOrDefault(order.Ticker) + order.Quantity;
            prices[order.Ticker] = order.Price;
        }
        // 80 % of a million that may have grown by a quarter.
        Assert.InRange(held.Sum(position => Math.Abs(position.Value) * prices[position.Key]), 1m, 1_000_000m);
    }

    [Fact]
    public void Backtest_BuyAndHold_BuysOnce()
    {
        WriteModels();
        var result = Run("kim-omberg", "hold", ("mode", "buy-and-hold"));
        Assert.Equal("1", Allocations.Statistic(result, "Decisions"));
        Assert.Single(Traded.Orders(result.ResultFile));
    }

    /// <summary>What later sessions hold changes nothing before them.</summary>
    [Fact]
    public void Backtest_ShorterRun_TradesTheSame()
    {
        WriteModels();
        var whole = Traded.Orders(Run("sectors", "whole", ("bias-correction", "false")).ResultFile);
        var part = Traded.Orders(Run("sectors", "part", ("bias-correction", "false"), ("end", "2012-03-30")).ResultFile).Where(order => order.Filled is not null).ToList();
        Assert.True(part.Count > 4);
        Assert.Equal(whole.Take(part.Count).Select(order => (order.Ticker, order.Quantity, order.Price)), part.Select(order => (order.Ticker, order.Quantity, order.Price)));
    }

    [Theory]
    [InlineData("mode", "hope", "policy, myopic, buy-and-hold", "hope")]
    [InlineData("model", "nobody", "models/nobody", "found none")]
    [InlineData("risk-aversion", "0", "positive", "found 0")]
    [InlineData("history", "2011-10-03", "expected 8 months", "found")]
    [InlineData("model", "small", "expected Policy", "ReturnPredictor")]
    [InlineData("leverage-cap", "-1", "positive", "found -1")]
    public void Backtest_BadParameter_SaysWhatIsWrong(string name, string value, params string[] fragments)
    {
        WriteModels();
        var failure = Assert.Throws<InvalidOperationException>(() => Run("kim-omberg", "bad", (name, value)));
        Assert.All(fragments, fragment => Assert.Contains(fragment, failure.Message, StringComparison.Ordinal));
    }

    private void WriteModels()
    {
        var metadata = FolderMetadata.TryRead(market.Data)!;
        Write("merton", new MertonPolicy(1, 1, 0.04, new(1, 20), new(-3, 3)), PolicyUniverse.Of(["spy"]));
        Write("kim-omberg", new KimOmbergPolicy(new()), PolicyUniverse.Of(["SPY"]));
        Write("sectors", new KimOmbergPolicy(new()), PolicyUniverse.LargestOfSectors(metadata, 2));

        void Write(string name, SolvedPolicy policy, ModelUniverse universe) => PolicyBundle.Write(market.Storage, policy, new PolicyBundleDescription
        {
            Name = name, Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Universe = universe,
        });
    }

    private LeanBacktest.Result Run(string model, string folder, params (string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string>
        {
            ["model"] = model, ["start"] = "2012-01-03", ["end"] = "2012-06-29", ["fees"] = "none", ["risk-aversion"] = "3",
            ["predictor-window"] = "250", ["moments-window"] = "125", ["minimum-steps"] = "8",
        };
        foreach (var (name, value) in parameters) all[name] = value;
        var (assembly, type) = BacktestVerb.Own("HjbPolicy");
        return LeanBacktest.Run(new(assembly, type, market.Data, market.Storage, market[string.Create(CultureInfo.InvariantCulture, $"hjb-{folder}")], all));
    }
}
