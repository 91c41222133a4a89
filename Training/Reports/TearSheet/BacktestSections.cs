using LeanDeep.Training.Data;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>A backtest with its figures.</summary>
internal sealed record BacktestRun(BacktestRow Row, TradingDays Days, TradingDayStatistics Statistics)
{
    public string Name => Row.Slippage > 0 ? FormattableString.Invariant($"{Row.Name}, {1e4 * Row.Slippage:0.##} bp slippage") : Row.Name;

    public static BacktestRun Of(BacktestRow row, MarketCalendar calendar)
    {
        var days = TradingDays.Of(row.Result, calendar);
        return new BacktestRun(row, days, TradingDayStatistics.Of(days, row.Result));
    }
}

/// <summary>Backtests beside each other, and the sections of those that are to have them.</summary>
internal static class BacktestSections
{
    public static ReportSection? Overview(IReadOnlyList<BacktestRun> runs)
    {
        if (runs.Count == 0) return null;
        var parts = new List<ReportPart>
        {
            new ReportTable(
                [
                    new("Backtest"), new("Slippage", NumberFormat.BasisPoints, 0), new("Days", NumberFormat.Number, 0), new("Return, annual", NumberFormat.Percent, 1), new("Volatility", NumberFormat.Percent, 1),
                    new("Sharpe ratio", NumberFormat.Number), new("95 % from", NumberFormat.Number), new("to", NumberFormat.Number), new("Deepest fall", NumberFormat.Percent, 1), new("Turnover a day", NumberFormat.Percent, 1),
                    new("Beta", NumberFormat.Number), new("Fees"),
                ],
                [.. runs.Select(run => Row(run))]),
        };
        var sharpes = runs.Where(run => run.Statistics.Sharpe is not null).ToArray();
        if (sharpes.Length > 1)
            parts.Add(new DotChart("Sharpe ratio with 95 % intervals", "annual Sharpe ratio", [.. sharpes.Select(run =>
            {
                var (low, high) = run.Statistics.Sharpe!.AnnualInterval();
                return new ChartDot(run.Name, run.Statistics.Sharpe.Annual(), low, high);
            })], NumberFormat.Number));
        return new("backtests", "Backtests", "By the engine, with next-open fills where the name does not say otherwise. Slippage is one way. The Sharpe ratio deducts no interest; its interval allows for skewness and fat tails (Mertens 2002).", parts);
    }

    public static IEnumerable<ReportSection> Details(IReadOnlyList<BacktestRun> runs)
    {
        foreach (var (i, run) in runs.Where(run => run.Row.Detailed).Index())
            foreach (var section in HtmlReport.Sections(run.Row.Result, run.Days, run.Statistics))
                yield return section with { Id = $"run{i + 1}-{section.Id}", Group = run.Row.Name };
    }

    private static object?[] Row(BacktestRun run)
    {
        var (low, high) = run.Statistics.Sharpe?.AnnualInterval() ?? (double.NaN, double.NaN);
        return
        [
            run.Row.Name, run.Row.Slippage, (double)run.Statistics.Days, run.Statistics.CompoundAnnualReturn, run.Statistics.AnnualDeviation, run.Statistics.Sharpe?.Annual(), low, high, run.Statistics.Drawdown, run.Statistics.Turnover,
            run.Statistics.Relative?.Beta, run.Row.Result.Statistics.FirstOrDefault(entry => entry.Key == "Total Fees").Value ?? "",
        ];
    }
}
