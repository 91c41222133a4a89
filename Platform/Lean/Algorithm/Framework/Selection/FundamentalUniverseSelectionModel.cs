using QuantConnect.Data.Fundamental;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Selection;

/// <summary>A universe of US stocks by the day's fundamental data, by a function or by an override of <see cref="Select"/>.</summary>
public class FundamentalUniverseSelectionModel : UniverseSelectionModel
{
    private readonly string _market;
    private readonly UniverseSettings _settings;
    private readonly Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> _selector;

    public FundamentalUniverseSelectionModel() : this(Market.USA, null)
    {
    }

    public FundamentalUniverseSelectionModel(string market, UniverseSettings universeSettings) => (_market, _settings) = (market, universeSettings);

    public FundamentalUniverseSelectionModel(UniverseSettings universeSettings) : this(Market.USA, universeSettings)
    {
    }

    /// <param name="universeSettings">Default: those of the algorithm.</param>
    public FundamentalUniverseSelectionModel(string market, Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> selector, UniverseSettings universeSettings = null)
    {
        (_market, _selector, _settings) = (market, selector, universeSettings);
    }

    public FundamentalUniverseSelectionModel(Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> selector, UniverseSettings universeSettings = null) : this(Market.USA, selector, universeSettings)
    {
    }

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm)
    {
        yield return new FundamentalUniverseFactory(_market, _settings ?? algorithm.UniverseSettings, fundamental => Select(algorithm, fundamental));
    }

    /// <summary>Symbols by the day's stocks.</summary>
    public virtual IEnumerable<Symbol> Select(QCAlgorithm algorithm, IEnumerable<Fundamental> fundamental) =>
        _selector == null ? throw new NotImplementedException($"{GetType().Name}: expected a selector or an override of Select, found neither") : _selector(fundamental);
}

/// <summary>A universe of US stocks by the day's coarse data.</summary>
/// <param name="coarseSelector">Symbols by the day's stocks.</param>
/// <param name="universeSettings">Default: those of the algorithm.</param>
public class CoarseFundamentalUniverseSelectionModel(Func<IEnumerable<CoarseFundamental>, IEnumerable<Symbol>> coarseSelector, UniverseSettings universeSettings = null) : UniverseSelectionModel
{
    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm)
    {
        yield return new CoarseFundamentalUniverse(universeSettings ?? algorithm.UniverseSettings, coarseSelector);
    }
}
