using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace QuantConnect.Data.Market;

/// <summary>Values by symbol; enumeration is in the order of tickers.</summary>
public class DataDictionary<T> : IDictionary<Symbol, T>, IReadOnlyDictionary<Symbol, T>
{
    private Dictionary<Symbol, T> _data;
    private List<KeyValuePair<Symbol, T>> _items;

    public DataDictionary()
    {
    }

    public DataDictionary(IEnumerable<T> data, Func<T, Symbol> keySelector)
    {
        foreach (var item in data) this[keySelector(item)] = item;
    }

    public DataDictionary(DateTime time) => Time = time;

    public DateTime Time { get; set; }

    /// <exception cref="KeyNotFoundException">There is no value of the symbol now; the message says so.</exception>
    public virtual T this[Symbol symbol]
    {
        get => TryGetValue(symbol, out var data)
            ? data
            : throw new KeyNotFoundException($"'{symbol}' wasn't found in the {GetType().Name} object, likely because there was no-data at this moment in time and it wasn't possible to fillforward historical data. Please check the data exists before accessing it with data.ContainsKey(\"{symbol}\")");
        set
        {
            _items = null;
            (_data ??= [])[symbol] = value;
        }
    }

    public virtual int Count => _data?.Count ?? 0;
    public bool IsReadOnly => false;

    public virtual ICollection<Symbol> Keys
    {
        get
        {
            var items = Items();
            var keys = new List<Symbol>(items.Count);
            foreach (var item in items) keys.Add(item.Key);
            return keys;
        }
    }

    public virtual ICollection<T> Values
    {
        get
        {
            var items = Items();
            var values = new List<T>(items.Count);
            foreach (var item in items) values.Add(item.Value);
            return values;
        }
    }

    IEnumerable<Symbol> IReadOnlyDictionary<Symbol, T>.Keys => Keys;
    IEnumerable<T> IReadOnlyDictionary<Symbol, T>.Values => Values;

    /// <returns>The value, or the type's default.</returns>
    public virtual T GetValue(Symbol key) => TryGetValue(key, out var value) ? value : default;

    public virtual bool TryGetValue(Symbol key, [MaybeNullWhen(false)] out T value)
    {
        if (key is not null && _data != null) return _data.TryGetValue(key, out value);
        value = default;
        return false;
    }

    public virtual bool ContainsKey(Symbol key) => key is not null && _data != null && _data.ContainsKey(key);

    public virtual void Add(Symbol key, T value)
    {
        _items = null;
        (_data ??= []).Add(key, value);
    }

    public void Add(KeyValuePair<Symbol, T> item) => Add(item.Key, item.Value);

    public virtual void Clear()
    {
        _items = null;
        _data?.Clear();
    }

    public virtual bool Remove(Symbol key)
    {
        _items = null;
        return _data != null && _data.Remove(key);
    }

    public bool Remove(KeyValuePair<Symbol, T> item) => Contains(item) && Remove(item.Key);

    public bool Contains(KeyValuePair<Symbol, T> item) => TryGetValue(item.Key, out var value) && EqualityComparer<T>.Default.Equals(value, item.Value);

    public void CopyTo(KeyValuePair<Symbol, T>[] array, int arrayIndex) => Items().CopyTo(array, arrayIndex);

    public virtual IEnumerable<KeyValuePair<Symbol, T>> GetItems() => Items();

    public virtual IEnumerator<KeyValuePair<Symbol, T>> GetEnumerator() => Items().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes sure that every value is present before enumeration; engine-made collections fill themselves here.</summary>
    private protected virtual void Materialise()
    {
    }

    private List<KeyValuePair<Symbol, T>> Items()
    {
        Materialise();
        if (_items != null) return _items;
        if (_data == null) return _items = [];
        var items = new List<KeyValuePair<Symbol, T>>(_data.Count);
        foreach (var pair in _data) items.Add(pair);
        // Stable: equal tickers keep the order in which they were added.
        return _items = [.. items.OrderBy(x => x.Key)];
    }
}

public static class DataDictionaryExtensions
{
    public static void Add<T>(this DataDictionary<T> dictionary, T data) where T : BaseData => dictionary.Add(data.Symbol, data);
}

public class QuoteBars : DataDictionary<QuoteBar>
{
    public QuoteBars() { }
    public QuoteBars(DateTime frontier) : base(frontier) { }
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
