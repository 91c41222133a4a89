using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Orders.TimeInForces;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace LeanDeep.Brokerages.Live;

/// <summary>Makes the one brokerage of a run.</summary>
public sealed class AlpacaBrokerageFactory(PaperOptions options, BrokerClock clock, PaperManager manager) : BrokerageFactory(typeof(AlpacaBrokerage))
{
    public override Dictionary<string, string> BrokerageData => [];

    public override IBrokerageModel GetBrokerageModel(IOrderProvider orderProvider) => new QueueingAlpacaModel();

    public override IBrokerage CreateBrokerage(LiveNodePacket job, IAlgorithm algorithm)
    {
        var brokerage = new AlpacaBrokerage(options, clock, algorithm);
        manager.Follow(brokerage);
        return brokerage;
    }

    public override void Dispose()
    {
        // The engine disposes of the brokerage.
    }

    /// <summary>Alpaca's model, with orders for auctions taken at any time and across zero: outside their window they wait in the journal, and the router divides them.
    /// Trailing stops, trading outside regular hours and orders that end on a date are refused, as they are not carried to the broker.</summary>
    private sealed class QueueingAlpacaModel : AlpacaBrokerageModel
    {
        public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
        {
            message = null!;
            var refused = order is TrailingStopOrder ? $"{OrderType.TrailingStop} orders"
                : order.Properties is AlpacaOrderProperties { OutsideRegularTradingHours: true } ? $"orders with {nameof(AlpacaOrderProperties.OutsideRegularTradingHours)}"
                : order.TimeInForce is not (GoodTilCanceledTimeInForce or DayTimeInForce) ? $"orders with {order.TimeInForce.GetType().Name}" : null;
            if (refused is null) return order is MarketOnOpenOrder or MarketOnCloseOrder || base.CanSubmitOrder(security, order, out message);
            message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported", $"{order.Symbol.Value}: {refused} are not supported on a paper account (supported: market, limit, stop-market, stop-limit, market-on-open and -close, in regular hours, for the day or until cancelled)");
            return false;
        }
    }
}
