namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>What is left after allowing for the number of candidates.</summary>
internal static class OverfittingSection
{
    public static ReportSection? Make(ExperimentPage page)
    {
        if (page.Deflated.Count == 0 && page.Overfitting is null && page.Paths.Count == 0) return null;
        var parts = new List<ReportPart>();
        var annual = Math.Sqrt(Validation.SharpeRatio.TradingDays);
        if (page.Deflated.Count > 0)
            parts.Add(new ReportTable(
                [
                    new("Deflated Sharpe ratio"), new("Sharpe ratio, annual", NumberFormat.Number), new("Trials", NumberFormat.Number, 0), new("Best of trials without skill, annual", NumberFormat.Number),
                    new("Probability of skill", NumberFormat.Percent, 1), new("Against 0", NumberFormat.Percent, 1), new("Days needed for 95 %", NumberFormat.Number, 0),
                ],
                [.. page.Deflated.Select(row => new object?[]
                {
                    row.Key, row.Value.Best.Annual(), (double)row.Value.Trials, row.Value.Benchmark * annual, row.Value.Probability, row.Value.Best.Probability(0), row.Value.Best.MinimumTrackRecord(row.Value.Benchmark, 0.95),
                })],
                "Days needed: the minimum track record against the best of trials without skill; empty where the ratio does not exceed it."));
        if (page.Overfitting is { } overfitting)
        {
            var order = Enumerable.Range(0, overfitting.InSample.Count).OrderBy(half => overfitting.InSample[half]).ToArray();
            var (intercept, slope) = overfitting.Degradation;
            double[] inSample = [.. order.Select(half => overfitting.InSample[half] * annual)];
            parts.Add(new ReportTable(
                [
                    new("Probability of overfitting", NumberFormat.Percent, 1), new("Probability of loss out of sample", NumberFormat.Percent, 1), new("Slope of out on in sample", NumberFormat.Number),
                    new("Blocks", NumberFormat.Number, 0), new("Halves", NumberFormat.Number, 0),
                ],
                [[overfitting.Probability, overfitting.ProbabilityOfLoss, slope, (double)overfitting.Blocks, (double)overfitting.Logits.Count]]));
            parts.Add(new SideBySide(
                Histogram.Of("Rank out of sample of the best in sample", "logit of the relative rank; at or below 0 is overfit", overfitting.Logits, NumberFormat.Number) with { Marks = [new(0, "median")] },
                new LineChart("Sharpe ratio of the best in sample", "annual Sharpe ratio in sample", inSample,
                    [
                        new("Out of sample", [.. order.Select(half => overfitting.OutOfSample[half] * annual)]) { Points = true },
                        new("Least squares", [.. inSample.Select(value => intercept * annual + slope * value)]),
                    ], NumberFormat.Number)));
        }
        if (page.Paths.Count > 0)
        {
            parts.Add(new SideBySide([.. page.Paths.Select(row => Histogram.Of($"Paths of combinatorial cross-validation, {row.Key}", "annual Sharpe ratio of a path", row.Value, NumberFormat.Number) with
            {
                Marks = [new(row.Value.Average(), FormattableString.Invariant($"mean {row.Value.Average():0.00}"))],
            })]));
            parts.Add(new ReportTable(
                [
                    new("Predictor"), new("Paths", NumberFormat.Number, 0), new("Mean Sharpe ratio", NumberFormat.Number), new("Deviation", NumberFormat.Number), new("Lowest", NumberFormat.Number), new("Median", NumberFormat.Number),
                    new("Highest", NumberFormat.Number), new("Below 0", NumberFormat.Percent, 1),
                ],
                [.. page.Paths.Select(row => new object?[]
                {
                    row.Key, (double)row.Value.Length, row.Value.Average(), MathNet.Numerics.Statistics.Statistics.StandardDeviation(row.Value), row.Value.Min(), MathNet.Numerics.Statistics.Statistics.Median(row.Value), row.Value.Max(),
                    row.Value.Count(value => value < 0) / (double)row.Value.Length,
                })]));
        }
        return new("overfitting", "Overfitting",
            "The best of many candidates looks good by chance. The deflated Sharpe ratio (Bailey and López de Prado 2014) asks whether it exceeds the best to expect of as many without skill; the probability of overfitting (Bailey et al. 2017) "
            + "how often the best on one half of the days is below the median on the other; the paths (López de Prado 2018) show how the figure varies with the split.", parts);
    }
}
