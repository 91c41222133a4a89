using System.Data;
using System.Drawing;
using Newtonsoft.Json;

namespace QuantConnect;

/// <summary>A chart: series by name.</summary>
public class Chart
{
    public string Name { get; set; } = string.Empty;

    [Obsolete("ChartType is now obsolete. Please use Series indexes instead by setting index in the series constructor.")]
    public ChartType ChartType { get; set; } = ChartType.Overlay;

    [JsonConverter(typeof(ChartSeriesJsonConverter))]
    public Dictionary<string, BaseSeries> Series { get; set; } = [];

    /// <summary>The symbol that the chart is about, if it is about one.</summary>
    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public Symbol Symbol { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public bool LegendDisabled { get; set; }

    public Chart()
    {
    }

    [Obsolete("ChartType is now obsolete and ignored in charting. Please use Series indexes instead by setting index in the series constructor.")]
    public Chart(string name, ChartType type = ChartType.Overlay)
    {
        Name = name;
        ChartType = type;
    }

    public Chart(string name)
        : this(name, null)
    {
    }

    public Chart(string name, Symbol symbol)
    {
        Name = name;
        Symbol = symbol;
    }

    /// <exception cref="DuplicateNameException">The chart has a series of that name.</exception>
    public void AddSeries(BaseSeries series)
    {
        if (!Series.TryAdd(series.Name, series))
            throw new DuplicateNameException($"Chart.AddSeries(): chart {Name} already has a series {series.Name}");
    }

    public Series TryAddAndGetSeries(string name, SeriesType type, int index, string unit, Color color, ScatterMarkerSymbol symbol, bool forceAddNew = false)
    {
        if (forceAddNew || !Series.TryGetValue(name, out var series))
            Series[name] = series = new Series(name, type, index, unit) { Color = color, ScatterMarkerSymbol = symbol };
        return (Series)series;
    }

    public BaseSeries TryAddAndGetSeries(string name, BaseSeries templateSeries, bool forceAddNew = false)
    {
        if (forceAddNew || !Series.TryGetValue(name, out var series))
            Series[name] = series = templateSeries.Clone(empty: true);
        return series;
    }

    /// <summary>A copy with the points added since the last call.</summary>
    public Chart GetUpdates()
    {
        var copy = CloneEmpty();
        foreach (var series in Series.Values)
            copy.AddSeries(series.GetUpdates());
        return copy;
    }

    public virtual Chart Clone()
    {
        var chart = CloneEmpty();
        foreach (var (name, series) in Series)
            chart.Series.Add(name, series.Clone());
        return chart;
    }

    public virtual Chart CloneEmpty() => new(Name) { LegendDisabled = LegendDisabled, Symbol = Symbol };

    /// <summary>A chart with one series TOTAL: the sums of all series at each time.</summary>
    public virtual Chart Aggregate(SeriesType seriesType = SeriesType.Line)
    {
        var chart = CloneEmpty();
        if (Series == null || Series.Count == 0)
            return chart;

        var total = new Series("TOTAL", seriesType, Series.Values.First().Unit);
        chart.AddSeries(total);
        var sums = new SortedDictionary<long, decimal>();
        foreach (var series in Series.Values)
            foreach (var point in series.Values.OfType<ChartPoint>())
                if (point.Y is { } value)
                    sums[point.X] = value + sums.GetValueOrDefault(point.X);
        foreach (var (time, value) in sums)
            total.Values.Add(new ChartPoint(time, value));
        return chart;
    }
}

public enum ChartType
{
    Overlay,
    Stacked
}
