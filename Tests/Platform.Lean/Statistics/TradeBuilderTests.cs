using QuantConnect;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

public sealed class TradeBuilderTests
{
    private static readonly DateTime Start = new(2020, 1, 1);
    private int _orderId;

    [Fact]
    public void FillToFill_BuyAndSell_IsATradeWithExcursions()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        Fill(builder, 0, 100, 10);
        builder.SetMarketPrice(Symbol.Empty, 13);
        builder.SetMarketPrice(Symbol.Empty, 8);
        Assert.True(builder.HasOpenPosition(Symbol.Empty));
        Fill(builder, 1, -100, 12);

        var trade = Assert.Single(builder.ClosedTrades);
        Assert.Equal((TradeDirection.Long, 100m, 10m, 12m), (trade.Direction, trade.Quantity, trade.EntryPrice, trade.ExitPrice));
        Assert.Equal((200m, 2m, -200m, 300m, 500m), (trade.ProfitLoss, trade.TotalFees, trade.MAE, trade.MFE, trade.EndTradeDrawdown));
        Assert.Equal(TimeSpan.FromDays(1), trade.Duration);
        Assert.Equal([1, 2], trade.OrderIds.Order());
        Assert.True(trade.IsWin);
        Assert.False(builder.HasOpenPosition(Symbol.Empty));
    }

    [Fact]
    public void FillToFill_ShortPosition_GainsWhenThePriceFalls()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        Fill(builder, 0, -10, 50);
        builder.SetMarketPrice(Symbol.Empty, 53);
        Fill(builder, 1, 10, 45);
        var trade = Assert.Single(builder.ClosedTrades);
        Assert.Equal((TradeDirection.Short, 50m, -30m, 50m), (trade.Direction, trade.ProfitLoss, trade.MAE, trade.MFE));
    }

    [Theory]
    [InlineData(FillMatchingMethod.FIFO, 10, 20)]
    [InlineData(FillMatchingMethod.LIFO, 20, 10)]
    public void FillToFill_TwoEntries_AreClosedInOrder(FillMatchingMethod matching, int first, int second)
    {
        var builder = Builder(FillGroupingMethod.FillToFill, matching);
        Fill(builder, 0, 100, 10);
        Fill(builder, 1, 50, 20);
        Fill(builder, 2, -150, 30);
        Assert.Equal([first, second], builder.ClosedTrades.Select(x => (int)x.EntryPrice));
        // The exit's fee belongs to the first trade that it closes.
        Assert.Equal([2m, 1m], builder.ClosedTrades.Select(x => x.TotalFees));
    }

    [Fact]
    public void FillToFill_PartialExit_SplitsTheTrade()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        Fill(builder, 0, 100, 10);
        Fill(builder, 1, -30, 11);
        Fill(builder, 2, -70, 12);
        Assert.Equal([(30m, 30m, 2m), (70m, 140m, 1m)], builder.ClosedTrades.Select(x => (x.Quantity, x.ProfitLoss, x.TotalFees)));
    }

    [Fact]
    public void FillToFill_Reversal_OpensTheRestWithoutFee()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        Fill(builder, 0, 100, 10);
        Fill(builder, 1, -150, 12);
        Fill(builder, 2, 50, 11);
        Assert.Equal([(TradeDirection.Long, 100m, 200m, 2m), (TradeDirection.Short, 50m, 50m, 1m)],
            builder.ClosedTrades.Select(x => (x.Direction, x.Quantity, x.ProfitLoss, x.TotalFees)));
    }

    [Fact]
    public void FlatToFlat_SeveralFills_AreOneTradeAtAveragePrices()
    {
        var builder = Builder(FillGroupingMethod.FlatToFlat);
        Fill(builder, 0, 100, 10);
        Fill(builder, 1, 100, 20);
        Fill(builder, 2, -50, 30);
        Assert.Empty(builder.ClosedTrades);
        Fill(builder, 3, -150, 18);
        var trade = Assert.Single(builder.ClosedTrades);
        Assert.Equal((200m, 15m, 21m, 1200m, 4m), (trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.ProfitLoss, trade.TotalFees));
    }

    [Fact]
    public void FlatToReduced_EachReduction_IsATrade()
    {
        var builder = Builder(FillGroupingMethod.FlatToReduced);
        Fill(builder, 0, 100, 10);
        Fill(builder, 1, 100, 20);
        Fill(builder, 2, -150, 30);
        Fill(builder, 3, -100, 40);
        Fill(builder, 4, 50, 35);
        Assert.Equal([(TradeDirection.Long, 150m, 2500m, 3m), (TradeDirection.Long, 50m, 1000m, 1m), (TradeDirection.Short, 50m, 250m, 1m)],
            builder.ClosedTrades.Select(x => (x.Direction, x.Quantity, x.ProfitLoss, x.TotalFees)));
    }

    [Fact]
    public void ProcessFill_SecondFillOfAnOrder_HasNoFee()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        builder.ProcessFill(Event(1, 0, 50, 10), 1, 3);
        builder.ProcessFill(Event(1, 0, 50, 10), 1, 3);
        builder.ProcessFill(Event(2, 1, -100, 10), 1, 3);
        Assert.Equal(6m, builder.ClosedTrades.Sum(x => x.TotalFees));
    }

    [Fact]
    public void TradeStatistics_ThreeTrades_CountsStreaksAndDrawdowns()
    {
        var builder = Builder(FillGroupingMethod.FillToFill);
        foreach (var (day, exit) in new[] { (0, 13m), (2, 9m), (4, 8m), (6, 16m) })
        {
            Fill(builder, day, 100, 10);
            Fill(builder, day + 1, -100, exit);
        }
        var statistics = new TradeStatistics(builder.ClosedTrades);
        Assert.Equal((4, 2, 2), (statistics.TotalNumberOfTrades, statistics.NumberOfWinningTrades, statistics.NumberOfLosingTrades));
        Assert.Equal((600m, 900m, -300m), (statistics.TotalProfitLoss, statistics.TotalProfit, statistics.TotalLoss));
        Assert.Equal((1, 2, -300m), (statistics.MaxConsecutiveWinningTrades, statistics.MaxConsecutiveLosingTrades, statistics.MaximumClosedTradeDrawdown));
        Assert.Equal((3m, 3m, 1m, 2m), (statistics.ProfitLossRatio, statistics.ProfitFactor, statistics.WinLossRatio, statistics.ProfitToMaxDrawdownRatio));
        Assert.Equal(TimeSpan.FromDays(6), statistics.MaximumDrawdownDuration);
        Assert.Equal(TimeSpan.FromDays(1), statistics.MedianTradeDuration);
        Assert.Equal((Start, Start.AddDays(7)), (statistics.StartDateTime, statistics.EndDateTime));
        // Sample deviation of 300, -100, -200, 600.
        Assert.Equal((decimal)Math.Sqrt(410000 / 3.0), statistics.ProfitLossStandardDeviation, 9);
        Assert.Equal(8m, statistics.TotalFees);
    }

    private static TradeBuilder Builder(FillGroupingMethod grouping, FillMatchingMethod matching = FillMatchingMethod.FIFO) => new(grouping, matching);

    private void Fill(TradeBuilder builder, int day, decimal quantity, decimal price) => builder.ProcessFill(Event(++_orderId, day, quantity, price), 1, 1);

    private static OrderEvent Event(int orderId, int day, decimal quantity, decimal price) =>
        new(orderId, Symbol.Empty, Start.AddDays(day), OrderStatus.Filled, quantity > 0 ? OrderDirection.Buy : OrderDirection.Sell, price, quantity, OrderFee.Zero);
}
