using System.Collections.Concurrent;
using System.Globalization;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;
using QuantConnect.Statistics;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private const string DefaultChart = "Strategy Equity";

    // The engine's own charts; an empty list reserves the whole chart.
    private static readonly Dictionary<string, string[]> ReservedSeries = new()
    {
        ["Strategy Equity"] = ["Equity", "Return"],
        ["Capacity"] = ["Strategy Capacity"],
        ["Drawdown"] = ["Equity Drawdown"],
        ["Benchmark"] = ["Benchmark"],
        ["Assets Sales Volume"] = [],
        ["Exposure"] = [],
        ["Portfolio Margin"] = [],
        ["Portfolio Turnover"] = ["Portfolio Turnover"]
    };

    private readonly Dictionary<string, Chart> _plots = [];
    private IStatisticsService _statisticsService;

    /// <summary>What the console shows while the algorithm runs, by name.</summary>
    public ConcurrentDictionary<string, string> RuntimeStatistics { get; } = new();

    /// <summary>The statistics of the run so far.</summary>
    public StatisticsResults Statistics => _statisticsService?.StatisticsResults() ?? new StatisticsResults();

    /// <summary>Adds a chart, unless there is one of that name.</summary>
    public void AddChart(Chart chart) => _plots.TryAdd(chart.Name, chart);

    public void AddSeries(string chart, string series, SeriesType seriesType, string unit = "$") =>
        ChartOf(chart).Series[series] = BaseSeries.Create(seriesType, series, unit: unit);

    public void Plot(string series, decimal value) => Plot(DefaultChart, series, value);

    public void Plot(string series, double value) => Plot(series, value.SafeDecimalCast());

    public void Plot(string series, int value) => Plot(series, (decimal)value);

    public void Plot(string series, float value) => Plot(series, (double)value);

    public void Plot(string chart, string series, double value) => Plot(chart, series, value.SafeDecimalCast());

    public void Plot(string chart, string series, int value) => Plot(chart, series, (decimal)value);

    public void Plot(string chart, string series, float value) => Plot(chart, series, (double)value);

    /// <exception cref="ArgumentException">The chart or series is one of the engine's.</exception>
    public void Plot(string chart, string series, decimal value) => SeriesOf<Series>(chart, series).AddPoint(UtcTime, value);

    public void Plot(string series, double open, double high, double low, double close) => Plot(DefaultChart, series, open, high, low, close);

    public void Plot(string series, float open, float high, float low, float close) => Plot(DefaultChart, series, open, high, low, close);

    public void Plot(string series, int open, int high, int low, int close) => Plot(DefaultChart, series, open, high, low, close);

    public void Plot(string series, decimal open, decimal high, decimal low, decimal close) => Plot(DefaultChart, series, open, high, low, close);

    public void Plot(string chart, string series, double open, double high, double low, double close) =>
        Plot(chart, series, open.SafeDecimalCast(), high.SafeDecimalCast(), low.SafeDecimalCast(), close.SafeDecimalCast());

    public void Plot(string chart, string series, float open, float high, float low, float close) =>
        Plot(chart, series, (double)open, high, low, close);

    public void Plot(string chart, string series, int open, int high, int low, int close) =>
        Plot(chart, series, (decimal)open, high, low, close);

    /// <exception cref="ArgumentException">The chart or series is one of the engine's.</exception>
    public void Plot(string chart, string series, decimal open, decimal high, decimal low, decimal close) =>
        SeriesOf<CandlestickSeries>(chart, series).AddPoint(UtcTime, open, high, low, close);

    public void Plot(string series, TradeBar bar) => Plot(DefaultChart, series, bar);

    public void Plot(string chart, string series, TradeBar bar) => Plot(chart, series, bar.Open, bar.High, bar.Low, bar.Close);

    /// <summary>Plots the indicators' present values.</summary>
    public void Plot(string chart, params IndicatorBase[] indicators)
    {
        foreach (var indicator in indicators)
            Plot(chart, indicator.Name, indicator.Current.Value);
    }

    /// <summary>Plots the indicators' values whenever they change.</summary>
    public void PlotIndicator(string chart, params IndicatorBase[] indicators) => PlotIndicator(chart, false, indicators);

    public void PlotIndicator(string chart, bool waitForReady, params IndicatorBase[] indicators)
    {
        foreach (var indicator in indicators)
        {
            if (indicator is null)
                continue;
            indicator.Updated += (_, _) =>
            {
                if (!waitForReady || indicator.IsReady)
                    Plot(chart, indicator);
            };
        }
    }

    public void Record(string series, int value) => Plot(series, value);

    public void Record(string series, double value) => Plot(series, value);

    public void Record(string series, decimal value) => Plot(series, value);

    public void SetRuntimeStatistic(string name, string value) => RuntimeStatistics[name] = value;

    public void SetRuntimeStatistic(string name, decimal value) => SetRuntimeStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetRuntimeStatistic(string name, int value) => SetRuntimeStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetRuntimeStatistic(string name, double value) => SetRuntimeStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a line to the summary statistics; computed ones cannot be replaced.</summary>
    /// <exception cref="ArgumentException">The name is a whole number from 0 to 100.</exception>
    public void SetSummaryStatistic(string name, string value)
    {
        if (int.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100)
            throw new ArgumentException($"'{name}' is a reserved statistic name.", nameof(name));
        _clock.RequireRunning();
        _statisticsService?.SetSummaryStatistic(name, value);
    }

    public void SetSummaryStatistic(string name, int value) => SetSummaryStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetSummaryStatistic(string name, double value) => SetSummaryStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetSummaryStatistic(string name, decimal value) => SetSummaryStatistic(name, value.ToString(CultureInfo.InvariantCulture));

    public void SetStatisticsService(IStatisticsService statisticsService) => _statisticsService = statisticsService;

    /// <summary>Copies of the charts with the points plotted since the last call.</summary>
    /// <param name="clearChartData">Whether to drop the points afterwards.</param>
    public IEnumerable<Chart> GetChartUpdates(bool clearChartData = false)
    {
        foreach (var chart in _plots.Values)
        {
            yield return chart.GetUpdates();
            if (!clearChartData)
                continue;
            foreach (var series in chart.Series.Values)
                series.Purge();
        }
    }

    private Chart ChartOf(string name)
    {
        _clock.RequireRunning();
        if (!_plots.TryGetValue(name, out var chart))
            _plots[name] = chart = new Chart(name);
        return chart;
    }

    private T SeriesOf<T>(string chartName, string seriesName)
        where T : BaseSeries, new()
    {
        if (ReservedSeries.TryGetValue(chartName, out var reserved))
        {
            if (reserved.Length == 0)
                throw new ArgumentException($"'{chartName}' is a reserved chart name.", nameof(chartName));
            if (reserved.Contains(seriesName))
                throw new ArgumentException($"'{seriesName}' is a reserved series name for chart '{chartName}'.", nameof(seriesName));
        }
        var chart = ChartOf(chartName);
        if (!chart.Series.TryGetValue(seriesName, out var series))
            chart.AddSeries(series = new T { Name = seriesName });
        return (T)series;
    }
}
