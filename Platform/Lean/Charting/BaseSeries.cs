using Newtonsoft.Json;
using QuantConnect.Util;

namespace QuantConnect;

/// <summary>A named line, bar, candle or other series of a chart.</summary>
[JsonConverter(typeof(SeriesJsonConverter))]
public abstract class BaseSeries
{
    private int _sent;

    public string Name { get; set; }

    public string Unit { get; set; }

    /// <summary>Series with the same index share a pane.</summary>
    public int Index { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public string IndexName { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public int? ZIndex { get; set; }

    public SeriesType SeriesType { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public string Tooltip { get; set; }

    public List<ISeriesPoint> Values { get; set; }

    protected BaseSeries()
    {
        Unit = "$";
        Values = [];
    }

    protected BaseSeries(string name, SeriesType type)
        : this()
    {
        Name = name;
        SeriesType = type;
    }

    protected BaseSeries(string name, SeriesType type, int index)
        : this(name, type) => Index = index;

    protected BaseSeries(string name, SeriesType type, int index, string unit)
        : this(name, type, index) => Unit = unit;

    protected BaseSeries(string name, SeriesType type, string unit)
        : this(name, type, 0, unit)
    {
    }

    /// <summary>Adds a point, or replaces the last one where that has the same time.</summary>
    public virtual void AddPoint(ISeriesPoint point)
    {
        if (Values.Count > 0 && Values[^1].Time == point.Time)
            Values[^1] = point;
        else
            Values.Add(point);
    }

    public abstract void AddPoint(DateTime time, List<decimal> values);

    /// <summary>A copy with the points added since the last call.</summary>
    public BaseSeries GetUpdates()
    {
        var copy = Clone(empty: true);
        if (_sent < Values.Count)
            copy.Values.AddRange(Values.GetRange(_sent, Values.Count - _sent));
        _sent = Values.Count;
        return copy;
    }

    public void Purge()
    {
        Values.Clear();
        _sent = 0;
    }

    /// <summary>One point with the sums of all, at the last one's time; null without points.</summary>
    public abstract ISeriesPoint ConsolidateChartPoints();

    public abstract BaseSeries Clone(bool empty = false);

    protected List<ISeriesPoint> CloneValues() => Values.ConvertAll(x => x.Clone());

    public IEnumerable<T> GetValues<T>()
        where T : ISeriesPoint => Values.Cast<T>();

    public static BaseSeries Create(SeriesType seriesType, string name, int index = 0, string unit = "$")
    {
        if (!Enum.IsDefined(seriesType))
            throw new ArgumentOutOfRangeException(nameof(seriesType), seriesType, "Series type out of range");
        return seriesType == SeriesType.Candle ? new CandlestickSeries(name, index, unit) : new Series(name, seriesType, index, unit);
    }
}

public enum SeriesType
{
    Line,
    Scatter,
    Candle,
    Bar,
    Flag,
    StackedArea,
    Pie,
    Treemap,
    Heatmap = 9,
    Scatter3d
}
