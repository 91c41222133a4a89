using QuantConnect.Data;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace QuantConnect.Statistics;

/// <summary>Computes the statistics of a run from its sampled series.</summary>
public static class StatisticsBuilder
{
    internal static readonly int[] RollingMonths = [1, 3, 6, 12];

    /// <param name="profitLoss">Profit or loss of each closed transaction, by UTC time.</param>
    /// <param name="pointsEquity">Portfolio value, as points or candles (their close counts).</param>
    /// <param name="pointsPerformance">Daily return in percent; the first two are left out.</param>
    /// <param name="pointsBenchmark">Benchmark value, sampled with <paramref name="pointsPerformance"/>.</param>
    /// <param name="pointsPortfolioTurnover">Fraction of the portfolio traded each day.</param>
    /// <exception cref="ArgumentException">Performance and benchmark differ in their number of days.</exception>
    public static StatisticsResults Generate(
        List<Trade> trades,
        SortedDictionary<DateTime, decimal> profitLoss,
        List<ISeriesPoint> pointsEquity,
        List<ISeriesPoint> pointsPerformance,
        List<ISeriesPoint> pointsBenchmark,
        List<ISeriesPoint> pointsPortfolioTurnover,
        decimal startingCapital,
        decimal totalFees,
        int totalOrders,
        CapacityEstimate estimatedStrategyCapacity,
        string accountCurrencySymbol,
        SecurityTransactionManager transactions,
        IRiskFreeInterestRateModel riskFreeInterestRateModel,
        int tradingDaysPerYear)
    {
        return Generate(new RunRecord
        {
            Trades = trades,
            ProfitLoss = [.. profitLoss],
            Wins = transactions.WinningTransactions.Keys,
            Losses = transactions.LosingTransactions.Keys,
            Equity = pointsEquity,
            Performance = pointsPerformance,
            Benchmark = pointsBenchmark,
            Turnover = pointsPortfolioTurnover,
            StartingCapital = startingCapital,
            RiskFreeRate = riskFreeInterestRateModel,
            TradingDaysPerYear = tradingDaysPerYear,
            TotalFees = totalFees,
            TotalOrders = totalOrders,
            Capacity = estimatedStrategyCapacity,
            CurrencySymbol = accountCurrencySymbol,
        });
    }

    /// <exception cref="ArgumentException">Performance and benchmark differ in their number of days.</exception>
    internal static StatisticsResults Generate(RunRecord run)
    {
        var series = new RunSeries(run);
        // The whole run first: it takes the longest.
        var periods = new List<(string Name, DateTime Start, DateTime End)> { ("", series.FirstDate, series.LastDate) };
        foreach (var months in RollingMonths)
            foreach (var (start, end) in RollingPeriods(months, series.FirstDate, series.LastDate))
                periods.Add(($"M{months}_{end.ToStringInvariant("yyyyMMdd")}", start, end));
        var performances = new AlgorithmPerformance[periods.Count];
        if (series.AllowsThreads && periods.Count > 16)
            run.Threads.For(periods.Count, i => performances[i] = series.PerformanceOf(periods[i].Start, periods[i].End));
        else
            for (var i = 0; i < performances.Length; i++) performances[i] = series.PerformanceOf(periods[i].Start, periods[i].End);
        var total = performances[0];
        var rolling = new Dictionary<string, AlgorithmPerformance>();
        for (var i = 1; i < performances.Length; i++) rolling[periods[i].Name] = performances[i];
        return new StatisticsResults(total, rolling, Summary(total.PortfolioStatistics, run));
    }

