using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.Slippage;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages
{
    /// <summary>The rules of Alpha Streams: no leverage, immediate settlement, Interactive Brokers' fees, a slippage of a basis point.</summary>
    public class AlphaStreamsBrokerageModel : DefaultBrokerageModel
    {
        /// <exception cref="ArgumentException">A cash account.</exception>
        public AlphaStreamsBrokerageModel(AccountType accountType = AccountType.Margin) : base(accountType)
        {
            if (accountType == AccountType.Cash) throw new ArgumentException("The Alpha Streams brokerage does not currently support Cash trading.", nameof(accountType));
        }

        public override IFeeModel GetFeeModel(Security security) => new AlphaStreamsFeeModel();

        public override ISlippageModel GetSlippageModel(Security security) => new AlphaStreamsSlippageModel();

        public override decimal GetLeverage(Security security) => 1m;

        public override ISettlementModel GetSettlementModel(Security security) => new ImmediateSettlementModel();
    }
}

namespace QuantConnect.Orders.Fees
{
    /// <summary>Interactive Brokers' fees.</summary>
    public class AlphaStreamsFeeModel : FeeModel
    {
        private readonly InteractiveBrokersFeeModel _fees = new();

        public override OrderFee GetOrderFee(OrderFeeParameters parameters) => _fees.GetOrderFee(parameters);
    }
}

namespace QuantConnect.Orders.Slippage
{
    /// <summary>A basis point of the last price; nothing on what is no equity.</summary>
    public class AlphaStreamsSlippageModel : ISlippageModel
    {
        public decimal GetSlippageApproximation(Security asset, Order order) => asset.Type == SecurityType.Equity ? 0.0001m * (asset.GetLastData()?.Value ?? 0) : 0;
    }
}
