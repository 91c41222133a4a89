using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

/// <summary>Alpaca's rules for US equities: no commission, no trailing or if-touched orders here, and market-on-open orders only from 19:00 to 09:28 New York.</summary>
public class AlpacaBrokerageModel : DefaultBrokerageModel
{
    private static readonly TimeSpan OpenWindowStart = new(19, 0, 0), OpenWindowEnd = new(9, 28, 0);

    public override IFeeModel GetFeeModel(Security security) => new ConstantFeeModel(0m);

    public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
    {
        if (!base.CanSubmitOrder(security, order, out message)) return false;
        if (order.Type is not (OrderType.Market or OrderType.Limit or OrderType.StopMarket or OrderType.StopLimit or OrderType.MarketOnOpen or OrderType.MarketOnClose))
            return Refuse($"The AlpacaBrokerageModel does not support {order.Type} order type.", out message);
        if (order.Type == OrderType.MarketOnOpen && security.LocalTime.TimeOfDay is var time && time >= OpenWindowEnd && time < OpenWindowStart)
            return Refuse("MarketOnOpen orders are only accepted from 19:00 to 09:28 New York.", out message);
        return true;
    }

    private static bool Refuse(string reason, out BrokerageMessageEvent message)
    {
        message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported", reason);
        return false;
    }
}
