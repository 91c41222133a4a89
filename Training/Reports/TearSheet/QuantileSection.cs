namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Returns by quantile of the predictions, and the factor's alpha and beta.</summary>
internal static class QuantileSection
{
    public static ReportSection Make(IReadOnlyList<Predictor> predictors, IReadOnlyList<ChartMark> holdout)
    {
        var model = predictors[0];
        string[] names = [.. Enumerable.Range(1, model.All.Quantiles).Select(q => $"Q{q}")];
        var first = model.All.Horizons[0];
        return new("quantiles", "Returns by quantile",
            $"Each day names are cut into {model.All.Quantiles} quantiles by their prediction, {names[^1]} the highest; returns are less the mean return of all names that day, as rates per session (bp is a hundredth of a percent). "
            + "Alpha and beta are of the portfolio weighted by the prediction less its mean, against the mean return of all names; no costs. "
            + (model.All.UncutDays > 0 ? $"{model.All.UncutDays} days have no quantiles because too many predictions are equal. " : "")
            + $"Charts show {model.Name}.",
        [
            FactorSections.Table(predictors,
                [
                    new("Alpha, annual", NumberFormat.Percent), new("Beta", NumberFormat.Number, 3), new("Top", NumberFormat.BasisPoints), new("Bottom", NumberFormat.BasisPoints), new("Spread", NumberFormat.BasisPoints),
                    new("Spread t", NumberFormat.Number),
                ],
                horizon => [horizon.AnnualAlpha, horizon.Beta, horizon.TopPerSession, horizon.BottomPerSession, horizon.SpreadPerSession, SpreadT(horizon)]),
            new SideBySide([.. model.Periods.Select(period => Bars(period.Period, period.Report, names))]),
            new ViolinChart($"Daily mean return by quantile, {FactorSections.Sessions(first.Horizon)}", [.. first.Demeaned.Daily.Select((daily, q) => Violin.Of(names[q], daily))], NumberFormat.Percent),
            DateChart.Of("Return by quantile, cumulated", model.All.Dates, NumberFormat.Percent, [.. first.Demeaned.Daily.Select((daily, q) => new ChartLine(names[q], DailySeries.Compound(daily)))]) with { Ordered = true, Marks = holdout },
            new ReportTable(
                [
                    new("Quantile"), new("Prediction, lowest", NumberFormat.Number, 5), new("highest", NumberFormat.Number, 5), new("mean", NumberFormat.Number, 5), new("deviation", NumberFormat.Number, 5),
                    new("Rows", NumberFormat.Number, 0), new("Share", NumberFormat.Percent),
                ],
                [.. model.All.Statistics.Select((q, i) => new object?[] { names[i], q.Minimum, q.Maximum, q.Mean, q.StandardDeviation, (double)q.Count, q.Share })]),
        ]);
    }

    private static BarChart Bars(string period, Analysis.FactorReport report, string[] names) => new(
        $"Mean return by quantile, {period} (bp per session, ± standard error)", names,
        [.. report.Horizons.Select(horizon => new ChartLine(
            FactorSections.Sessions(horizon.Horizon),
            [.. horizon.Demeaned.Mean.Select(mean => Analysis.HorizonReport.PerSession(mean, horizon.Horizon))])
        {
            Errors = [.. horizon.Demeaned.StandardError.Select(error => error / horizon.Horizon)],
        })],
        NumberFormat.BasisPoints);

    private static double SpreadT(Analysis.HorizonReport horizon)
    {
        double[] spread = [.. horizon.Spread.Where(double.IsFinite)];
        if (spread.Length < 2) return double.NaN;
        return spread.Average() / Validation.NeweyWest.StandardError(spread, Validation.NeweyWest.Lags(spread.Length, horizon.Horizon));
    }
}
