using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>What each choice of the design does to the daily correlation.</summary>
internal static class DesignSection
{
    public static ReportSection? Make(LeastSquares? fit)
    {
        if (fit is null) return null;
        var columns = Enumerable.Range(0, fit.Names.Count).ToArray();
        return new("design", "Design: what the IC depends on",
            FormattableString.Invariant($"Least squares of the daily IC on dummies of the design; each coefficient is against the first level of its factor, the constant is the IC with all first levels. {fit.Residuals.Count:#,0} observations of {fit.Periods:#,0} days, R² {fit.RSquared:0.0000}; errors allow for dependence within a day and over {fit.Lags} days (Driscoll and Kraay 1998)."),
            [
                new DotChart("Coefficients with 95 % intervals", "change of the mean daily IC", [.. columns.Skip(1).Select(j => new ChartDot(fit.Names[j], fit.Coefficients[j], fit.Interval(j).Low, fit.Interval(j).High))], NumberFormat.Number),
                new ReportTable(
                    [new("Column"), new("Coefficient", NumberFormat.Number, 5), new("Error", NumberFormat.Number, 5), new("t", NumberFormat.Number), new("p", NumberFormat.Number, 4), new("95 % from", NumberFormat.Number, 5), new("to", NumberFormat.Number, 5)],
                    [.. columns.Select(j => new object?[] { fit.Names[j], fit.Coefficients[j], fit.StandardError(j), fit.TStatistic(j), fit.PValue(j), fit.Interval(j).Low, fit.Interval(j).High })]),
            ]);
    }
}
