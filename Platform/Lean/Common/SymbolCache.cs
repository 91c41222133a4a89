namespace QuantConnect;

/// <summary>Tickers of the securities that the algorithm of this thread has added.
/// Each engine run has its own table, so that runs on several threads do not meet.</summary>
public static class SymbolCache
{
    private sealed class Table
    {
        public readonly Dictionary<string, Symbol> Symbols = new(StringComparer.OrdinalIgnoreCase);
        public readonly Dictionary<Symbol, string> Tickers = [];
        public bool HasCustomData;
    }

    [ThreadStatic] private static Table _table;

    private static Table Current => _table ??= new Table();

    public static void Set(string ticker, Symbol symbol)
    {
        Current.Symbols[ticker] = symbol;
        Current.Tickers[symbol] = ticker;
        Current.HasCustomData |= symbol.SecurityType == SecurityType.Base;
    }

    public static Symbol GetSymbol(string ticker) =>
        TryGetSymbol(ticker, out var symbol) ? symbol : throw new InvalidOperationException($"We were unable to locate the ticker '{ticker}'.");

    public static bool TryGetSymbol(string ticker, out Symbol symbol)
    {
        var symbols = Current.Symbols;
        if (symbols.TryGetValue(ticker, out symbol)) return true;
        if (ticker.Contains(' ') && SecurityIdentifier.TryParse(ticker, out var sid))
        {
            symbol = new Symbol(sid, sid.Symbol);
            return true;
        }
        // BTC stands for BTC.Bitcoin where there is one such type of custom data.
        if (!Current.HasCustomData) return false;
        foreach (var (key, known) in symbols)
        {
            if (known.SecurityType != SecurityType.Base || key.Length <= ticker.Length || key[ticker.Length] != '.' || !key.StartsWith(ticker, StringComparison.OrdinalIgnoreCase)) continue;
            if (symbol is not null) return false;
            symbol = known;
        }
        return symbol is not null;
    }

    public static string GetTicker(Symbol symbol) =>
        Current.Tickers.TryGetValue(symbol, out var ticker) ? ticker : symbol.ID.ToString();

    public static bool TryGetTicker(Symbol symbol, out string ticker) => Current.Tickers.TryGetValue(symbol, out ticker);

    public static bool TryRemove(Symbol symbol) => Current.Tickers.Remove(symbol, out var ticker) && Current.Symbols.Remove(ticker);

    public static void Clear() => _table = null;
}
