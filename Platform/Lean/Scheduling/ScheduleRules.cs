using NodaTime;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Scheduling;

/// <summary>Days on which something is due.</summary>
public interface IDateRule
{
    string Name { get; }
    IEnumerable<DateTime> GetDates(DateTime start, DateTime end);
}

/// <summary>Turns days into moments, UTC.</summary>
public interface ITimeRule
{
    string Name { get; }
    IEnumerable<DateTime> CreateUtcEventTimes(IEnumerable<DateTime> dates);
}

public class FuncDateRule(string name, Func<DateTime, DateTime, IEnumerable<DateTime>> getDatesFunction) : IDateRule
{
    public string Name { get; private set; } = name;
    public IEnumerable<DateTime> GetDates(DateTime start, DateTime end) => getDatesFunction(start, end);
}

public class FuncTimeRule(string name, Func<IEnumerable<DateTime>, IEnumerable<DateTime>> createUtcEventTimesFunction) : ITimeRule
{
    public string Name { get; private set; } = name;
    public IEnumerable<DateTime> CreateUtcEventTimes(IEnumerable<DateTime> dates) => createUtcEventTimesFunction(dates);
}

/// <summary>What date and time rules share: the algorithm's time zone and the hours of its securities.</summary>
public class BaseScheduleRules(IAlgorithm algorithm, SecurityManager securities, DateTimeZone timeZone, MarketHoursDatabase marketHoursDatabase)
{
    private bool _warned;

    protected DateTimeZone TimeZone { get; set; } = timeZone;
    protected SecurityManager Securities { get; set; } = securities;
    protected MarketHoursDatabase MarketHoursDatabase { get; set; } = marketHoursDatabase;

    protected SecurityExchangeHours GetSecurityExchangeHours(Symbol symbol) =>
        Securities.TryGetValue(symbol, out var security)
            ? security.Exchange.Hours
            : MarketHoursDatabase.GetEntry(symbol.ID.Market, symbol, symbol.SecurityType).ExchangeHours;

    /// <summary>The hours that rules without a symbol go by: those of U.S. equities.</summary>
    protected IEnumerable<SecurityExchangeHours> GetMarketOpenCloseExchangeHours() =>
        [MarketHoursDatabase.GetEntry(Market.USA, "SPY", SecurityType.Equity).ExchangeHours];

    protected Symbol GetSymbol(string ticker)
    {
        if (SymbolCache.TryGetSymbol(ticker, out var symbol)) return symbol;
        if (!_warned)
            algorithm?.Debug($"Warning: no existing symbol found for ticker {ticker}, it will be created with {SecurityType.Equity} type.");
        _warned = true;
        symbol = Symbol.Create(ticker, SecurityType.Equity, Market.USA);
        SymbolCache.Set(ticker, symbol);
        return symbol;
    }
}
