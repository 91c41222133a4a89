using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages
{
    /// <summary>TradeStation's rules for US equities: no commission for residents; no if-touched orders; outside regular hours limit orders alone;
    /// no order of an auction across zero; market-on-open orders from 06:00 until a minute before the open.</summary>
    public class TradeStationBrokerageModel(AccountType accountType = AccountType.Margin) : DefaultBrokerageModel(accountType)
    {
        private static readonly TimeOnly WindowStart = new(6, 0);

        private static readonly OrderType[] OrderTypes =
        [
            OrderType.Market, OrderType.Limit, OrderType.StopMarket, OrderType.StopLimit, OrderType.ComboMarket, OrderType.ComboLimit,
            OrderType.MarketOnOpen, OrderType.MarketOnClose, OrderType.TrailingStop,
        ];

        private static readonly IReadOnlySet<SecurityType> AuctionSecurityTypes = new HashSet<SecurityType> { SecurityType.Equity };

        public override IFeeModel GetFeeModel(Security security) => new TradeStationFeeModel();

        public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
        {
            if (order.Properties is TradeStationOrderProperties { OutsideRegularTradingHours: true } && (order.Type != OrderType.Limit || order.SecurityType != SecurityType.Equity))
                return BrokerageExtensions.Refuse("To place an order outside regular trading hours, please use a limit order and ensure the security is an equity.", out message, "NotSupportedOutsideRegularMarketHours");
            if (security.Type != SecurityType.Equity) return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {security.Type} security type.", out message);
            if (!OrderTypes.Contains(order.Type))
                return BrokerageExtensions.Refuse($"The {GetType().Name} does not support {order.Type} order type. Only supports [{string.Join(',', OrderTypes)}]", out message);
            return BrokerageExtensions.ValidateCrossZeroOrder(this, security, order, out message)
                && BrokerageExtensions.ValidateMarketOnOpenOrder(security, order, session => (WindowStart, TimeOnly.FromTimeSpan(session.Start - TimeSpan.FromMinutes(1))), AuctionSecurityTypes, out message)
                && base.CanSubmitOrder(security, order, out message);
        }

        /// <summary>All but another quantity of an order that crosses zero.</summary>
        public override bool CanUpdateOrder(Security security, Order order, UpdateOrderRequest request, out BrokerageMessageEvent message)
        {
            message = null;
            return request.Quantity is not { } quantity || quantity == order.Quantity || !BrokerageExtensions.OrderCrossesZero(security.Holdings.Quantity, order.Quantity)
                || BrokerageExtensions.Refuse($"Unfortunately, the {GetType().Name} brokerage model does not support updating the quantity of Cross Zero Orders.", out message, "UpdateRejected");
        }
    }
}

namespace QuantConnect.Orders.Fees
{
    /// <summary>TradeStation's: an order of stocks is free for residents of the US and costs others $5.</summary>
    public class TradeStationFeeModel(bool usResident = true) : FeeModel
    {
        public bool USResident { get; set; } = usResident;

        public override OrderFee GetOrderFee(OrderFeeParameters parameters)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            return new OrderFee(new CashAmount(USResident ? 0m : 5m, Currencies.USD));
        }
    }
}
