using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
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

    /// <summary>Alpaca's model, with orders for auctions taken at any time: outside their window they wait in the journal.</summary>
    private sealed class QueueingAlpacaModel : AlpacaBrokerageModel
    {
        public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
        {
            if (order is not MarketOnOpenOrder) return base.CanSubmitOrder(security, order, out message);
            message = null!;
            return true;
        }
    }
}
