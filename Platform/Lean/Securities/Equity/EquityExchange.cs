namespace QuantConnect.Securities.Equity;

/// <summary>An exchange of stocks: 252 trading days a year.</summary>
public class EquityExchange : SecurityExchange
{
    /// <summary>That of US stocks, with the hours that the run's data folder gives.</summary>
    public EquityExchange() : this(MarketHoursDatabase.FromDataFolder().GetExchangeHours(Market.USA, null, SecurityType.Equity))
    {
    }

    public EquityExchange(SecurityExchangeHours exchangeHours) : base(exchangeHours)
    {
    }

    public override int TradingDaysPerYear => 252;
}
