using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;

namespace QuantConnect.Lean.Engine;

/// <summary>Reads custom data: asks its type for each date's source, and has it read that source line by line.</summary>
/// <param name="say">Told of lines that the type cannot read; they are passed over, as LEAN does.</param>
internal sealed class CustomDataReader(IObjectStore store, Action<string> say)
{
    /// <summary>Points in order of time, lazily.</summary>
    /// <param name="map">Gives the ticker of each date; null for one ticker.</param>
    /// <param name="from">Local; points that end before it are passed over.</param>
    /// <param name="through">Local; reading ends with the first point that begins after it.</param>
    public IEnumerable<BaseData> Read(SubscriptionDataConfig config, MapFile map, DateTime from, DateTime through)
    {
        var factory = Create(config);
        var last = DateTime.MinValue;
        SubscriptionDataSource source = null;
        var date = from.Date;
        while (date <= through)
        {
            var next = Source(factory, config, map, date);
            if (next == null || next == source)
            {
                date = date.AddDays(1);
                continue;
            }
            source = next;
            SubscriptionDataSource other = null;
            foreach (var point in Points(config, source, date))
            {
                // Data of a later date lies in that date's source, where that is another.
                while (date < point.Time.Date && other == null)
                {
                    date = date.AddDays(1);
                    if (date <= through && Source(factory, config, map, date) is { } later && later != source) other = later;
                }
                if (other != null) break;
                if (point.EndTime < last) continue;
                last = point.EndTime;
                if (last < from) continue;
                if (point.Time > through) yield break;
                yield return point;
            }
            if (other == null) date = date.AddDays(1);
        }
    }

    private static BaseData Create(SubscriptionDataConfig config)
    {
        var instance = CreateInstance(config.Type);
        instance.Symbol = config.Symbol;
        return instance;
    }

    /// <exception cref="ArgumentException">The type is not data, or has no constructor without parameters.</exception>
    public static BaseData CreateInstance(Type type)
    {
        try
        {
            if (Activator.CreateInstance(type, nonPublic: true) is BaseData instance) return instance;
        }
        catch (MissingMethodException)
        {
        }
        throw new ArgumentException($"{type.Name}: expected a type derived from BaseData with a constructor without parameters");
    }

    private static SubscriptionDataSource Source(BaseData factory, SubscriptionDataConfig config, MapFile map, DateTime date)
    {
        if (map != null)
        {
            config.MappedSymbol = map.Names(date, date).Select(x => x.Ticker.ToUpperInvariant()).FirstOrDefault();
            if (config.MappedSymbol == null) return null;
        }
        return factory.GetSource(config, date, false) is { } source && !string.IsNullOrEmpty(source.Source) ? source : null;
    }

    private IEnumerable<BaseData> Points(SubscriptionDataConfig config, SubscriptionDataSource source, DateTime date)
    {
        var points = Lines(config, source, date);
        if (source.Format == FileFormat.UnfoldingCollection)
            points = points.SelectMany(x => x is BaseDataCollection collection ? collection.Data : (IEnumerable<BaseData>)[x]);
        if (source.Sort) points = points.OrderBy(x => x.EndTime);
        return source.Format == FileFormat.FoldingCollection ? Fold(config.Symbol, points) : points;
    }

    private static IEnumerable<BaseData> Fold(Symbol symbol, IEnumerable<BaseData> points)
    {
        BaseDataCollection collection = null;
        foreach (var point in points)
        {
            if (collection != null && collection.EndTime != point.EndTime)
            {
                yield return collection;
                collection = null;
            }
            (collection ??= new BaseDataCollection(point.Time, point.EndTime, symbol)).Add(point);
        }
        if (collection != null) yield return collection;
    }

    private IEnumerable<BaseData> Lines(SubscriptionDataConfig config, SubscriptionDataSource source, DateTime date)
    {
        var factory = Create(config);
        var readsStreams = config.Type.GetMethod(nameof(BaseData.Reader), [typeof(SubscriptionDataConfig), typeof(StreamReader), typeof(DateTime), typeof(bool)])?.DeclaringType != typeof(BaseData);
        foreach (var reader in CustomDataSource.Open(source, config.Type, store))
            using (reader)
                while (!reader.EndOfStream)
                {
                    string line = null;
                    BaseData point = null;
                    try
                    {
                        point = readsStreams ? factory.Reader(config, reader, date, false) : factory.Reader(config, line = reader.ReadLine(), date, false);
                    }
                    catch (Exception e) when (e is not OutOfMemoryException)
                    {
                        say($"Error invoking {config.Symbol} data reader. Line: {line ?? "StreamReader"} Error: {e.Message}");
                        if (readsStreams) break;
                    }
                    if (point != null && point.EndTime != default) yield return point;
                }
    }
}
