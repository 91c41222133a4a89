using System.Drawing;
using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using QuantConnect.Util;

namespace QuantConnect;

/// <summary>A series of single values.</summary>
[JsonConverter(typeof(SeriesJsonConverter))]
public class Series : BaseSeries
{
    [JsonConverter(typeof(ColorJsonConverter))]
    public Color Color { get; set; } = Color.Empty;

    public ScatterMarkerSymbol ScatterMarkerSymbol { get; set; } = ScatterMarkerSymbol.None;

    public Series()
    {
    }

    public Series(string name)
        : base(name, SeriesType.Line)
    {
    }

    public Series(string name, SeriesType type, int index)
        : this(name, type, index, "$")
    {
    }

    public Series(string name, SeriesType type, int index, string unit)
        : this(name, type, unit, Color.Empty, ScatterMarkerSymbol.None) => Index = index;

    public Series(string name, SeriesType type = SeriesType.Line, string unit = "$")
        : this(name, type, unit, Color.Empty)
    {
    }

    public Series(string name, SeriesType type, string unit, Color color)
        : this(name, type, unit, color, ScatterMarkerSymbol.None)
    {
    }

    public Series(string name, SeriesType type, string unit, Color color, ScatterMarkerSymbol symbol = ScatterMarkerSymbol.None)
        : base(name, type, 0, unit)
    {
        Color = color;
        ScatterMarkerSymbol = symbol;
    }

    public void AddPoint(DateTime time, decimal value) =>
        AddPoint(SeriesType == SeriesType.Scatter ? new ScatterChartPoint(time, value) : new ChartPoint(time, value));

    public override void AddPoint(ISeriesPoint point)
    {
        if (point is not ChartPoint)
            throw new ArgumentException("expected a ChartPoint", nameof(point));
        base.AddPoint(point);
    }

    public override void AddPoint(DateTime time, List<decimal> values)
    {
        if (values.Count > 1)
            throw new ArgumentException($"Series.AddPoint requires a single value, found {values.Count}", nameof(values));
        AddPoint(time, values.Count > 0 ? values[0] : 0);
    }

    public override ISeriesPoint ConsolidateChartPoints() =>
        Values.Count == 0 ? null : new ChartPoint(((ChartPoint)Values[^1]).x, Values.Sum(x => ((ChartPoint)x).y ?? 0));

    public override BaseSeries Clone(bool empty = false)
    {
        var series = new Series(Name, SeriesType, Index, Unit)
        {
            Color = Color,
            ZIndex = ZIndex,
            Tooltip = Tooltip,
            IndexName = IndexName,
            ScatterMarkerSymbol = ScatterMarkerSymbol
        };
        if (!empty)
            series.Values = CloneValues();
        return series;
    }
}

[JsonConverter(typeof(StringEnumConverter))]
public enum ScatterMarkerSymbol
{
    [EnumMember(Value = "none")]
    None,

    [EnumMember(Value = "circle")]
    Circle,

    [EnumMember(Value = "square")]
    Square,

    [EnumMember(Value = "diamond")]
    Diamond,

    [EnumMember(Value = "triangle")]
    Triangle,

    [EnumMember(Value = "triangle-down")]
    TriangleDown
}
