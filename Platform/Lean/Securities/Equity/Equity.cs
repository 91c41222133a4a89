using QuantConnect.Lean.Engine;

namespace QuantConnect.Securities.Equity;

/// <summary>A stock.</summary>
public class Equity : Security
{
    public static int DefaultSettlementDays { get; set; } = 1;

    /// <summary>When funds of a delayed settlement become available, local time.</summary>
    public static readonly TimeSpan DefaultSettlementTime = new(6, 0, 0);

    internal Equity(Symbol symbol, Cash quoteCurrency, SymbolProperties symbolProperties, SecurityExchange exchange, ICurrencyConverter currencyConverter, RunClock clock)
        : base(symbol, quoteCurrency, symbolProperties, exchange, currencyConverter, clock)
    {
    }
}
