using System.Globalization;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>How sure the figures are: intervals and seeds.</summary>
internal static class ReliabilitySection
{
    public static ReportSection? Make(ExperimentPage page)
    {
        if (page.Intervals.Count == 0 && page.Seeds.Count == 0) return null;
        var parts = new List<ReportPart>();
        if (page.Intervals.Count > 0)
        {
            parts.Add(new DotChart("Mean IC with 95 % block-bootstrap intervals", "mean daily IC", [.. page.Intervals.Select(row => new ChartDot(row.Name, row.Bootstrap.Estimate, row.Bootstrap.Low, row.Bootstrap.High))], NumberFormat.Number));
            parts.Add(new ReportTable(
                [
                    new("Predictor"), new("Days", NumberFormat.Number, 0), new("Mean IC", NumberFormat.Number, 4), new("Error, Newey–West", NumberFormat.Number, 4), new("Lags", NumberFormat.Number, 0), new("t", NumberFormat.Number),
                    new("Error, bootstrap", NumberFormat.Number, 4), new("95 % from", NumberFormat.Number, 4), new("to", NumberFormat.Number, 4), new("Block", NumberFormat.Number, 0),
                ],
                [.. page.Intervals.Select(row => new object?[]
                {
                    row.Name, (double)row.Coefficient.Days, row.Coefficient.Mean, row.Coefficient.StandardError, (double)row.Coefficient.Lags, row.Coefficient.TStatistic,
                    row.Bootstrap.StandardError, row.Bootstrap.Low, row.Bootstrap.High, (double)row.Bootstrap.BlockLength,
                })]));
        }
        if (page.Seeds.Count > 0)
            parts.Add(new ReportTable(
                [
                    new("Seed"), new("Selection IC", NumberFormat.Number, 4), new("Error", NumberFormat.Number, 4), new("t", NumberFormat.Number), new("Holdout IC", NumberFormat.Number, 4), new("Error", NumberFormat.Number, 4),
                    new("t", NumberFormat.Number), new("Long-short Sharpe ratio, holdout", NumberFormat.Number),
                ],
                [
                    .. page.Seeds.Select(row => new object?[]
                    {
                        row.Seed.ToString(CultureInfo.InvariantCulture), row.Selection.Mean, row.Selection.StandardError, row.Selection.TStatistic, row.Holdout?.Mean, row.Holdout?.StandardError, row.Holdout?.TStatistic, row.SharpeRatio,
                    }),
                    Deviation(page.Seeds),
                ],
                "The last row is the standard deviation between seeds: what the draw of weights, orders and dropout alone does. The Sharpe ratio is of the long-short rule from close to close, without costs."));
        return new("reliability", "Intervals and seeds", "Two methods for the error of a mean of dependent days: Newey–West, and resampling blocks of days. The chosen models are trained again from each seed.", parts);
    }

    private static object?[] Deviation(IReadOnlyList<SeedRow> seeds) =>
    [
        "deviation", Of(seeds.Select(row => row.Selection.Mean)), null, null, Of(seeds.Select(row => row.Holdout?.Mean ?? double.NaN)), null, null, Of(seeds.Select(row => row.SharpeRatio ?? double.NaN)),
    ];

    private static double Of(IEnumerable<double> values) => MathNet.Numerics.Statistics.Statistics.StandardDeviation(values.Where(double.IsFinite));
}
