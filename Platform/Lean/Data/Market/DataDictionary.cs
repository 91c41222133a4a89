using Common.Util;

namespace QuantConnect.Data.Market;

/// <summary>Values by symbol; enumeration is in the order of tickers.</summary>
public class DataDictionary<T> : BaseExtendedDictionary<Symbol, T>
{
    private List<KeyValuePair<Symbol, T>> _items;

    public DataDictionary()
    {
    }

    public DataDictionary(IEnumerable<T> data, Func<T, Symbol> keySelector) : base(data, keySelector)
    {
    }

    public DataDictionary(DateTime time) => Time = time;

    public DateTime Time { get; set; }

    /// <exception cref="KeyNotFoundException">There is no value of the symbol now; the message says so.</exception>
    public override T this[Symbol symbol]
    {
        get
        {
            if (TryGetValue(symbol, out var data)) return data;
            symbol?.RequireKnownTicker();
            throw new KeyNotFoundException($"'{symbol}' wasn't found in the {GetType().Name} object, likely because there was no-data at this moment in time and it wasn't possible to fillforward historical data. Please check the data exists before accessing it with data.ContainsKey(\"{symbol}\")");
        }
        set
        {
            base[symbol] = value;
            _items = null;
        }
    }

    public override ICollection<Symbol> Keys
    {
        get
        {
            var items = Items();
            var keys = new List<Symbol>(items.Count);
            foreach (var item in items) keys.Add(item.Key);
            return keys;
        }
    }

    public override ICollection<T> Values
    {
        get
        {
            var items = Items();
            var values = new List<T>(items.Count);
            foreach (var item in items) values.Add(item.Value);
            return values;
        }
    }

    protected override IEnumerable<Symbol> GetKeys => Keys;
    protected override IEnumerable<T> GetValues => Values;

    /// <returns>The value, or the type's default.</returns>
    public virtual T GetValue(Symbol key) => TryGetValue(key, out var value) ? value : default;

    public override void Add(Symbol key, T value)
    {
        base.Add(key, value);
        _items = null;
    }

    public override void Add(KeyValuePair<Symbol, T> item) => Add(item.Key, item.Value);

    public override void Clear()
    {
        base.Clear();
        _items = null;
    }

    public override bool Remove(Symbol key)
    {
        _items = null;
        return base.Remove(key);
    }

    public override bool Remove(KeyValuePair<Symbol, T> item)
    {
        _items = null;
        return base.Remove(item);
    }

    public override IEnumerable<KeyValuePair<Symbol, T>> GetItems() => Items();

    public override IEnumerator<KeyValuePair<Symbol, T>> GetEnumerator() => Items().GetEnumerator();

    // Stable: equal tickers keep the order in which they were added.
    private List<KeyValuePair<Symbol, T>> Items()
    {
        var data = Dictionary;
        return _items ??= data.Count == 0 ? [] : [.. data.OrderBy(x => x.Key)];
    }
}

public static class DataDictionaryExtensions
{
    public static void Add<T>(this DataDictionary<T> dictionary, T data) where T : BaseData => dictionary.Add(data.Symbol, data);
}

public class QuoteBars : DataDictionary<QuoteBar>
{
    public QuoteBars() { }
    public QuoteBars(DateTime time) : base(time) { }
}

public class Ticks : DataDictionary<List<Tick>>
{
    public Ticks() { }
    public Ticks(DateTime frontier) : base(frontier) { }
}

public class Dividends : DataDictionary<Dividend>
{
    public Dividends() { }
    public Dividends(DateTime frontier) : base(frontier) { }
}

public class Splits : DataDictionary<Split>
{
    public Splits() { }
    public Splits(DateTime frontier) : base(frontier) { }
}

public class Delistings : DataDictionary<Delisting>
{
    public Delistings() { }
    public Delistings(DateTime frontier) : base(frontier) { }
}

public class SymbolChangedEvents : DataDictionary<SymbolChangedEvent>
{
    public SymbolChangedEvents() { }
    public SymbolChangedEvents(DateTime frontier) : base(frontier) { }
}
