namespace QuantConnect.Lean.Engine;

/// <summary>All feeds of a run by number, and the feeds of each symbol.</summary>
internal sealed class FeedTable
{
    private readonly List<BarFeed> _feeds = [];
    private readonly List<int> _next = [];
    private readonly List<Symbol> _symbols = [];
    private readonly Dictionary<Symbol, int> _first = [];

    public int Count => _feeds.Count;

    public BarFeed this[int feed] => _feeds[feed];

    public bool IsInternal(int feed) => _feeds[feed].Config.IsInternalFeed;

    public int Add(BarFeed feed)
    {
        var index = _feeds.Count;
        _feeds.Add(feed);
        _next.Add(-1);
        _symbols.Add(feed.Config.Symbol);
        if (feed.Config.IsInternalFeed) return index;
        var symbol = feed.Config.Symbol;
        // The latest subscription of a symbol stands for it in a slice.
        if (_first.TryGetValue(symbol, out var first))
        {
            _next[index] = first;
            // An equal symbol of an older feed must not lead there any more.
            for (var older = first; older >= 0; older = _next[older]) _symbols[older].FeedHint = -1;
        }
        _first[symbol] = index;
        symbol.FeedHint = index;
        return index;
    }

    /// <summary>The latest feed of a symbol that the algorithm asked for, or -1.</summary>
    public int FirstOf(Symbol symbol)
    {
        if (symbol is null) return -1;
        var hint = symbol.FeedHint;
        if ((uint)hint < (uint)_symbols.Count && ReferenceEquals(_symbols[hint], symbol)) return hint;
        return _first.TryGetValue(symbol, out var feed) ? feed : -1;
    }

    /// <summary>The next older feed of the same symbol, or -1.</summary>
    public int NextOf(int feed) => _next[feed];
}
