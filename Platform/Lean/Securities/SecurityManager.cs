using System.Collections;
using System.Diagnostics.CodeAnalysis;
using QuantConnect.Lean.Engine;

namespace QuantConnect.Securities;

/// <summary>The securities of the algorithm by symbol, in the order in which they were added.</summary>
public class SecurityManager : IReadOnlyDictionary<Symbol, Security>
{
    private readonly Dictionary<Symbol, Security> _bySymbol = [];
    private readonly List<Security> _all = [];
    private readonly RunClock _clock;

    internal SecurityManager(RunClock clock) => _clock = clock;

    public DateTime UtcTime => _clock.UtcTime;
    public int Count => _all.Count;
    public IEnumerable<Symbol> Keys => _all.Select(x => x.Symbol);
    public IEnumerable<Security> Values => _all;

    /// <summary>Including those that were removed.</summary>
    public IReadOnlyList<Security> Total => _all;

    internal List<Security> Slots => _all;

    /// <exception cref="KeyNotFoundException">The symbol has not been added.</exception>
    public Security this[Symbol symbol] => TryGetValue(symbol, out var security)
        ? security
        : throw new KeyNotFoundException($"This asset symbol ({symbol}) was not found in your security list. Please add this security or check it exists before using it with 'Securities.ContainsKey(\"{symbol?.Value}\")'");

    public Security this[string ticker] => SymbolCache.TryGetSymbol(ticker, out var symbol)
        ? this[symbol]
        : throw new KeyNotFoundException($"This asset symbol ({ticker}) was not found in your security list. Please add this security or check it exists before using it with 'Securities.ContainsKey(\"{ticker}\")'");

    public bool ContainsKey(Symbol symbol) => symbol is not null && _bySymbol.ContainsKey(symbol);

    public bool ContainsKey(string ticker) => SymbolCache.TryGetSymbol(ticker, out var symbol) && ContainsKey(symbol);

    public bool TryGetValue(Symbol symbol, [MaybeNullWhen(false)] out Security security)
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

    internal void Add(Security security)
    {
        security.Slot = _all.Count;
        security.Symbol.SlotHint = _all.Count;
        _bySymbol.Add(security.Symbol, security);
        _all.Add(security);
    }

    public IEnumerator<KeyValuePair<Symbol, Security>> GetEnumerator()
    {
        foreach (var security in _all) yield return new KeyValuePair<Symbol, Security>(security.Symbol, security);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
