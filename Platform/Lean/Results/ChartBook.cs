namespace QuantConnect.Lean.Engine.Results;

/// <summary>The charts of a run: the engine's samples and the algorithm's own plots.</summary>
/// <param name="report">Told once of each limit that was reached.</param>
/// <param name="maximumSeries">Series that an algorithm may plot.</param>
/// <param name="maximumPoints">Points that each of them may have.</param>
internal sealed class ChartBook(Action<string> report, int maximumSeries = 30, int maximumPoints = 1000000)
{
    private readonly Dictionary<string, Chart> _charts = [];
    private readonly HashSet<string> _plotted = [];
    private readonly HashSet<string> _full = [];
    private bool _tooManySeries;

    public Dictionary<string, Chart> Charts => _charts;

    public Chart GetOrAdd(string name)
    {
        if (!_charts.TryGetValue(name, out var chart))
            _charts[name] = chart = new Chart(name);
        return chart;
    }

    /// <summary>Null where there is no such series.</summary>
    public BaseSeries TryGet(string chart, string series) => _charts.TryGetValue(chart, out var found) ? found.Series.GetValueOrDefault(series) : null;

    /// <summary>Adds a sample that is newer than the series' last one.</summary>
    /// <param name="replace">Whether a sample of the same time replaces the last one.</param>
    public void Sample(string chart, string series, int index, SeriesType type, ISeriesPoint point, string unit, bool replace = false)
    {
        var all = GetOrAdd(chart).Series;
        if (!all.TryGetValue(series, out var found))
            all[series] = found = BaseSeries.Create(type, series, index, unit);
        if (replace || found.Values.Count == 0 || point.Time > found.Values[^1].Time)
            found.AddPoint(point);
    }

    /// <summary>Adds an algorithm's new points.</summary>
    public void Merge(IEnumerable<Chart> updates)
    {
        foreach (var update in updates)
        {
            var chart = GetOrAdd(update.Name);
            foreach (var series in update.Series.Values)
            {
                if (_plotted.Count < maximumSeries)
                {
                    _plotted.Add(series.Name);
                }
                else if (!_plotted.Contains(series.Name))
                {
                    if (!_tooManySeries)
                        report($"Exceeded maximum chart series count, new series will be ignored. Limit is currently set at {maximumSeries}.");
                    _tooManySeries = true;
                    continue;
                }
                if (series.Values.Count > 0)
                    Append(chart, series);
            }
        }
    }

    private void Append(Chart chart, BaseSeries update)
    {
        var series = chart.TryAddAndGetSeries(update.Name, update);
        if (update.SeriesType == SeriesType.Pie)
            series.AddPoint(update.ConsolidateChartPoints());
        else if (series.Values.Count + update.Values.Count <= maximumPoints)
            series.Values.AddRange(update.Values);
        else if (_full.Add(chart.Name + update.Name))
            report($"Exceeded maximum data points per series, chart update skipped. Chart Name {chart.Name}. Series name {update.Name}. Limit is currently set at {maximumPoints}");
    }
}
