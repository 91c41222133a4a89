using QuantConnect.Data.Market;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Statistics;

namespace QuantConnect.Interfaces;

/// <summary>Makes trades out of fills.</summary>
public interface ITradeBuilder
{
    void SetSecurityManager(SecurityManager securities);

    void SetLiveMode(bool live);

    List<Trade> ClosedTrades { get; }

    bool HasOpenPosition(Symbol symbol);

    void SetMarketPrice(Symbol symbol, decimal price);

    void ApplySplit(Split split, bool liveMode, DataNormalizationMode dataNormalizationMode);

    void ProcessFill(OrderEvent fill, decimal securityConversionRate, decimal feeInAccountCurrency, decimal multiplier = 1.0m);
}
