using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Selection;

/// <summary>The stocks of a fund.</summary>
/// <param name="universeSettings">Null for the algorithm's.</param>
/// <param name="universeFilterFunc">Null for all of them.</param>
public class ETFConstituentsUniverseSelectionModel(Symbol etfSymbol, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) : UniverseSelectionModel
{
    private Universe _universe;

    public ETFConstituentsUniverseSelectionModel(Symbol etfSymbol, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) : this(etfSymbol, null, universeFilterFunc)
    {
    }

    public ETFConstituentsUniverseSelectionModel(Symbol etfSymbol, UniverseSettings universeSettings = null) : this(etfSymbol, universeSettings, null)
    {
    }

    public ETFConstituentsUniverseSelectionModel(string etfTicker, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc)
        : this(SymbolCache.TryGetSymbol(etfTicker, out var symbol) && symbol.SecurityType == SecurityType.Equity ? symbol : Symbol.Create(etfTicker, SecurityType.Equity, Market.USA), universeSettings, universeFilterFunc)
    {
    }

    public ETFConstituentsUniverseSelectionModel(string etfTicker, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> universeFilterFunc) : this(etfTicker, null, universeFilterFunc)
    {
    }

    public ETFConstituentsUniverseSelectionModel(string etfTicker, UniverseSettings universeSettings = null) : this(etfTicker, universeSettings, null)
    {
    }

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm) => [_universe ??= algorithm.Universe.ETF(etfSymbol, universeSettings, universeFilterFunc)];
}
