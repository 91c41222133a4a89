using System.Linq.Expressions;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace QuantConnect.Data;

/// <summary>What one asks of a sequence of slices, of history for one. All are lazy.</summary>
public static class SliceExtensions
{
    /// <summary>The bars of the slices that have any.</summary>
    public static IEnumerable<TradeBars> TradeBars(this IEnumerable<Slice> slices) => slices.Select(x => x.Bars).Where(x => x.Count > 0);

    /// <summary>The ticks of the slices that have any.</summary>
    public static IEnumerable<Ticks> Ticks(this IEnumerable<Slice> slices) => slices.Select(x => x.Ticks).Where(x => x.Count > 0);

    /// <summary>The bars of a symbol.</summary>
    public static IEnumerable<TradeBar> Get(this IEnumerable<Slice> slices, Symbol symbol) => slices.Select(x => x.Bars).Get(symbol);

    /// <summary>The data of a symbol.</summary>
    public static IEnumerable<T> Get<T>(this IEnumerable<DataDictionary<T>> dataDictionaries, Symbol symbol) where T : IBaseData
    {
        foreach (var data in dataDictionaries)
            if (data.TryGetValue(symbol, out var item)) yield return item;
    }

    /// <summary>A property of a symbol's data; of several ticks at a time, that of the last.</summary>
    /// <exception cref="ArgumentException">The type has no such property.</exception>
    public static IEnumerable<decimal> Get<T>(this IEnumerable<DataDictionary<T>> dataDictionaries, Symbol symbol, string field)
    {
        Func<T, decimal> select;
        if (typeof(T) == typeof(List<Tick>))
        {
            var ofTick = Property<Tick>(field);
            select = ticks => ofTick(((List<Tick>)(object)ticks)[^1]);
        }
        else select = Property<T>(field);
        foreach (var data in dataDictionaries)
            if (data.TryGetValue(symbol, out var item)) yield return select(item);
    }

    /// <summary>The data of a type of the slices that have any.</summary>
    public static IEnumerable<DataDictionary<T>> Get<T>(this IEnumerable<Slice> slices) where T : IBaseData => slices.Select(x => x.Get<T>()).Where(x => x.Count > 0);

    /// <summary>The data of a type and a symbol.</summary>
    public static IEnumerable<T> Get<T>(this IEnumerable<Slice> slices, Symbol symbol) where T : IBaseData => slices.Select(x => x.Get<T>()).Get(symbol);

    /// <summary>A field of a symbol's data; of several ticks at a time, that of the last.</summary>
    public static IEnumerable<decimal> Get(this IEnumerable<Slice> slices, Symbol symbol, Func<BaseData, decimal> field)
    {
        foreach (var slice in slices)
            if (slice.TryGetValue(symbol, out var item)) yield return field(Last((object)item));
    }

    /// <summary>The data of a type and a symbol, if there is any.</summary>
    public static bool TryGet<T>(this Slice slice, Symbol symbol, out T data) where T : IBaseData => slice.Get<T>().TryGetValue(symbol, out data);

    public static double[] ToDoubleArray(this IEnumerable<decimal> decimals) => [.. decimals.Select(x => (double)x)];

    /// <summary>Updates each symbol's consolidator with its data.</summary>
    public static void PushThroughConsolidators(this IEnumerable<Slice> slices, Dictionary<Symbol, IDataConsolidator> consolidatorsBySymbol) =>
        slices.PushThroughConsolidators(symbol => consolidatorsBySymbol.GetValueOrDefault(symbol));

    /// <param name="consolidatorsProvider">Gives null for none.</param>
    public static void PushThroughConsolidators(this IEnumerable<Slice> slices, Func<Symbol, IDataConsolidator> consolidatorsProvider) =>
        slices.PushThrough(data => consolidatorsProvider(data.Symbol)?.Update(data));

    /// <summary>Hands on each symbol's data; of several ticks at a time, the last.</summary>
    /// <param name="dataType">Null for the bar, quote or ticks that stand for the symbol.</param>
    public static void PushThrough(this IEnumerable<Slice> slices, Action<BaseData> handler, Type dataType = null)
    {
        foreach (var slice in slices)
            foreach (var data in dataType == null ? slice.Keys.Select(x => slice.TryGetValue(x, out var item) ? Last((object)item) : null).Where(x => x != null) : OfType(slice, dataType))
                handler(data);
    }

    private static IEnumerable<BaseData> OfType(Slice slice, Type type) => type == typeof(Tick)
        ? slice.Ticks.Values.Select(x => x[^1])
        : ((System.Collections.IDictionary)typeof(Slice).GetMethod(nameof(Slice.Get), []).MakeGenericMethod(type).Invoke(slice, null)).Values.Cast<BaseData>();

    private static BaseData Last(object item) => item is List<Tick> ticks ? ticks[^1] : (BaseData)item;

    private static Func<T, decimal> Property<T>(string name)
    {
        var item = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, decimal>>(Expression.Convert(Expression.PropertyOrField(item, name), typeof(decimal)), item).Compile();
    }
}
