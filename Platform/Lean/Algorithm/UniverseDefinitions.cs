using QuantConnect.Data.Fundamental;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm;

/// <summary>Ready-made universes.</summary>
public class UniverseDefinitions(QCAlgorithm algorithm)
{
    public DollarVolumeUniverseDefinitions DollarVolume { get; set; } = new(algorithm);

    /// <summary>Returned by a selection that leaves the members as they are.</summary>
    public Universe.UnchangedUniverse Unchanged => Universe.Unchanged;

    /// <summary>The stocks of the fund SPY.</summary>
    public Universe QC500 => ETF(Symbol.Create("SPY", SecurityType.Equity, Market.USA));

    /// <param name="etfTicker">Ticker of the fund at the present time.</param>
    /// <param name="universeSettings">Default: the algorithm's.</param>
    /// <param name="universeFilterFunc">Default: all of the fund's stocks.</param>
    public Universe ETF(string etfTicker, string market, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) =>
        ETF(new Symbol(SecurityIdentifier.GenerateEquity(etfTicker, market ?? Market.USA), etfTicker), universeSettings, universeFilterFunc);

    public Universe ETF(string etfTicker, string market, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) => ETF(etfTicker, market, null, universeFilterFunc);

    public Universe ETF(string etfTicker, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) => ETF(etfTicker, null, null, universeFilterFunc);

    public Universe ETF(string etfTicker, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) => ETF(etfTicker, null, universeSettings, universeFilterFunc);

    /// <summary>The stocks of a fund.</summary>
    public Universe ETF(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) =>
        new ETFConstituentsUniverseFactory(symbol, universeSettings ?? algorithm.UniverseSettings, universeFilterFunc);

    public Universe ETF(Symbol symbol, UniverseSettings universeSettings = null) => ETF(symbol, universeSettings, null);

    public Universe ETF(Symbol symbol, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) => ETF(symbol, null, universeFilterFunc);

    /// <summary>The stocks in which most dollars were traded the day before.</summary>
    public Universe Top(int count, UniverseSettings universeSettings = null) =>
        FundamentalUniverse.USA(stocks => stocks.OrderByDescending(x => x.DollarVolume).Select(x => x.Symbol).Take(count), universeSettings ?? algorithm.UniverseSettings);
}

/// <summary>Universes by dollar volume.</summary>
public class DollarVolumeUniverseDefinitions(QCAlgorithm algorithm)
{
    public Universe Top(int count, UniverseSettings universeSettings = null) => algorithm.Universe.Top(count, universeSettings);
}
