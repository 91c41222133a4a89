using System.Collections;
using System.Diagnostics.CodeAnalysis;
using QuantConnect.Lean.Engine;

namespace QuantConnect.Securities;

/// <summary>The securities of the algorithm by symbol, in the order in which they were added; AddEquity and its like add to it.</summary>
public class SecurityManager : ExtendedDictionary<Symbol, Security>, IDictionary<Symbol, Security>
{
    private readonly Dictionary<Symbol, Security> _bySymbol = [];
    private readonly List<Security> _all = [];
    private readonly RunClock _clock;

    internal SecurityManager(RunClock clock) => _clock = clock;

    /// <summary>Makes a security that the algorithm does not see; set by the run.</summary>
    internal Func<Symbol, Security> CreateBenchmark { get; set; } = _ => throw new InvalidOperationException("a benchmark needs a running engine: make it in Initialize or later");

    public DateTime UtcTime => _clock.UtcTime;
    public override int Count => _all.Count;

    public ICollection<Symbol> Keys
    {
        get
        {
            var keys = new List<Symbol>(_all.Count);
            foreach (var security in _all) keys.Add(security.Symbol);
            return keys;
        }
    }

    public ICollection<Security> Values => new List<Security>(_all);

    /// <summary>Including those that were removed.</summary>
    public ICollection<Security> Total => Values;

    protected override IEnumerable<Symbol> GetKeys => Keys;
    protected override IEnumerable<Security> GetValues => Values;

    /// <summary>By <see cref="Security.Slot"/>.</summary>
    internal List<Security> Slots => _all;

    /// <exception cref="KeyNotFoundException">The symbol has not been added.</exception>
    public override Security this[Symbol symbol]
    {
        get
        {
            if (TryGetValue(symbol, out var security)) return security;
            symbol?.RequireKnownTicker();
            throw new KeyNotFoundException($"This asset symbol ({symbol}) was not found in your security list. Please add this security before using it. To prevent the exception, use Securities.TryGetValue(symbol, out var value) or check Securities.ContainsKey(symbol) before accessing Securities[symbol].");
        }
        set => throw ReadOnly();
    }

    public override bool ContainsKey(Symbol symbol) => symbol is not null && _bySymbol.ContainsKey(symbol);

    public override bool TryGetValue(Symbol symbol, [MaybeNullWhen(false)] out Security security)
    {
        if (symbol is null)
        {
            security = null;
            return false;
        }
        // The hint is right for symbols that this run has made.
        var slot = symbol.SlotHint;
        if ((uint)slot < (uint)_all.Count && ReferenceEquals(_all[slot].Symbol, symbol))
        {
            security = _all[slot];
            return true;
        }
        return _bySymbol.TryGetValue(symbol, out security);
    }

    public override IEnumerable<KeyValuePair<Symbol, Security>> GetItems()
    {
        foreach (var security in _all) yield return new KeyValuePair<Symbol, Security>(security.Symbol, security);
    }

    public bool Contains(KeyValuePair<Symbol, Security> pair) => TryGetValue(pair.Key, out var security) && ReferenceEquals(security, pair.Value);

    public void CopyTo(KeyValuePair<Symbol, Security>[] array, int number)
    {
        foreach (var pair in GetItems()) array[number++] = pair;
    }

    internal void Add(Security security)
    {
        security.Slot = _all.Count;
        security.Symbol.SlotHint = _all.Count;
        _bySymbol.Add(security.Symbol, security);
        _all.Add(security);
    }

    void IDictionary<Symbol, Security>.Add(Symbol key, Security value) => throw ReadOnly();

    void ICollection<KeyValuePair<Symbol, Security>>.Add(KeyValuePair<Symbol, Security> item) => throw ReadOnly();

    bool ICollection<KeyValuePair<Symbol, Security>>.Remove(KeyValuePair<Symbol, Security> item) => throw ReadOnly();

    IEnumerator<KeyValuePair<Symbol, Security>> IEnumerable<KeyValuePair<Symbol, Security>>.GetEnumerator() => GetItems().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetItems().GetEnumerator();

    private static NotSupportedException ReadOnly() => new("Securities are added with AddEquity or AddSecurity.");
}
