using QuantConnect.Scheduling;
using QuantConnect.Securities;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>Securities that came and went.</summary>
public class SecurityChanges
{
    /// <summary>No changes.</summary>
    public static readonly SecurityChanges None = new([], []);

    private readonly IReadOnlyList<Security> _added, _removed;

    private SecurityChanges(IReadOnlyList<Security> added, IReadOnlyList<Security> removed)
    {
        _added = added;
        _removed = removed;
    }

    public IReadOnlyList<Security> AddedSecurities => Filter(_added);
    public IReadOnlyList<Security> RemovedSecurities => Filter(_removed);

    /// <summary>Whether custom data is left out, as algorithms get it by default.</summary>
    public bool FilterCustomSecurities { get; set; }

    public int Count => AddedSecurities.Count + RemovedSecurities.Count;

    internal static SecurityChanges Create(IEnumerable<Security> added, IEnumerable<Security> removed) =>
        new([.. added.OrderBy(x => x.Symbol.Value, StringComparer.Ordinal)], [.. removed.OrderBy(x => x.Symbol.Value, StringComparer.Ordinal)]);

    private IReadOnlyList<Security> Filter(IReadOnlyList<Security> securities) =>
        FilterCustomSecurities && securities.Any(x => x.Type == SecurityType.Base) ? [.. securities.Where(x => x.Type != SecurityType.Base)] : securities;

    public override string ToString() => Count == 0 ? "SecurityChanges: None"
        : $"SecurityChanges: Added: {string.Join(",", AddedSecurities.Select(x => x.Symbol.ID))} Removed: {string.Join(",", RemovedSecurities.Select(x => x.Symbol.ID))}";
}

/// <summary>How securities are added where the call does not say.</summary>
public class UniverseSettings
{
    public UniverseSettings(Resolution resolution, decimal leverage, bool fillForward, bool extendedMarketHours, TimeSpan minimumTimeInUniverse,
        DataNormalizationMode dataNormalizationMode = DataNormalizationMode.Adjusted, DataMappingMode dataMappingMode = DataMappingMode.OpenInterest,
        int contractDepthOffset = 0, bool? asynchronous = null, IDateRule selectionDateRule = null)
    {
        if (selectionDateRule != null) Schedule.On(selectionDateRule);
        Resolution = resolution;
        Leverage = leverage;
        FillForward = fillForward;
        ExtendedMarketHours = extendedMarketHours;
        MinimumTimeInUniverse = minimumTimeInUniverse;
        DataNormalizationMode = dataNormalizationMode;
        DataMappingMode = dataMappingMode;
        ContractDepthOffset = contractDepthOffset;
        Asynchronous = asynchronous;
    }

    /// <summary>A copy.</summary>
    public UniverseSettings(UniverseSettings universeSettings)
        : this(universeSettings.Resolution, universeSettings.Leverage, universeSettings.FillForward, universeSettings.ExtendedMarketHours, universeSettings.MinimumTimeInUniverse,
            universeSettings.DataNormalizationMode, universeSettings.DataMappingMode, universeSettings.ContractDepthOffset, universeSettings.Asynchronous)
    {
        Schedule = universeSettings.Schedule.Clone();
    }

    internal UniverseSettings()
    {
    }

    /// <summary>Dates of selection; none for every day that has data.</summary>
    public Schedule Schedule { get; } = new();

    public Resolution Resolution { get; set; } = Resolution.Minute;
    public decimal Leverage { get; set; } = Security.NullLeverage;
    public bool FillForward { get; set; } = true;
    public bool ExtendedMarketHours { get; set; }
    public TimeSpan MinimumTimeInUniverse { get; set; } = Time.OneDay;
    public DataNormalizationMode DataNormalizationMode { get; set; } = DataNormalizationMode.Adjusted;
    public DataMappingMode DataMappingMode { get; set; }
    public int ContractDepthOffset { get; set; }
    public bool? Asynchronous { get; set; }
}
