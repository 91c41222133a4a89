using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Securities;

/// <summary>The universes of an algorithm by their symbols.</summary>
public class UniverseManager : Dictionary<Symbol, Universe>
{
    private readonly SecurityManager _securities;

    internal UniverseManager(SecurityManager securities) => _securities = securities;

    /// <summary>Universes that came since the engine last looked.</summary>
    internal Queue<Universe> Added { get; } = [];

    /// <summary>Securities that have data now, by hand or by a universe.</summary>
    public Common.Util.ReadOnlyExtendedDictionary<Symbol, Security> ActiveSecurities =>
        new(_securities.Values.Where(x => !x.IsComing && x.Subscriptions.Any(config => !config.IsInternalFeed)).ToDictionary(x => x.Symbol));

    /// <summary>Adds a universe; one that is there already stays.</summary>
    public new void Add(Symbol key, Universe value)
    {
        if (TryAdd(key, value)) Added.Enqueue(value);
    }

    /// <summary>Removes a universe, whose members go at the next step.</summary>
    public new bool Remove(Symbol key)
    {
        if (!Remove(key, out var universe)) return false;
        universe.Dispose();
        return true;
    }
}
