using System.Globalization;
using LeanDeep.Cli;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Algorithms;

[Collection(SmallMarket.Collection)]
public class LongShortTests(SmallMarket market)
{
    /// <summary>The algorithm, bar by bar in the engine, holds what the model says of batch features computed over the whole panel.</summary>
    [Fact]
    public void LongShort_EveryDay_HoldsWhatTheModelSaysOfBatchFeatures()
    {
        var result = market.Run("holds");

        var panel = LeanFolderReader.ReadPanel(market.Data);
        var table = FeatureSet.Chapter17.Compute(panel);
        using var model = ReturnPredictor.Load(ModelBundle.Read(market.Storage, "small", LastBundle()), FeatureSet.Chapter17);
        var rule = new LongShortRule(5, 2, 1);
        var positions = new Dictionary<string, decimal>();
        var checkedDays = 0;
        foreach (var day in Traded.ByDay(result.ResultFile))
        {
            foreach (var (ticker, quantity) in day.Value)
                positions[ticker] = positions.GetValueOrDefault(ticker) + quantity;
            // Fills of day d follow the decision after the close of the session before.
            var decided = Traded.IndexOf(panel, day.Key) - 1;
            var expected = Traded.Decide(table, model, rule, panel, decided);
            var held = positions.Where(p => p.Value != 0).ToDictionary(p => p.Key, p => Math.Sign(p.Value));
            Assert.Equal(expected.OrderBy(p => p.Key), held.OrderBy(p => p.Key));
            checkedDays++;
        }
        Assert.InRange(checkedDays, 60, 130);
    }

    [Fact]
    public void LongShort_StartOnADayThatTheModelHasSeen_IsRefused()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => market.Run("seen", ("start", "2011-11-01")));

        Assert.Contains("models/small", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2011-11-01", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongShort_InSampleAllowed_Trades()
    {
        var result = market.Run("in-sample", ("start", "2011-11-01"), ("end", "2011-12-15"), ("allow-in-sample", "true"));

        Assert.True(int.Parse(result.Statistics["Total Orders"], CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public void LongShort_UnknownModel_SaysWhereItLooked()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => market.Run("unknown", ("model", "nobody")));

        Assert.Contains("models/nobody", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongShort_MinimumAboveWhatOneSideHas_StaysFlat()
    {
        var result = market.Run("flat", ("side", "29"), ("minimum-side", "28"), ("end", "2012-03-30"));

        Assert.Equal("0", result.Statistics["Total Orders"]);
    }

    /// <summary>±1/n each leaves twice the equity no room; with more leverage no order is refused.</summary>
    [Fact]
    public void LongShort_GrossOfTwo_NeedsLeverage()
    {
        static int Refused(LeanBacktest.Result result)
        {
            var orders = Traded.Orders(result.ResultFile);
            return orders.Count(order => order.Filled is null && order.Created < orders[^1].Created); // those of the last day wait
        }

        var lean = market.Run("gross-lean", ("gross", "2"), ("end", "2012-03-30"));
        var more = market.Run("gross-more", ("gross", "2"), ("leverage", "4"), ("end", "2012-03-30"));

        Assert.True(Refused(lean) > 10);
        Assert.Equal(0, Refused(more));
    }

    [Theory]
    [InlineData("fees", "maker", "parameter fees: expected lean or none, found maker")]
    [InlineData("leverage", "0.5", "parameter leverage: expected 0 or at least 1, found 0.5")]
    [InlineData("slippage-bps", "-1", "parameter slippage-bps: expected from 0 to less than 10000, found -1")]
    public void LongShort_BadParameter_SaysWhatItTakes(string name, string value, string message)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => market.Run("bad", (name, value)));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private DateOnly LastBundle() => ModelBundle.Dates(market.Storage, "small")[^1];
}
