using LeanDeep.Brokerages.Live;
using QuantConnect;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Brokerages.Live;

/// <summary>What a paper account takes beside what Alpaca's model does.</summary>
public sealed class AlpacaBrokerageFactoryTests
{
    private static readonly Symbol Spy = Symbol.Create("SPY", SecurityType.Equity, Market.USA);
    private static readonly DateTime Noon = new(2012, 3, 6, 17, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void BrokerageModel_WhatIsNotCarriedToTheBroker_IsRefusedByName()
    {
        Assert.Equal("SPY: TrailingStop orders are not supported on a paper account (supported: market, limit, stop-market, stop-limit, market-on-open and -close, in regular hours, for the day or until cancelled)",
            Refusal(new TrailingStopOrder(Spy, 1, 10, 0.1m, true, Noon)));
        var outside = new AlpacaOrderProperties { OutsideRegularTradingHours = true, TimeInForce = TimeInForce.Day };
        foreach (var order in new Order[] { new LimitOrder(Spy, 1, 10, Noon, "", outside), new MarketOnOpenOrder(Spy, 1, Noon, "", outside), new MarketOnCloseOrder(Spy, 1, Noon, "", outside) })
            Assert.StartsWith("SPY: orders with OutsideRegularTradingHours are not supported on a paper account", Refusal(order), StringComparison.Ordinal);
        Assert.StartsWith("SPY: orders with GoodTilDateTimeInForce are not supported on a paper account",
            Refusal(new LimitOrder(Spy, 1, 10, Noon, "", new OrderProperties { TimeInForce = TimeInForce.GoodTilDate(Noon.AddDays(3)) })), StringComparison.Ordinal);
    }

    /// <summary>The router keeps them for their window, and divides them at zero.</summary>
    [Fact]
    public void BrokerageModel_OrdersOfAnAuction_AreTakenAtAnyTime()
    {
        Assert.Null(Refusal(new MarketOnOpenOrder(Spy, 1, Noon)));
        Assert.Null(Refusal(new MarketOnCloseOrder(Spy, -1, Noon.AddHours(8))));
    }

    private static string? Refusal(Order order)
    {
        using var factory = new AlpacaBrokerageFactory(null!, null!, null!);
        return factory.GetBrokerageModel(null!).CanSubmitOrder(null!, order, out var message) ? null : message.Message;
    }
}
