using QuantConnect.Benchmarks;
using QuantConnect.Data.Shortable;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages
{
    /// <summary>Axos Clearing's rules: limit, market and market-on-close orders of whole shares, a fee a share, no benchmark.</summary>
    public class AxosClearingBrokerageModel(AccountType accountType = AccountType.Margin) : DefaultBrokerageModel(accountType)
    {
        private static readonly OrderType[] Supported = [OrderType.Limit, OrderType.Market, OrderType.MarketOnClose];

        public override IFeeModel GetFeeModel(Security security) => new AxosFeeModel();

        public override IShortableProvider GetShortableProvider(Security security) => security.Type == SecurityType.Equity ? new LocalDiskShortableProvider("axos") : base.GetShortableProvider(security);

        public override IBenchmark GetBenchmark(SecurityManager securities) => new FuncBenchmark(_ => 0);

        public override bool CanSubmitOrder(Security security, Order order, out BrokerageMessageEvent message)
        {
            var refusal = security.Type != SecurityType.Equity ? $"The {GetType().Name} does not support {security.Type} security type."
                : !Supported.Contains(order.Type) ? $"The {GetType().Name} does not support {order.Type} order type. Only supports [{string.Join(',', Supported)}]"
                : order.AbsoluteQuantity % 1 != 0 ? $"Order Quantity must be Integer, but provided {order.Quantity.ToStringInvariant()}."
                : null;
            message = refusal == null ? null : new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported", refusal);
            return refusal == null;
        }
    }
}

namespace QuantConnect.Orders.Fees
{
    /// <summary>A fee a share.</summary>
    /// <param name="feesPerShare">Dollars; default 0.0035.</param>
    public class AxosFeeModel(decimal? feesPerShare = null) : IFeeModel
    {
        public OrderFee GetOrderFee(OrderFeeParameters parameters) => new(new CashAmount((feesPerShare ?? 0.0035m) * parameters.Order.AbsoluteQuantity, Currencies.USD));
    }
}
