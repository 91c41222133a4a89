using System.Collections;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Lean.Engine;

namespace QuantConnect.Data;

/// <summary>All data of one moment. The engine's slices make their bars when they are asked for.</summary>
public class Slice : IEnumerable<KeyValuePair<Symbol, BaseData>>
{
    private readonly StepBars _step;
    private readonly List<BaseData> _auxiliary;
    private TradeBars _bars;
    private QuoteBars _quoteBars;
    private Ticks _ticks;
    private Dividends _dividends;
    private Splits _splits;
    private Delistings _delistings;
    private SymbolChangedEvents _symbolChanges;
    private DataDictionary<object> _bySymbol;

    public Slice(DateTime time, IEnumerable<BaseData> data, DateTime utcTime) : this(time, data.ToList(), utcTime)
    {
    }

    public Slice(DateTime time, List<BaseData> data, DateTime utcTime)
    {
        Time = time;
        UtcTime = utcTime;
        _auxiliary = data;
        _bars = new TradeBars(time);
        foreach (var item in data)
            if (item is TradeBar bar) _bars[bar.Symbol] = bar;
        HasData = data.Count > 0;
    }

    protected Slice(Slice slice)
    {
        Time = slice.Time;
        UtcTime = slice.UtcTime;
        HasData = slice.HasData;
        _step = slice._step;
        _auxiliary = slice._auxiliary;
        _bars = slice._bars;
    }

    /// <param name="auxiliary">Dividends, splits and delistings of the moment; null for none.</param>
    internal Slice(DateTime time, DateTime utcTime, StepBars step, List<BaseData> auxiliary)
    {
        Time = time;
        UtcTime = utcTime;
        _step = step;
        _auxiliary = auxiliary ?? [];
        HasData = step.Count > 0 || _auxiliary.Count > 0;
    }

    public DateTime Time { get; }
    public DateTime UtcTime { get; }
    public bool HasData { get; }

    public TradeBars Bars
    {
        get
        {
            if (_bars != null) return _bars;
            _bars = new TradeBars(Time, _step);
            // Custom data may be a bar.
            foreach (var item in _auxiliary)
                if (item is TradeBar { DataType: MarketDataType.TradeBar } bar) _bars[bar.Symbol] = bar;
            return _bars;
        }
    }

    public QuoteBars QuoteBars => _quoteBars ??= Collect<QuoteBars, QuoteBar>();
    public Dividends Dividends => _dividends ??= Collect<Dividends, Dividend>();
    public Splits Splits => _splits ??= Collect<Splits, Split>();
    public Delistings Delistings => _delistings ??= Collect<Delistings, Delisting>();
    public SymbolChangedEvents SymbolChangedEvents => _symbolChanges ??= Collect<SymbolChangedEvents, SymbolChangedEvent>();

    public Ticks Ticks
    {
        get
        {
            if (_ticks != null) return _ticks;
            _ticks = new Ticks(Time);
            foreach (var item in _auxiliary)
            {
                if (item is not Tick tick) continue;
                if (!_ticks.TryGetValue(tick.Symbol, out var list)) _ticks[tick.Symbol] = list = [];
                list.Add(tick);
            }
            return _ticks;
        }
    }

    /// <summary>Everything in the slice, bars first.</summary>
    public IEnumerable<BaseData> AllData
    {
        get
        {
            if (_step != null)
                foreach (var bar in Bars.Values) yield return bar;
            foreach (var item in _auxiliary)
                if (_step == null || item is not TradeBar) yield return item;
        }
    }

    public virtual int Count => BySymbol.Count;

    public virtual IReadOnlyList<Symbol> Keys => [.. BySymbol.Keys];

    public virtual IReadOnlyList<BaseData> Values => [.. this.Select(x => x.Value)];

