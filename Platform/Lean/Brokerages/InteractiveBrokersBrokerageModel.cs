using QuantConnect.Benchmarks;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.TimeInForces;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

/// <summary>Interactive Brokers' rules for US equities: its order types and times in force, market-on-open orders only from the close to two minutes before the open, no benchmark.</summary>
public class InteractiveBrokersBrokerageModel(AccountType accountType = AccountType.Margin) : DefaultBrokerageModel(accountType)
{
    private static readonly IReadOnlySet<SecurityType> AuctionSecurityTypes = new HashSet<SecurityType> { SecurityType.Equity };

    protected virtual Type[] SupportedTimeInForces { get; } = [typeof(GoodTilCanceledTimeInForce), typeof(DayTimeInForce), typeof(GoodTilDateTimeInForce)];

    protected virtual HashSet<OrderType> SupportedOrderTypes { get; } =
    [
        OrderType.Market, OrderType.MarketOnOpen, OrderType.MarketOnClose, OrderType.Limit, OrderType.StopMarket, OrderType.StopLimit, OrderType.TrailingStop, OrderType.LimitIfTouched,
    ];

    public override IBenchmark GetBenchmark(SecurityManager securities) => new FuncBenchmark(_ => 0);

    public override IFeeModel GetFeeModel(Security security) => new InteractiveBrokersFeeModel();

    public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
    {
        message = null;
        if (!SupportedOrderTypes.Contains(order.Type))
            return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {order.Type} order type. Only supports [{string.Join(',', SupportedOrderTypes)}]", out message);
        if (!BrokerageExtensions.ValidateMarketOnOpenOrder(security, order, session => (TimeOnly.FromTimeSpan(session.End), TimeOnly.FromTimeSpan(session.Start - TimeSpan.FromMinutes(2))),
            AuctionSecurityTypes, out message)) return false;
        if (security.Type != SecurityType.Equity) return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {security.Type} security type.", out message);
        return SupportedTimeInForces.Contains(order.TimeInForce.GetType())
            || BrokerageExtensions.Refuse($"The {GetType().Name} does not support {order.TimeInForce.GetType().Name} time in force.", out message);
    }

    public override bool CanUpdateOrder(Security security, Order order, UpdateOrderRequest request, out BrokerageMessageEvent message)
    {
        message = null;
        return true;
    }

    public override bool CanExecuteOrder(Security security, Order order) => order.SecurityType != SecurityType.Base;
}
