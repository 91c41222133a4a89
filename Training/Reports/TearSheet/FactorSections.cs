namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Predictions as a factor: the tables have a row for each predictor, the charts show the first.</summary>
internal static class FactorSections
{
    public static IEnumerable<ReportSection> Make(ExperimentPage page)
    {
        if (page.Predictors.Count == 0) yield break;
        var model = page.Predictors[0];
        IReadOnlyList<ChartMark> holdout = page.HoldoutFrom is { } day ? [new(day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber, "holdout")] : [];
        yield return CorrelationSection.Make(page.Predictors, holdout);
        yield return QuantileSection.Make(page.Predictors, holdout);
        yield return SpreadSection.Make(model, holdout);
        yield return PersistenceSection.Make(page.Predictors, holdout);
        if (model.All.Horizons[0].Sectors.Count > 1)
            yield return SectorSection.Make(model);
        if (RuleSection.Make(page, holdout) is { } rule)
            yield return rule;
    }

    /// <summary>One row for each predictor, period and horizon.</summary>
    /// <param name="predictors">Rows.</param>
    /// <param name="columns">After the three that name the row.</param>
    /// <param name="cells">Of a horizon.</param>
    public static ReportTable Table(IReadOnlyList<Predictor> predictors, IReadOnlyList<TableColumn> columns, Func<Analysis.HorizonReport, object?[]> cells) => new(
        [new("Predictor"), new("Days"), new("Horizon", NumberFormat.Number, 0), .. columns],
        [.. from predictor in predictors
            from period in predictor.Periods
            from horizon in period.Report.Horizons
            select (object?[])[predictor.Name, period.Period, (double)horizon.Horizon, .. cells(horizon)]]);

    public static string Sessions(int horizon) => horizon == 1 ? "1 session" : $"{horizon} sessions";
}
