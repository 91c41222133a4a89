namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Which configurations and epochs were chosen, and how the others did.</summary>
internal static class SelectionSection
{
    /// <summary>More would make the table long.</summary>
    private const int Shown = 40;

    public static ReportSection? Make(ExperimentPage page)
    {
        if (page.Selection.Count == 0 && page.Curves.Count == 0) return null;
        var parts = new List<ReportPart>();
        var candidates = page.Selection.Where(row => row.Epoch > 0).ToArray();
        if (page.Selection.Count > 0)
            parts.Add(new ReportTable(
                [
                    new("Configuration"), new("Epoch", NumberFormat.Number, 0), new("In ensemble"), new("Median IC", NumberFormat.Number, 4), new("Mean IC", NumberFormat.Number, 4), new("Error", NumberFormat.Number, 4),
                    new("t", NumberFormat.Number), new("Days", NumberFormat.Number, 0), new("Holdout IC", NumberFormat.Number, 4), new("Error", NumberFormat.Number, 4), new("t", NumberFormat.Number),
                ],
                [.. candidates.Take(Shown).Concat(page.Selection.Where(row => row.Epoch == 0)).Select(row => new object?[]
                {
                    row.Name, row.Epoch > 0 ? (double)row.Epoch : null, row.Chosen ? "yes" : "", row.Median, row.Selection.Mean, row.Selection.StandardError, row.Selection.TStatistic, (double)row.Selection.Days,
                    row.Holdout?.Mean, row.Holdout?.StandardError, row.Holdout?.TStatistic,
                })],
                candidates.Length > Shown ? FormattableString.Invariant($"The first {Shown} of {candidates.Length:#,0} candidates.") : ""));
        if (page.Curves.Count > 0)
        {
            var values = page.Curves.SelectMany(curve => curve.MedianIC).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
            double low = Math.Min(0, values.Min()), high = Math.Max(0, values.Max()), pad = Math.Max((high - low) * 0.06, 1e-6);
            parts.Add(CurveCharts(page.Curves, group => $"Median IC by epoch, {group}", curve => curve.MedianIC, NumberFormat.Number, [low - pad, high + pad]));
        }
        return new("selection", "Choice of configuration and epoch",
            "The score is the median of the daily rank correlations (IC) on the days before the holdout. Errors are Newey–West, of the mean. The best of many scores is too high by the choice itself; the holdout is not.", parts);
    }

    /// <summary>A chart for each group, one line for each configuration.</summary>
    public static SideBySide CurveCharts(IReadOnlyList<ConfigurationCurve> curves, Func<string, string> title, Func<ConfigurationCurve, double[]> values, NumberFormat format, double[]? range) =>
        new([.. curves.GroupBy(curve => curve.Group).Select(group => new LineChart(
            title(group.Key), "epoch", [.. Enumerable.Range(1, group.Max(curve => values(curve).Length)).Select(epoch => (double)epoch)],
            [.. group.Select(curve => new ChartLine(curve.Name, [.. values(curve), .. Enumerable.Repeat(double.NaN, group.Max(other => values(other).Length) - values(curve).Length)]))], format) { Range = range })]);
}