    private static Dictionary<string, string> Summary(PortfolioStatistics portfolio, RunRecord run)
    {
        return new Dictionary<string, string>
        {
            [PerformanceMetrics.TotalOrders] = run.TotalOrders.ToStringInvariant(),
            [PerformanceMetrics.AverageWin] = Percent(portfolio.AverageWinRate, 2),
            [PerformanceMetrics.AverageLoss] = Percent(portfolio.AverageLossRate, 2),
            [PerformanceMetrics.CompoundingAnnualReturn] = Percent(portfolio.CompoundingAnnualReturn, 3),
            [PerformanceMetrics.Drawdown] = Percent(portfolio.Drawdown, 3),
            [PerformanceMetrics.Expectancy] = Math.Round(portfolio.Expectancy, 3).ToStringInvariant(),
            [PerformanceMetrics.StartEquity] = Math.Round(portfolio.StartEquity, 2).ToStringInvariant(),
            [PerformanceMetrics.EndEquity] = Math.Round(portfolio.EndEquity, 2).ToStringInvariant(),
            [PerformanceMetrics.NetProfit] = Percent(portfolio.TotalNetProfit, 3),
            [PerformanceMetrics.SharpeRatio] = Ratio(portfolio.SharpeRatio),
            [PerformanceMetrics.SortinoRatio] = Ratio(portfolio.SortinoRatio),
            [PerformanceMetrics.ProbabilisticSharpeRatio] = Percent(portfolio.ProbabilisticSharpeRatio, 3),
            [PerformanceMetrics.LossRate] = Percent(portfolio.LossRate, 0),
            [PerformanceMetrics.WinRate] = Percent(portfolio.WinRate, 0),
            [PerformanceMetrics.ProfitLossRatio] = Math.Round(portfolio.ProfitLossRatio, 2).ToStringInvariant(),
            [PerformanceMetrics.Alpha] = Ratio(portfolio.Alpha),
            [PerformanceMetrics.Beta] = Ratio(portfolio.Beta),
            [PerformanceMetrics.AnnualStandardDeviation] = Ratio(portfolio.AnnualStandardDeviation),
            [PerformanceMetrics.AnnualVariance] = Ratio(portfolio.AnnualVariance),
            [PerformanceMetrics.InformationRatio] = Ratio(portfolio.InformationRatio),
            [PerformanceMetrics.TrackingError] = Ratio(portfolio.TrackingError),
            [PerformanceMetrics.TreynorRatio] = Ratio(portfolio.TreynorRatio),
            [PerformanceMetrics.TotalFees] = run.CurrencySymbol + run.TotalFees.ToStringInvariant("0.00"),
            [PerformanceMetrics.EstimatedStrategyCapacity] = run.CurrencySymbol + (run.Capacity?.Capacity ?? 0).RoundToSignificantDigits(2).ToStringInvariant(),
            [PerformanceMetrics.LowestCapacityAsset] = run.Capacity?.LowestCapacityAsset?.ID.ToString() ?? "",
            [PerformanceMetrics.PortfolioTurnover] = Percent(portfolio.PortfolioTurnover, 2),
            [PerformanceMetrics.DrawdownRecovery] = portfolio.DrawdownRecovery.ToStringInvariant()
        };

        static string Percent(decimal fraction, int digits) => Math.Round(fraction.SafeMultiply100(), digits).ToStringInvariant() + "%";

        // A double's text has no trailing zeros; a decimal's would keep them.
        static string Ratio(decimal value) => Math.Round((double)value, 3).ToStringInvariant();
    }

    /// <summary>Periods that end with each month (the last with the last day) and reach back <paramref name="months"/> months.</summary>
    internal static IEnumerable<(DateTime Start, DateTime End)> RollingPeriods(int months, DateTime first, DateTime last)
    {
        var start = first;
        for (var end = MonthEnd(first); end < last; end = MonthEnd(end.AddDays(1)))
        {
            yield return (start, end);
            start = PeriodStart(MonthEnd(end.AddDays(1)), months, first);
        }
        yield return (start, last);
    }

    internal static DateTime MonthEnd(DateTime date) => new DateTime(date.Year, date.Month, 1).AddMonths(1).AddDays(-1);

    /// <summary>Of the period of whole months that ends with a month, but not before the run's first date.</summary>
    internal static DateTime PeriodStart(DateTime monthEnd, int months, DateTime first)
    {
        var start = new DateTime(monthEnd.Year, monthEnd.Month, 1).AddMonths(1 - months);
        return start < first ? first : start;
    }

    /// <summary>Changes of a benchmark from each point to the next, as fractions; the first change is left out.</summary>
    /// <remarks>The algorithm's first return of two is left out as well (see <see cref="PreprocessPerformanceValues"/>): orders sent on the first
    /// day fill at the next open, so that day's return says nothing.</remarks>
    public static IEnumerable<KeyValuePair<DateTime, double>> CreateBenchmarkDifferences(IEnumerable<KeyValuePair<DateTime, decimal>> points, DateTime fromDate, DateTime toDate)
    {
        var count = 0;
        var previous = 0m;
        foreach (var (time, value) in points)
        {
            if (time < fromDate.Date || time.Date > toDate)
                continue;
            if (++count > 2)
                yield return KeyValuePair.Create(time, previous == 0 ? 0 : (double)((value - previous) / previous));
            previous = value;
        }
    }

    /// <summary>Daily returns in percent as fractions; the first two are left out.</summary>
    public static IEnumerable<KeyValuePair<DateTime, double>> PreprocessPerformanceValues(IEnumerable<KeyValuePair<DateTime, decimal>> points) =>
        points.Skip(2).Select(x => KeyValuePair.Create(x.Key, (double)(x.Value / 100)));
}
