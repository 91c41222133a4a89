using System.Drawing;
using QuantConnect.Algorithm;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Samples what a portfolio holds: the largest sales volumes, exposure by kind of security, and margin by holding.</summary>
internal sealed class PortfolioSampler(QCAlgorithm algorithm, ChartBook charts, string currency)
{
    private const int SalesSeries = 30;
    private const int MarginSeries = 40;
    private readonly List<int> _largestSales = new(SalesSeries + 1);
    // By slot: the sales volume when it was last ranked. Where volumes only grow, one that stands still needs no new place.
    private readonly List<decimal> _ranked = [];
    private readonly Dictionary<SecurityType, (decimal Long, decimal Short)> _exposure = [];
    private readonly List<(string Name, decimal Percent, int Order)> _margins = [], _byMargin = [];
    private readonly HashSet<string> _top = [];
    // The series of the margin chart, and those whose last point has a value.
    private readonly Dictionary<string, BaseSeries> _marginSeries = [];
    private readonly List<BaseSeries> _shown = [];

    /// <summary>Sales of all securities when they were sampled last.</summary>
    public decimal TotalSales { get; private set; }

    public void SampleHoldings(DateTime time, decimal portfolioValue)
    {
        var securities = algorithm.Securities.Slots;
        for (var slot = _ranked.Count; slot < securities.Count; slot++)
        {
            _ranked.Add(0);
            _exposure.TryAdd(securities[slot].Symbol.SecurityType, (0, 0));
        }
        for (var slot = 0; slot < securities.Count; slot++)
        {
            var volume = securities[slot].Holdings.TotalSaleVolume;
            if (volume == _ranked[slot]) continue;
            if (volume < _ranked[slot])
            {
                // An algorithm took something back: all are ranked anew.
                _largestSales.Clear();
                for (var i = 0; i < _ranked.Count; i++) _ranked[i] = 0;
                TotalSales = 0;
                slot = -1;
                continue;
            }
            TotalSales += volume - _ranked[slot];
            RankSales(slot, volume);
        }

        foreach (var type in _exposure.Keys) _exposure[type] = (0, 0);
        _margins.Clear();
        foreach (var security in algorithm.Portfolio.InvestedSecurities)
        {
            var value = security.Holdings.HoldingsValue;
            var (longValue, shortValue) = _exposure[security.Symbol.SecurityType];
            _exposure[security.Symbol.SecurityType] = value > 0 ? (longValue + value, shortValue) : (longValue, shortValue + value);

            if (portfolioValue != 0)
            {
                var margin = security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security);
                _margins.Add((security.Symbol.Value, (margin / portfolioValue).RoundToSignificantDigits(4) * 100, _margins.Count));
            }
        }

        foreach (var slot in _largestSales)
            charts.Sample("Assets Sales Volume", securities[slot].Symbol.Value, 0, SeriesType.Treemap, new ChartPoint(time, _ranked[slot]), currency);
        if (portfolioValue == 0)
            return;
        SampleExposure(time, "Long", portfolioValue, x => x.Long);
        SampleExposure(time, "Short", portfolioValue, x => x.Short);
        SampleMargin(time);
    }

    /// <summary>Keeps the largest, in descending order; of equal ones the first.</summary>
    private void RankSales(int slot, decimal volume)
    {
        _ranked[slot] = volume;
        _largestSales.Remove(slot);
        var rank = _largestSales.Count;
        while (rank > 0 && _largestSales[rank - 1] is var other && (_ranked[other] < volume || (_ranked[other] == volume && other > slot)))
            rank--;
        _largestSales.Insert(rank, slot);
        if (_largestSales.Count > SalesSeries)
            _largestSales.RemoveAt(SalesSeries);
    }

    private void SampleExposure(DateTime time, string side, decimal portfolioValue, Func<(decimal Long, decimal Short), decimal> valueOf)
    {
        foreach (var (type, values) in _exposure)
            charts.Sample("Exposure", $"{type} - {side} Ratio", 0, SeriesType.Line, new ChartPoint(time, Math.Round(valueOf(values) / portfolioValue, 4)), "");
    }

    private void SampleMargin(DateTime time)
    {
        if (_margins.Count == 0)
            return;
        var chart = charts.GetOrAdd("Portfolio Margin");
        chart.LegendDisabled = true;

        _top.Clear();
        _byMargin.Clear();
        _byMargin.AddRange(_margins);
        _byMargin.Sort(static (a, b) => a.Percent != b.Percent ? b.Percent.CompareTo(a.Percent) : a.Order.CompareTo(b.Order));
        for (var i = 0; i < Math.Min(MarginSeries, _byMargin.Count); i++) _top.Add(_byMargin[i].Name);
        // Where an algorithm plots on this chart as well, all its series are looked at.
        if (chart.Series.Count != _marginSeries.Count) Show(chart.Series.Values);
        var before = _shown.Count;
        var others = 0m;
        foreach (var (name, percent, _) in _margins)
        {
            if (_top.Contains(name))
                Add(name, Color.Empty, percent);
            else
                others += percent;
        }
        if (_margins.Count > _top.Count)
            Add("OTHERS", Color.Gray, others);

        // A gap ends the area of a position that is gone.
        for (var i = 0; i < before; i++)
            if (_shown[i].Values[^1] is ChartPoint { Y: not null } last && last.Time != time)
                _shown[i].AddPoint(new ChartPoint(time, null));
        _shown.RemoveRange(0, before);

        void Add(string name, Color color, decimal percent)
        {
            var series = MarginOf(chart, name, color);
            series.AddPoint(new ChartPoint(time, percent));
            _shown.Add(series);
        }

        void Show(IEnumerable<BaseSeries> all)
        {
            _shown.Clear();
            _shown.AddRange(all.Where(x => x.Values.Count > 0));
        }
    }

    private BaseSeries MarginOf(Chart chart, string name, Color color)
    {
        if (!chart.Series.TryGetValue(name, out var series))
        {
            chart.Series[name] = _marginSeries[name] = series = new Series(name, SeriesType.Bar, 0, "%")
            {
                Color = color,
                Tooltip = "{SERIES_NAME}: {VALUE}%",
                IndexName = "Margin Used (%)"
            };
        }
        return series;
    }
}
