using System.Globalization;
using LeanDeep.Models.Features;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Algorithms;

/// <summary>What LongShort pays for trading.</summary>
[Collection(SmallMarket.Collection)]
public class LongShortCostTests(SmallMarket market)
{
    [Theory]
    [InlineData("20", 0.0020)]
    [InlineData("12.5", 0.00125)]
    public void LongShort_Slippage_MovesEveryFillAgainstItsOrder(string basisPoints, double rate)
    {
        var free = Traded.Orders(market.Run("without-slippage", ("fees", "none"), ("end", "2012-02-29")).ResultFile);
        var result = market.Run("with-slippage", ("fees", "none"), ("end", "2012-02-29"), ("slippage-bps", basisPoints));

        var panel = LeanFolderReader.ReadPanel(market.Data);
        var worse = Traded.Orders(result.ResultFile);
        var first = free.TakeWhile(order => order.Created == free[0].Created).ToArray();
        Assert.Equal(10, first.Length);
        // The first orders are sized before anything was paid; the same shares fill at the open, worse by the rate.
        foreach (var (i, order) in first.Index())
        {
            Assert.Equal(order.Quantity, worse[i].Quantity);
            Assert.Equal(order.Price * (1 + Math.Sign(order.Quantity) * (decimal)rate), worse[i].Price);
        }
        foreach (var order in worse.Where(order => order.Filled is not null))
        {
            var day = Traded.IndexOf(panel, DateOnly.FromDateTime(order.Filled!.Value.AddHours(-6)));
            var open = panel.Open(panel.Names.ToList().IndexOf(order.Ticker))[day];
            Assert.Equal(open * (1 + Math.Sign(order.Quantity) * rate), (double)order.Price, 1e-6 * open);
        }
        Assert.Equal("$0.00", result.Statistics["Total Fees"]);
    }

    [Fact]
    public void LongShort_FirstDay_LosesWhatSlippageCosts()
    {
        var free = market.Run("day-free", ("fees", "none"), ("end", "2012-01-04"));
        var worse = market.Run("day-worse", ("fees", "none"), ("end", "2012-01-04"), ("slippage-bps", "10"));

        var traded = Traded.Orders(free.ResultFile).Where(order => order.Filled is not null).Sum(order => Math.Abs(order.Quantity) * order.Price);
        Assert.True(traded > 900_000);
        Assert.Equal((double)(0.001m * traded), (double)(Equity(free) - Equity(worse)), 0.011); // statistics are rounded to cents
    }

    [Fact]
    public void LongShort_Fees_AreLeansUnlessThereAreToBeNone()
    {
        var none = market.Run("fees-none", ("fees", "none"), ("end", "2012-02-29"));
        var lean = market.Run("fees-lean", ("fees", "lean"), ("end", "2012-02-29"));
        var silent = market.Run("fees-silent", ("end", "2012-02-29"));

        Assert.Equal("$0.00", none.Statistics["Total Fees"]);
        Assert.NotEqual("$0.00", lean.Statistics["Total Fees"]);
        Assert.Equal(Traded.Orders(silent.ResultFile), Traded.Orders(lean.ResultFile));
    }

    private static decimal Equity(LeanDeep.Cli.LeanBacktest.Result result) => decimal.Parse(result.Statistics["End Equity"], CultureInfo.InvariantCulture);
}