    /// <summary>The bar (or list of ticks) of a symbol; null where it has nothing but a dividend or the like.</summary>
    /// <exception cref="KeyNotFoundException">There is none now.</exception>
    public virtual dynamic this[Symbol symbol]
    {
        get
        {
            if (Bars.TryGetValue(symbol, out var bar)) return bar;
            return BySymbol[symbol];
        }
    }

    public virtual bool ContainsKey(Symbol symbol) => symbol is not null && (Bars.ContainsKey(symbol) || BySymbol.ContainsKey(symbol));

    public virtual bool TryGetValue(Symbol symbol, out dynamic data)
    {
        data = null;
        if (symbol is null) return false;
        if (Bars.TryGetValue(symbol, out var bar)) data = bar;
        else if (BySymbol.TryGetValue(symbol, out var other)) data = other;
        return data != null;
    }

    /// <summary>All data of a kind, custom data by its type.</summary>
    public DataDictionary<T> Get<T>() where T : IBaseData
    {
        object found = typeof(T) == typeof(TradeBar) ? Bars
            : typeof(T) == typeof(QuoteBar) ? QuoteBars
            : typeof(T) == typeof(Tick) ? LastTicks()
            : typeof(T) == typeof(Dividend) ? Dividends
            : typeof(T) == typeof(Split) ? Splits
            : typeof(T) == typeof(Delisting) ? Delistings
            : typeof(T) == typeof(SymbolChangedEvent) ? SymbolChangedEvents
            : Custom<T>();
        return (DataDictionary<T>)found;
    }

    // Of each symbol the last one.
    private DataDictionary<Tick> LastTicks()
    {
        var last = new DataDictionary<Tick>(Time);
        foreach (var (symbol, ticks) in Ticks)
            if (ticks.FindLast(x => x.TickType != TickType.OpenInterest) is { } tick) last[symbol] = tick;
        return last;
    }

    private DataDictionary<T> Custom<T>() where T : IBaseData
    {
        var collection = new DataDictionary<T>(Time);
        foreach (var item in _auxiliary)
            if (item is T typed && item.GetType() == typeof(T)) collection[item.Symbol] = typed;
            else if (item is BaseDataCollection { Data: var data })
                foreach (var member in data)
                    if (member is T within && member.GetType() == typeof(T)) collection[member.Symbol] = within;
        return collection;
    }

    public T Get<T>(Symbol symbol) where T : BaseData => Get<T>()[symbol];

    public IEnumerator<KeyValuePair<Symbol, BaseData>> GetEnumerator()
    {
        foreach (var pair in BySymbol)
            if (pair.Value is BaseData data) yield return new KeyValuePair<Symbol, BaseData>(pair.Key, data);
            else if (pair.Value is List<Tick> ticks)
                foreach (var tick in ticks) yield return new KeyValuePair<Symbol, BaseData>(pair.Key, tick);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A bar stands for its symbol; else quotes or trade ticks; else nothing, where there is only a dividend or the like.
    private DataDictionary<object> BySymbol
    {
        get
        {
            if (_bySymbol != null) return _bySymbol;
            var all = new DataDictionary<object>(Time);
            foreach (var item in _auxiliary)
                if (item is QuoteBar || item.DataType == MarketDataType.Base) all[item.Symbol] = item;
                else if (item is Tick tick && SubscriptionManager.IsDefaultDataType(tick))
                {
                    if (!all.TryGetValue(tick.Symbol, out var list) || list is not List<Tick>) all[tick.Symbol] = list = new List<Tick>();
                    ((List<Tick>)list).Add(tick);
                }
            foreach (var pair in Bars) all[pair.Key] = pair.Value;
            foreach (var item in _auxiliary)
                if (item is not Tick) all.TryAdd(item.Symbol, null);
            return _bySymbol = all;
        }
    }

    private TCollection Collect<TCollection, T>() where TCollection : DataDictionary<T>, new() where T : BaseData
    {
        var collection = new TCollection { Time = Time };
        foreach (var item in _auxiliary)
            if (item is T typed) collection[typed.Symbol] = typed;
        return collection;
    }
}
