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
    private readonly List<(string Name, decimal Percent)> _margins = [];

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
                slot = -1;
                continue;
            }
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
                _margins.Add((security.Symbol.Value, (margin / portfolioValue).RoundToSignificantDigits(4) * 100));
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

        var top = _margins.OrderByDescending(x => x.Percent).Take(MarginSeries).Select(x => x.Name).ToHashSet();
        var others = 0m;
        foreach (var (name, percent) in _margins)
        {
            if (top.Contains(name))
                MarginOf(chart, name, Color.Empty).AddPoint(new ChartPoint(time, percent));
            else
                others += percent;
        }
        if (_margins.Count > top.Count)
            MarginOf(chart, "OTHERS", Color.Gray).AddPoint(new ChartPoint(time, others));

        // A gap ends the area of a position that is gone.
        foreach (var series in chart.Series.Values)
            if (series.Values[^1] is ChartPoint { Y: not null } last && last.Time != time)
                series.AddPoint(new ChartPoint(time, null));
    }

    private static BaseSeries MarginOf(Chart chart, string name, Color color)
    {
        if (!chart.Series.TryGetValue(name, out var series))
        {
            chart.Series[name] = series = new Series(name, SeriesType.Bar, 0, "%")
            {
                Color = color,
                Tooltip = "{SERIES_NAME}: {VALUE}%",
                IndexName = "Margin Used (%)"
            };
        }
        return series;
    }
}
