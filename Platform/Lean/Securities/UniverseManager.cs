using System.Collections.Concurrent;
using Common.Util;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Securities;

/// <summary>The universes of an algorithm by their symbols, in the order in which they came.</summary>
public class UniverseManager : BaseExtendedDictionary<Symbol, Universe, ConcurrentDictionary<Symbol, Universe>>
{
    private readonly SecurityManager _securities;
    private readonly List<Symbol> _order = [];

    internal UniverseManager(SecurityManager securities) => _securities = securities;

    /// <summary>Universes that came since the engine last looked.</summary>
    internal Queue<Universe> Added { get; } = [];

    /// <summary>Securities that have data now, by hand or by a universe.</summary>
    public ReadOnlyExtendedDictionary<Symbol, Security> ActiveSecurities =>
        new(_securities.Values.Where(x => !x.IsComing && x.Subscriptions.Any(config => !config.IsInternalFeed)).ToDictionary(x => x.Symbol));

    public override ICollection<Symbol> Keys => [.. _order];

    public override ICollection<Universe> Values => [.. _order.Select(key => Dictionary[key])];

    /// <exception cref="KeyNotFoundException">There is none of that symbol.</exception>
    /// <exception cref="ArgumentException">There is another one of that symbol.</exception>
    public override Universe this[Symbol symbol]
    {
        get => Dictionary.TryGetValue(symbol, out var universe) ? universe
            : throw new KeyNotFoundException($"This universe symbol ({symbol}) was not found in your universe list. Please add this security or check it exists before using it with 'Universes.ContainsKey(\"{SymbolCache.GetTicker(symbol)}\")'");
        set
        {
            if (Dictionary.TryGetValue(symbol, out var existing) && existing != value) throw new ArgumentException($"Unable to over write existing Universe: {symbol.Value}");
            if (existing is null) Add(symbol, value);
        }
    }

    /// <summary>Adds a universe; one that is there already stays.</summary>
    public override void Add(Symbol key, Universe value)
    {
        if (TryKeep(key, value)) Added.Enqueue(value);
    }

    /// <summary>Removes a universe, whose members go at the next step.</summary>
    public override bool Remove(Symbol key)
    {
        if (!Dictionary.TryRemove(key, out var universe)) return false;
        _order.Remove(key);
        universe.Dispose();
        return true;
    }

    public override void Add(KeyValuePair<Symbol, Universe> item) => Add(item.Key, item.Value);

    public override bool Remove(KeyValuePair<Symbol, Universe> item) => Remove(item.Key);

    public override void Clear()
    {
        base.Clear();
        _order.Clear();
    }

    public override IEnumerable<KeyValuePair<Symbol, Universe>> GetItems() => _order.Select(key => KeyValuePair.Create(key, Dictionary[key]));

    public override IEnumerator<KeyValuePair<Symbol, Universe>> GetEnumerator() => GetItems().GetEnumerator();

    /// <summary>Adds a universe of which the engine is not told.</summary>
    internal bool TryKeep(Symbol key, Universe value)
    {
        if (!Dictionary.TryAdd(key, value)) return false;
        _order.Add(key);
        return true;
    }
}
