using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports;

/// <summary>Volatility, Sharpe ratio and beta over the last six months.</summary>
internal static class RollingSection
{
    /// <summary>Trading days of six months.</summary>
    public const int Window = 126;

    public static ReportSection Make(TradingDays days)
    {
        const string Title = "Rolling volatility, Sharpe ratio and beta";
        if (days.Returns.Length < Window)
            return new("rolling", Title, $"Needs {Window} trading days; the run has {days.Returns.Length}.", []);
        var dates = days.Dates.Skip(Window);
        List<ReportPart> parts =
        [
            DateChart.Of("Volatility, 6 months", dates, NumberFormat.Percent, new ChartLine("Volatility, annual", Volatility(days.Returns, Window))),
            DateChart.Of("Sharpe ratio, 6 months", dates, NumberFormat.Number, new ChartLine("Sharpe ratio", Sharpe(days.Returns, Window))),
        ];
        if (days.HasBenchmark)
            parts.Add(DateChart.Of("Beta, 6 months", dates, NumberFormat.Number, new ChartLine("Beta", Beta(days.Returns, days.BenchmarkReturns, Window))));
        return new("rolling", Title, $"Daily returns of the last {Window} trading days; the Sharpe ratio is annual, without deducting interest.", parts);
    }

    /// <summary>(n − window + 1) annual standard deviations.</summary>
    public static double[] Volatility(double[] returns, int window) =>
        [.. Enumerable.Range(0, returns.Length - window + 1).Select(t =>
            Math.Sqrt(TradingDayStatistics.Covariance(returns.AsSpan(t, window), returns.AsSpan(t, window)) * SharpeRatio.TradingDays))];

    /// <summary>(n − window + 1) annual ratios; NaN where returns did not vary.</summary>
    public static double[] Sharpe(double[] returns, int window) =>
        [.. Enumerable.Range(0, returns.Length - window + 1).Select(t => Finite(SharpeRatio.Of(returns.AsSpan(t, window)).Annual()))];

    /// <summary>(n − window + 1) covariance over the benchmark's variance; NaN where the benchmark lacks a day or did not vary.</summary>
    public static double[] Beta(double[] returns, double[] benchmark, int window) =>
        [.. Enumerable.Range(0, returns.Length - window + 1).Select(t => Finite(TradingDayStatistics.BetaOf(returns.AsSpan(t, window), benchmark.AsSpan(t, window))))];

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
