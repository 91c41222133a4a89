using QuantConnect;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class OrderTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private static string Fill(OrderEvent fill) => FormattableString.Invariant($"{fill.Status} {fill.UtcTime:MM-dd HH:mm} {fill.FillQuantity} @ {fill.FillPrice}");

    [Fact]
    public void MarketOrder_SentAfterTheClose_FillsAtTheNextOpen()
    {
        _data.Daily("AAA", "2020-01-06", (10, 11, 9, 10.5m), (12, 14, 11, 13), (14, 14, 14, 14));
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 10); });
        var order = Assert.Single(run.Result.Orders);
        Assert.Equal(OrderType.MarketOnOpen, order.Type);
        // The event comes when the bar is known, at 16:00 New York.
        Assert.Equal(["Submitted 01-06 21:00 0 @ 0", "Filled 01-07 21:00 10 @ 12"], run.Events.Select(Fill));
    }

    [Fact]
    public void MarketOrder_OnDailyDataWhileOpen_FillsAtThatDaysClose()
    {
        _data.Daily("AAA", "2020-01-06", (10, 11, 9, 10.5m), (12, 14, 11, 13));
        var run = _data.Run("2020-01-06", "2020-01-07", a =>
        {
            a.Add("AAA");
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(11, 0), () => a.MarketOrder(a.Symbol, 10));
        });
        Assert.Equal(OrderType.MarketOnClose, run.Result.Orders[0].Type);
        Assert.Equal(["Submitted 01-07 16:00 0 @ 0", "Filled 01-07 21:00 10 @ 13"], run.Events.Select(Fill));
    }

    [Fact]
    public void MarketOrder_OnHourDataWhileOpen_FillsAtOnceAtTheLastClose()
    {
        _data.Hours("AAA", "2020-01-06", 10, 11, 12, 13, 14, 15, 16);
        var run = _data.Run("2020-01-06", "2020-01-06", a => a.Add("AAA", Resolution.Hour), a => { if (a.Step == 1) a.MarketOrder(a.Symbol, 10); });
        Assert.Equal(OrderType.Market, run.Result.Orders[0].Type);
        Assert.Equal(["Submitted 01-06 16:00 0 @ 0", "Filled 01-06 16:00 10 @ 11"], run.Events.Select(Fill));
    }

    [Fact]
    public void MarketOnCloseOrder_SentTenMinutesBeforeTheClose_IsRefused()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        var status = OrderStatus.None;
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.Add("AAA");
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(15, 50), () => status = a.MarketOnCloseOrder(a.Symbol, 10).Status);
        });
        Assert.Equal(OrderStatus.Invalid, status);
        Assert.Empty(run.Result.Orders);
        Assert.Empty(run.Events);
    }

    // A limit of 10 to buy against the next day's bar.
    [Theory]
    [InlineData(11, 10, 0, "")]
    [InlineData(11, 9.99, 10, "above the limit at the open: at the limit")]
    [InlineData(9.5, 9, 9.5, "below the limit at the open: at the open")]
    public void LimitOrder_NextBar_FillsOnlyThroughTheLimit(double open, double low, double price, string _)
    {
        _data.Daily("AAA", "2020-01-06", (11, 11, 11, 11), ((decimal)open, 12, (decimal)low, 11));
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"), a => { if (a.Step == 0) a.LimitOrder(a.Symbol, 5, 10); });
        var fills = run.Events.Where(x => x.Status == OrderStatus.Filled).Select(x => x.FillPrice).ToList();
        Assert.Equal(price == 0 ? [] : [(decimal)price], fills);
    }

    // A stop of 10 to sell against the next day's bar.
    [Theory]
    [InlineData(11, 10.01, 0)]
    [InlineData(11, 10, 10)]
    [InlineData(9.5, 9, 9.5)]
    public void StopMarketOrder_NextBar_FillsFromTheStopOn(double open, double low, double price)
    {
        _data.Daily("AAA", "2020-01-06", (11, 11, 11, 11), ((decimal)open, 12, (decimal)low, 11));
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"), a => { if (a.Step == 0) a.StopMarketOrder(a.Symbol, -5, 10); });
        var fills = run.Events.Where(x => x.Status == OrderStatus.Filled).Select(x => x.FillPrice).ToList();
        Assert.Equal(price == 0 ? [] : [(decimal)price], fills);
    }

    [Fact]
    public void LimitOrder_ForTheDay_ExpiresAtTheClose()
    {
        _data.Daily("AAA", "2020-01-06", 11m, 11, 11);
        var run = _data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.Add("AAA");
            a.DefaultOrderProperties.TimeInForce = TimeInForce.Day;
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(11, 0), () => a.LimitOrder(a.Symbol, 5, 10));
        });
        Assert.Equal(["Submitted 01-07 16:00 0 @ 0", "Canceled 01-07 21:00 0 @ 0"], run.Events.Select(Fill));
        Assert.Equal("The order has expired.", run.Events[1].Message);
    }

    [Fact]
    public void Ticket_CancelBeforeTheFill_IsCanceledAtTheNextStep()
    {
        _data.Daily("AAA", "2020-01-06", 11m, 11, 9);
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.LimitOrder(a.Symbol, 5, 10);
            else if (a.Step == 1) a.Transactions.GetOpenOrderTickets().Single().Cancel();
        });
        Assert.Equal([OrderStatus.Submitted, OrderStatus.CancelPending, OrderStatus.Canceled], run.Events.Select(x => x.Status));
        Assert.Equal(0, run.Portfolio[run.Symbol].Quantity);
    }

    [Fact]
    public void SetHoldings_All_LeavesABufferAndTheFee()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10);
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"), a => { if (a.Step == 0) a.SetHoldings(a.Symbol, 1); });
        // 99,750 of 100,000 is aimed at; of that 9,970 shares at 10 and their fee of 49.85 fit, 9,971 do not.
        Assert.Equal(9970, run.Result.Orders[0].Quantity);
        Assert.Equal(49.85m, run.Events[^1].OrderFee.Value.Amount);
    }

    [Fact]
    public void SetHoldings_ChangeUnderTheMinimum_SendsNothing()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 10, 10);
        var run = _data.Run("2020-01-06", "2020-01-09", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) a.SetHoldings(a.Symbol, 0.5);
            // At a leverage of 2, 0.1 % of margin is 0.2 % of value.
            else if (a.Step == 1) a.SetHoldings(a.Symbol, 0.5015);
            else if (a.Step == 2) a.SetHoldings(a.Symbol, 0.5035);
        });
        Assert.Equal(2, run.Result.Orders.Count);
    }

    [Fact]
    public void MarketOrder_BeyondBuyingPower_IsInvalid()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10);
        var run = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA"), a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 20001); });
        Assert.Equal(OrderStatus.Invalid, Assert.Single(run.Result.Orders).Status);
        Assert.Contains("Insufficient buying power", run.Events[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CashAccount_SaleAndPurchaseTogether_PurchaseIsInvalid()
    {
        Symbol other = null;
        _data.Daily("AAA", "2020-01-06", 10m, 10, 10, 10, 10).Daily("BBB", "2020-01-06", 10m, 10, 10, 10, 10);
        var run = _data.Run("2020-01-06", "2020-01-10", a =>
        {
            a.SetBrokerageModel(QuantConnect.Brokerages.BrokerageName.Default, AccountType.Cash);
            a.Add("AAA");
            other = a.AddEquity("BBB", Resolution.Daily).Symbol;
        }, a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 9900);
            else if (a.Step == 2)
            {
                a.MarketOrder(a.Symbol, -9900);
                a.MarketOrder(other, 9900);
            }
        });
        Assert.Equal([OrderStatus.Filled, OrderStatus.Filled, OrderStatus.Invalid], run.Result.Orders.Select(x => x.Status));
    }

    [Fact]
    public void Liquidate_WithOpenOrders_CancelsThemAndCloses()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 10, 10, 10);
        var run = _data.Run("2020-01-06", "2020-01-09", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0)
            {
                a.MarketOrder(a.Symbol, 7);
                a.LimitOrder(a.Symbol, 5, 1);
            }
            else if (a.Step == 1) a.Liquidate();
        });
        Assert.Equal([OrderStatus.Filled, OrderStatus.Canceled, OrderStatus.Filled], run.Result.Orders.Select(x => x.Status));
        Assert.Equal((-7m, "Liquidated"), (run.Result.Orders[2].Quantity, run.Result.Orders[2].Tag));
    }
}
