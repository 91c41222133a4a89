using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Selection;

/// <summary>Chooses the securities of an algorithm.</summary>
public interface IUniverseSelectionModel
{
    DateTime GetNextRefreshTimeUtc();
    IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm);
}

/// <summary>The base of universe selection models.</summary>
public class UniverseSelectionModel : IUniverseSelectionModel
{
    public virtual DateTime GetNextRefreshTimeUtc() => DateTime.MaxValue;

    public virtual IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm) =>
        throw new NotImplementedException($"{GetType().Name}: expected an override of CreateUniverses(QCAlgorithm), found none");
}

public class NullUniverseSelectionModel : UniverseSelectionModel
{
    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm) => [];
}

/// <summary>Several models together.</summary>
public class CompositeUniverseSelectionModel : UniverseSelectionModel
{
    private readonly List<IUniverseSelectionModel> _models;

    public CompositeUniverseSelectionModel(params IUniverseSelectionModel[] universeSelectionModels)
    {
        if (universeSelectionModels is not { Length: > 0 }) throw new ArgumentException("expected at least one universe selection model, found none", nameof(universeSelectionModels));
        _models = [.. universeSelectionModels];
    }

    public void AddUniverseSelection(IUniverseSelectionModel universeSelectionModel) => _models.Add(universeSelectionModel);

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm) => _models.SelectMany(x => x.CreateUniverses(algorithm));
}

/// <summary>A fixed list.</summary>
public class ManualUniverse : UserDefinedUniverse
{
    private static int _count;

    internal ManualUniverse(UniverseSettings universeSettings, IEnumerable<Symbol> symbols)
        : base(new Data.SubscriptionDataConfig(typeof(Data.Market.Tick), QuantConnect.Symbol.Create($"manual-universe-{Interlocked.Increment(ref _count)}", SecurityType.Equity, QuantConnect.Market.USA), Resolution.Daily, TimeZones.NewYork, TimeZones.NewYork, false, false, true),
            universeSettings, QuantConnect.Time.OneDay, symbols) => Symbols = [.. symbols];

    internal IReadOnlyList<Symbol> Symbols { get; }
}

/// <summary>Symbols given by hand.</summary>
public class ManualUniverseSelectionModel : UniverseSelectionModel
{
    private readonly List<Symbol> _symbols;
    private readonly UniverseSettings _settings;

    public ManualUniverseSelectionModel() : this(Enumerable.Empty<Symbol>())
    {
    }

    public ManualUniverseSelectionModel(IEnumerable<Symbol> symbols) : this(symbols, null)
    {
    }

    public ManualUniverseSelectionModel(params Symbol[] symbols) : this(symbols?.AsEnumerable(), null)
    {
    }

    /// <param name="universeSettings">Default: those of the algorithm.</param>
    public ManualUniverseSelectionModel(IEnumerable<Symbol> symbols, UniverseSettings universeSettings)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        _symbols = [.. symbols];
        _settings = universeSettings;
        foreach (var symbol in _symbols) SymbolCache.Set(symbol.Value, symbol);
    }

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm) => [new ManualUniverse(_settings ?? algorithm.UniverseSettings, _symbols)];
}
