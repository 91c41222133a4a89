using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Brokerages;

/// <summary>LEAN's rules of Alpaca for stocks.</summary>
public sealed class AlpacaBrokerageModelTests : IDisposable
{
    private static readonly DateTime Noon = new(2020, 1, 7, 17, 0, 0, DateTimeKind.Utc);

    private readonly DataFolder _data = new();
    private readonly Security _security;
    private readonly AlpacaBrokerageModel _model = new();

    public AlpacaBrokerageModelTests()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        _security = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA")).Securities.Values.Single();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Orders_OfItsTypes_AreTaken()
    {
        foreach (var order in new Order[]
        {
            new MarketOrder(_security.Symbol, 1, Noon), new LimitOrder(_security.Symbol, 1, 10, Noon), new StopMarketOrder(_security.Symbol, 1, 10, Noon),
            new StopLimitOrder(_security.Symbol, 1, 10, 10, Noon), new TrailingStopOrder(_security.Symbol, 1, 10, 0.1m, true, Noon), new MarketOnCloseOrder(_security.Symbol, 1, Noon),
        })
            Assert.Null(Refusal(order));
        Assert.Equal("The AlpacaBrokerageModel does not support LimitIfTouched order type. Only supports [Market,Limit,StopMarket,StopLimit,TrailingStop,MarketOnOpen,MarketOnClose]",
            Refusal(new LimitIfTouchedOrder(_security.Symbol, 1, 10, 10, Noon)));
    }

    [Fact]
    public void OutsideRegularTradingHours_OnlyLimitOrdersForTheDay()
    {
        AlpacaOrderProperties Properties(TimeInForce time) => new() { OutsideRegularTradingHours = true, TimeInForce = time };
        Assert.Null(Refusal(new LimitOrder(_security.Symbol, 1, 10, Noon, "", Properties(TimeInForce.Day))));
        Assert.Equal("The AlpacaBrokerageModel does not support Limit orders with QuantConnect.Orders.TimeInForces.GoodTilCanceledTimeInForce TIF outside regular hours. "
            + "Only Limit orders with QuantConnect.Orders.TimeInForces.DayTimeInForce TIF are supported outside regular trading hours.",
            Refusal(new LimitOrder(_security.Symbol, 1, 10, Noon, "", Properties(TimeInForce.GoodTilCanceled))));
        Assert.StartsWith("The AlpacaBrokerageModel does not support Market orders", Refusal(new MarketOrder(_security.Symbol, 1, Noon, "", Properties(TimeInForce.Day))), StringComparison.Ordinal);
    }

    [Fact]
    public void OrdersOfAnAuction_AcrossZero_AreRefused()
    {
        _security.Holdings.SetHoldings(10, 5);
        Assert.Null(Refusal(new MarketOnCloseOrder(_security.Symbol, -5, Noon)));
        Assert.Null(Refusal(new MarketOrder(_security.Symbol, -6, Noon)));
        Assert.Equal("Order type 'MarketOnClose' is not supported for orders that cross the zero holdings threshold in the AlpacaBrokerageModel. This means you cannot change a position from "
            + "positive to negative or vice versa using this order type. Please close the existing position first.", Refusal(new MarketOnCloseOrder(_security.Symbol, -6, Noon)));
    }

    [Theory]
    [InlineData(18, 59, false)]
    [InlineData(19, 0, true)]
    [InlineData(9, 27, true)]
    [InlineData(9, 28, false)]
    public void MarketOnOpen_FromSevenToTwoMinutesBeforeTheOpen(int hour, int minute, bool accepted)
    {
        string found = "never asked";
        _data.Run("2020-01-06", "2020-01-08", a =>
        {
            var security = a.AddEquity("AAA", Resolution.Daily);
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(hour, minute),
                () => found = _model.CanSubmitOrder(security, new MarketOnOpenOrder(security.Symbol, 1, Noon), out var message) ? null : message.Message);
        });
        Assert.Equal(accepted ? null : "MarketOnOpen submission time is invalid. Valid local times are  07:00– 09:28. Consider setting DailyPreciseEndTime = false or using Schedule.On.", found);
    }

    [Fact]
    public void Fees_AreNone()
    {
        var fee = Assert.IsType<AlpacaFeeModel>(_model.GetFeeModel(_security)).GetOrderFee(new OrderFeeParameters(_security, new MarketOrder(_security.Symbol, 100, Noon)));
        Assert.Equal((0m, "USD"), (fee.Value.Amount, fee.Value.Currency));
        Assert.Equal((AccountType.Margin, 2m), (_model.AccountType, _model.GetLeverage(_security)));
    }

    private string Refusal(Order order) => _model.CanSubmitOrder(_security, order, out var message) ? null : message.Message;
}
