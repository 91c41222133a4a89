using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Brokerages;

/// <summary>LEAN's rules of TradeStation for stocks.</summary>
public sealed class TradeStationBrokerageModelTests : IDisposable
{
    private static readonly DateTime Noon = new(2020, 1, 7, 17, 0, 0, DateTimeKind.Utc);

    private readonly DataFolder _data = new();
    private readonly Security _security;
    private readonly TradeStationBrokerageModel _model = new();

    public TradeStationBrokerageModelTests()
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
        Assert.Equal("The TradeStationBrokerageModel does not support LimitIfTouched order type. Only supports [Market,Limit,StopMarket,StopLimit,ComboMarket,ComboLimit,MarketOnOpen,MarketOnClose,TrailingStop]",
            Refusal(new LimitIfTouchedOrder(_security.Symbol, 1, 10, 10, Noon)));
    }

    [Fact]
    public void OutsideRegularTradingHours_OnlyLimitOrders()
    {
        var properties = new TradeStationOrderProperties { OutsideRegularTradingHours = true };
        Assert.Null(Refusal(new LimitOrder(_security.Symbol, 1, 10, Noon, "", properties)));
        Assert.Equal("To place an order outside regular trading hours, please use a limit order and ensure the security is an equity.", Refusal(new StopLimitOrder(_security.Symbol, 1, 10, 10, Noon, "", properties)));
    }

    [Fact]
    public void OrdersAcrossZero_OfAnAuction_AreRefused()
    {
        _security.Holdings.SetHoldings(10, 5);
        Assert.Null(Refusal(new MarketOnCloseOrder(_security.Symbol, -5, Noon)));
        Assert.Null(Refusal(new MarketOrder(_security.Symbol, -6, Noon)));
        Assert.StartsWith("Order type 'MarketOnClose' is not supported", Refusal(new MarketOnCloseOrder(_security.Symbol, -6, Noon)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, -15, -16, false)]
    [InlineData(10, -15, -15, true)]
    [InlineData(0, 1, 2, true)]
    [InlineData(10, -5, -15, true)]
    public void Updates_OfTheQuantityAcrossZero_AreRefused(int held, int ordered, int asked, bool accepted)
    {
        _security.Holdings.SetHoldings(10, held);
        var request = new UpdateOrderRequest(Noon, 1, new UpdateOrderFields { Quantity = asked });
        Assert.Equal(accepted, _model.CanUpdateOrder(_security, new MarketOrder(_security.Symbol, ordered, Noon), request, out var message));
        Assert.Equal(accepted ? null : "Unfortunately, the TradeStationBrokerageModel brokerage model does not support updating the quantity of Cross Zero Orders.", message?.Message);
    }

    [Theory]
    [InlineData(5, 59, false)]
    [InlineData(6, 0, true)]
    [InlineData(9, 28, true)]
    [InlineData(9, 29, false)]
    public void MarketOnOpen_FromSixToAMinuteBeforeTheOpen(int hour, int minute, bool accepted)
    {
        bool? found = null;
        _data.Run("2020-01-06", "2020-01-08", a =>
        {
            var security = a.AddEquity("AAA", Resolution.Daily);
            a.Schedule.On(a.DateRules.On(2020, 1, 7), a.TimeRules.At(hour, minute), () => found = _model.CanSubmitOrder(security, new MarketOnOpenOrder(security.Symbol, 1, Noon), out _));
        });
        Assert.Equal(accepted, found);
    }

    [Fact]
    public void Fees_AreThoseOfAResident()
    {
        var order = new OrderFeeParameters(_security, new MarketOrder(_security.Symbol, 20_000, Noon));
        Assert.Equal(0m, Assert.IsType<TradeStationFeeModel>(_model.GetFeeModel(_security)).GetOrderFee(order).Value.Amount);
        Assert.Equal(5m, new TradeStationFeeModel(usResident: false).GetOrderFee(order).Value.Amount);
        Assert.Equal((AccountType.Margin, 2m), (_model.AccountType, _model.GetLeverage(_security)));
    }

    [Theory]
    [InlineData(BrokerageName.Default)]
    [InlineData(BrokerageName.InteractiveBrokersBrokerage)]
    [InlineData(BrokerageName.Alpaca)]
    [InlineData(BrokerageName.Axos)]
    [InlineData(BrokerageName.AlphaStreams)]
    [InlineData(BrokerageName.TradeStation)]
    public void BrokerageName_OfAModel_IsThatOfItsBrokerage(BrokerageName name)
    {
        var algorithm = new QuantConnect.Algorithm.QCAlgorithm();
        algorithm.SetBrokerageModel(name);
        Assert.Equal(name, algorithm.BrokerageName);
        Assert.Equal(name, BrokerageModel.GetBrokerageName(algorithm.BrokerageModel));
    }

    private string Refusal(Order order) => _model.CanSubmitOrder(_security, order, out var message) ? null : message.Message;
}
