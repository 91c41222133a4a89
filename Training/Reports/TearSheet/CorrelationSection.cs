using System.Globalization;
using MathNet.Numerics.Distributions;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Daily rank correlations: table, series, distribution, months.</summary>
internal static class CorrelationSection
{
    private const int Month = 21;

    public static ReportSection Make(IReadOnlyList<Predictor> predictors, IReadOnlyList<ChartMark> holdout)
    {
        var model = predictors[0].All;
        var parts = new List<ReportPart>
        {
            FactorSections.Table(predictors,
                [
                    new("IC mean", NumberFormat.Number, 4), new("IC deviation", NumberFormat.Number, 4), new("Risk-adjusted IC", NumberFormat.Number, 3), new("t", NumberFormat.Number), new("p", NumberFormat.Number, 4),
                    new("t, Newey–West", NumberFormat.Number), new("Skewness", NumberFormat.Number), new("Excess kurtosis", NumberFormat.Number), new("n", NumberFormat.Number, 0),
                ],
                horizon => [horizon.IC.Mean, horizon.IC.StandardDeviation, horizon.IC.RiskAdjusted, horizon.IC.TStatistic, horizon.IC.PValue, horizon.IC.Robust.TStatistic, horizon.IC.Skewness, horizon.IC.ExcessKurtosis, (double)horizon.IC.Days]),
            DateChart.Of($"IC cumulated, {FactorSections.Sessions(model.Horizons[0].Horizon)}", model.Dates, NumberFormat.Number, [.. predictors.Select(predictor => new ChartLine(predictor.Name, DailySeries.Sum(predictor.All.Horizons[0].DailyIC)))]) with { Marks = holdout },
        };
        foreach (var horizon in model.Horizons)
            parts.Add(DateChart.Of($"Daily IC, {FactorSections.Sessions(horizon.Horizon)}", model.Dates, NumberFormat.Number,
                new ChartLine("Daily", horizon.DailyIC) { Pale = true }, new ChartLine($"Mean of {Month} days", DailySeries.MovingMean(horizon.DailyIC, Month))) with { Marks = holdout });
        foreach (var horizon in model.Horizons)
            parts.Add(new SideBySide(Distribution(horizon), NormalQuantiles(horizon)));
        var daily = model.Horizons[0];
        parts.Add(new HeatMap([.. CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12], "Year"],
            [.. DailySeries.MonthlyMeans(model.Dates, daily.DailyIC).Reverse().Select(year => new ChartLine(year.Year.ToString(CultureInfo.InvariantCulture), year.Means))])
        {
            Title = $"Mean IC by month, {FactorSections.Sessions(daily.Horizon)}", Format = NumberFormat.Number, Decimals = 3, Scale = 0.08, LastScale = 0.05,
        });
        return new("ic", "Information coefficient",
            $"Spearman correlation of prediction and following return, a day at a time; t and p take days for independent, which over {model.Horizons[^1].Horizon} sessions they are not, so the Newey–West column is the one to believe. "
            + $"Charts show {predictors[0].Name}.", parts);
    }

    private static Histogram Distribution(Analysis.HorizonReport horizon)
    {
        var histogram = Histogram.Of($"Distribution of the daily IC, {FactorSections.Sessions(horizon.Horizon)}", "daily IC", horizon.DailyIC, NumberFormat.Number);
        var edges = histogram.Edges;
        var normal = new Normal(horizon.IC.Mean, Math.Max(horizon.IC.StandardDeviation, 1e-12));
        return histogram with
        {
            Curve = horizon.IC.Days < 2 ? null : new ChartLine("normal", [.. Enumerable.Range(0, histogram.Counts.Length).Select(i => horizon.IC.Days * (normal.CumulativeDistribution(edges[i + 1]) - normal.CumulativeDistribution(edges[i])))]),
            Marks = horizon.IC.Days == 0 ? [] : [new(horizon.IC.Mean, FormattableString.Invariant($"mean {horizon.IC.Mean:0.0000}"))],
        };
    }

    private static LineChart NormalQuantiles(Analysis.HorizonReport horizon)
    {
        double[] sorted = [.. horizon.DailyIC.Where(double.IsFinite).Order()];
        double[] normal = [.. sorted.Select((_, i) => Normal.InvCDF(0, 1, (i + 0.5) / sorted.Length))];
        return new LineChart($"Quantiles against the normal, {FactorSections.Sessions(horizon.Horizon)}", "quantile of the standard normal", normal,
            [new("Normal", [.. normal.Select(z => horizon.IC.Mean + z * horizon.IC.StandardDeviation)]) { Pale = true }, new("Daily IC", sorted) { Points = true }], NumberFormat.Number);
    }
}
