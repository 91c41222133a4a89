using QuantConnect.Lean.Engine;
using QuantConnect.Orders.Fills;

namespace QuantConnect.Securities.Equity;

/// <summary>A stock: leverage 2 unless an initializer says otherwise.</summary>
public class Equity : Security
{
    public static int DefaultSettlementDays { get; set; } = 1;

    /// <summary>When funds of a delayed settlement become available, local time.</summary>
    public static readonly TimeSpan DefaultSettlementTime = new(6, 0, 0);

    internal Equity(Symbol symbol, Cash quoteCurrency, SymbolProperties symbolProperties, SecurityExchange exchange, ICurrencyConverter currencyConverter, RunClock clock)
        : base(symbol, quoteCurrency, symbolProperties, exchange, currencyConverter, clock)
    {
        FillModel = new EquityFillModel();
        BuyingPowerModel = new SecurityMarginModel(2m);
        DataFilter = new EquityDataFilter();
    }

    /// <summary>Where the stock is listed, as its map file says.</summary>
    public Exchange PrimaryExchange => field ??= FindExchange();

    internal Func<Exchange> FindExchange { private get; init; } = static () => QuantConnect.Exchange.UNKNOWN;
}
