namespace LeanDeep.Training.Reports;

/// <summary>LEAN's printed statistics, beside the same measures on trading days.</summary>
internal static class StatisticsSection
{
    public static ReportSection Make(LeanResult result, TradingDayStatistics statistics)
    {
        var own = Variants(statistics).ToDictionary();
        List<object?[]> rows = [.. result.Statistics.Select(entry => new object?[] { entry.Key, entry.Value, own.GetValueOrDefault(entry.Key, "") })];
        var printed = result.Statistics.Select(entry => entry.Key).ToHashSet();
        rows.AddRange(own.Where(entry => !printed.Contains(entry.Key)).Select(entry => new object?[] { entry.Key, "", entry.Value }));
        List<ReportPart> parts = [new ReportTable([new("Statistic"), new("LEAN"), new($"{statistics.Days} trading days")], rows)];
        if (result.Parameters.Count > 0)
            parts.Add(new ReportTable([new("Parameter"), new("Value")], [.. result.Parameters.Select(entry => new object?[] { entry.Key, entry.Value })]));
        return new("statistics", "Statistics",
            "LEAN samples every calendar day, weekends and holidays too, deducts interest and scales by 252. The right column uses trading days and deducts no interest; "
            + "Sortino divides by the root mean square of negative returns, and the interval of the Sharpe ratio allows for skewness and fat tails (Mertens 2002).", parts);
    }

    /// <summary>By LEAN's name where LEAN has the measure.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variants(TradingDayStatistics s)
    {
        yield return new("Net Profit", Percent(s.NetProfit));
        yield return new("Compounding Annual Return", Percent(s.CompoundAnnualReturn));
        yield return new("Drawdown", Percent(-s.Drawdown));
        yield return new("Annual Standard Deviation", Number(s.AnnualDeviation));
        yield return new("Annual Variance", Number(s.AnnualDeviation * s.AnnualDeviation));
        if (s.Sharpe is { } sharpe)
        {
            var (low, high) = sharpe.AnnualInterval();
            yield return new("Sharpe Ratio", FormattableString.Invariant($"{sharpe.Annual():0.00}, 95 % from {low:0.00} to {high:0.00}"));
            yield return new("Probabilistic Sharpe Ratio", Percent(sharpe.Probability(1 / Math.Sqrt(Validation.SharpeRatio.TradingDays))));
        }
        if (double.IsFinite(s.Sortino)) yield return new("Sortino Ratio", Number(s.Sortino));
        yield return new("Portfolio Turnover", Percent(s.Turnover));
        yield return new("Value at Risk, 95 %, day", Percent(s.ValueAtRisk95));
        yield return new("Value at Risk, 99 %, day", Percent(s.ValueAtRisk99));
        if (s.Relative is not { } relative) yield break;
        if (double.IsFinite(relative.Beta))
        {
            yield return new("Beta", Number(relative.Beta));
            yield return new("Alpha", Number(relative.Alpha));
        }
        if (double.IsFinite(relative.Treynor)) yield return new("Treynor Ratio", Number(relative.Treynor));
        yield return new("Tracking Error", Number(relative.TrackingError));
        if (double.IsFinite(relative.InformationRatio)) yield return new("Information Ratio", Number(relative.InformationRatio));
    }

    private static string Percent(double value) => FormattableString.Invariant($"{value * 100:0.00}%");
    private static string Number(double value) => FormattableString.Invariant($"{value:0.000}");
}
