using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.TimeInForces;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

/// <summary>Alpaca's rules for US equities: a margin account without commission; no if-touched orders; outside regular hours limit orders for the day alone;
/// no order of an auction across zero; market-on-open orders from 19:00 until two minutes before the open.</summary>
public class AlpacaBrokerageModel : DefaultBrokerageModel
{
    private static readonly TimeOnly WindowStart = new(19, 0);

    private static readonly OrderType[] OrderTypes =
        [OrderType.Market, OrderType.Limit, OrderType.StopMarket, OrderType.StopLimit, OrderType.TrailingStop, OrderType.MarketOnOpen, OrderType.MarketOnClose];

    private static readonly IReadOnlySet<SecurityType> AuctionSecurityTypes = new HashSet<SecurityType> { SecurityType.Equity };

    public override IFeeModel GetFeeModel(Security security) => new AlpacaFeeModel();

    public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
    {
        if (security.Type != SecurityType.Equity) return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {security.Type} security type.", out message);
        if (!OrderTypes.Contains(order.Type)) return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {order.Type} order type. Only supports [{string.Join(',', OrderTypes)}]", out message);
        if (order.Properties is AlpacaOrderProperties { OutsideRegularTradingHours: true } && (order.Type != OrderType.Limit || order.TimeInForce is not DayTimeInForce))
            return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {order.Type} orders with {order.TimeInForce} TIF outside regular hours. "
                + $"Only {OrderType.Limit} orders with {TimeInForce.Day} TIF are supported outside regular trading hours.", out message);
        return BrokerageExtensions.ValidateCrossZeroOrder(this, security, order, out message)
            && BrokerageExtensions.ValidateMarketOnOpenOrder(security, order, session => (WindowStart, TimeOnly.FromTimeSpan(session.Start - TimeSpan.FromMinutes(2))), AuctionSecurityTypes, out message)
            && base.CanSubmitOrder(security, order, out message);
    }

    public override bool CanUpdateOrder(Security security, Order order, UpdateOrderRequest request, out BrokerageMessageEvent message)
    {
        message = null;
        return true;
    }
}
