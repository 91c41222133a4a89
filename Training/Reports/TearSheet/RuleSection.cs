using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>What every predictor would earn by the long-short rule, before the next open and costs.</summary>
internal static class RuleSection
{
    public static ReportSection? Make(ExperimentPage page, IReadOnlyList<ChartMark> holdout)
    {
        if (page.Rules.Count == 0) return null;
        var dates = page.Predictors[0].All.Dates;
        var first = page.HoldoutFrom is { } day ? dates.TakeWhile(date => date < day).Count() : dates.Count;
        return new("rule", "Long-short rule from close to close",
            "Each day the rule buys the highest and sells the lowest predictions at the close that they were made at, and closes out a day later, without costs: the same for every predictor, so that they can be compared. Backtests say what the next open and costs leave.",
            [
                new ReportTable(
                    [
                        new("Predictor"), new("Days"), new("n", NumberFormat.Number, 0), new("Mean a day", NumberFormat.BasisPoints), new("Return, annual", NumberFormat.Percent, 1), new("Volatility", NumberFormat.Percent, 1),
                        new("Sharpe ratio", NumberFormat.Number), new("95 % from", NumberFormat.Number), new("to", NumberFormat.Number),
                    ],
                    [.. from rule in page.Rules
                        from period in page.HoldoutFrom is null ? new[] { ("all", 0..dates.Count) } : [("selection", 0..first), ("holdout", first..dates.Count)]
                        select Row(rule.Name, period.Item1, rule.Returns[period.Item2])]),
                DateChart.Of("Sum of the rule's returns", dates, NumberFormat.Percent, [.. page.Rules.Select(rule => new ChartLine(rule.Name, DailySeries.Sum(rule.Returns)))]) with { Marks = holdout },
            ]);
    }

    private static object?[] Row(string name, string period, double[] returns)
    {
        var mean = returns.Average();
        var ratio = Array.Exists(returns, value => value != returns[0]) ? SharpeRatio.Of(returns) : null;
        var (low, high) = ratio?.AnnualInterval() ?? (double.NaN, double.NaN);
        return
        [
            name, period, (double)returns.Length, mean, mean * SharpeRatio.TradingDays,
            ratio is null ? double.NaN : mean / ratio.PerPeriod * Math.Sqrt(SharpeRatio.TradingDays), ratio?.Annual(), low, high,
        ];
    }
}
