namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>How fast the ranking changes.</summary>
internal static class PersistenceSection
{
    private const int Month = 21;

    public static ReportSection Make(IReadOnlyList<Predictor> predictors, IReadOnlyList<ChartMark> holdout)
    {
        var model = predictors[0].All;
        var first = model.Horizons[0];
        double[] Smooth(double[] values) => DailySeries.MovingMean(values, Month);
        return new("persistence", "Turnover of the ranking",
            "Turnover of a quantile is the share of its names that were not in it one horizon before; rank autocorrelation that of a name's rank with its rank one horizon before. "
            + $"Series are means of {Month} days. Charts show {predictors[0].Name}.",
        [
            FactorSections.Table(predictors,
                [new("Turnover, bottom", NumberFormat.Percent, 1), new("Turnover, top", NumberFormat.Percent, 1), new("Mean of all quantiles", NumberFormat.Percent, 1), new("Rank autocorrelation", NumberFormat.Number, 3)],
                horizon =>
                [
                    Analysis.HorizonReport.Known(horizon.Turnover[0]), Analysis.HorizonReport.Known(horizon.Turnover[^1]), horizon.Turnover.Average(Analysis.HorizonReport.Known), Analysis.HorizonReport.Known(horizon.RankAutocorrelation),
                ]),
            new SideBySide(
                DateChart.Of($"Turnover of the outer quantiles, {FactorSections.Sessions(first.Horizon)}", model.Dates, NumberFormat.Percent, new ChartLine("Top", Smooth(first.Turnover[^1])), new ChartLine("Bottom", Smooth(first.Turnover[0]))) with { Marks = holdout },
                DateChart.Of("Rank autocorrelation", model.Dates, NumberFormat.Number, [.. model.Horizons.Select(horizon => new ChartLine(FactorSections.Sessions(horizon.Horizon), Smooth(horizon.RankAutocorrelation)))]) with { Marks = holdout }),
        ]);
    }
}
