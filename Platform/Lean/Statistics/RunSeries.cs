using QuantConnect.Data;

namespace QuantConnect.Statistics;

/// <summary>The sampled series of a run in order of time, from which the performance of any period of days follows.</summary>
internal sealed class RunSeries
{
    private readonly RunRecord _run;
    private readonly bool _tradesOrdered;
    private readonly KeyValuePair<DateTime, decimal>[] _equity, _performance, _benchmark, _turnover;
    private readonly DateTime[] _results, _wins, _losses;
    private readonly decimal[] _profitLoss;

    public RunSeries(RunRecord run)
    {
        _run = run;
        _tradesOrdered = IsOrdered(run.Trades);
        _results = [.. run.ProfitLoss.Select(x => x.Key)];
        _profitLoss = [.. run.ProfitLoss.Select(x => x.Value)];
        _equity = Ordered(run.Equity);
        _performance = Ordered(run.Performance);
        _benchmark = Ordered(run.Benchmark);
        _turnover = Ordered(run.Turnover);
        _wins = [.. run.Wins.Order()];
        _losses = [.. run.Losses.Order()];
    }

    public DateTime FirstDate => _equity.Length > 0 ? _equity[0].Key.Date : default;

    public DateTime LastDate => _equity.Length > 0 ? _equity[^1].Key.Date : default;

    /// <summary>Of the days from <paramref name="from"/> to <paramref name="to"/>, both included. All zero without equity samples there.</summary>
    public AlgorithmPerformance PerformanceOf(DateTime from, DateTime to)
    {
        var equity = Days(_equity, from, to);
        if (equity.Count == 0)
            return new AlgorithmPerformance();

        var benchmark = Days(_benchmark, from, to);
        var performance = Days(_performance, from, to);
        if (benchmark.Count != performance.Count)
            throw new ArgumentException($"Benchmark and performance series has {Math.Abs(benchmark.Count - performance.Count)} misaligned values.");

        var whole = equity.Count == _equity.Length;
        var capital = whole ? _run.StartingCapital : equity[0].Value;
        var (trades, statistics) = TradesOf(from, to, whole);
        return new AlgorithmPerformance(trades, statistics, new PortfolioStatistics(
            () => RatesOf(from, to, capital),
            equity,
            Values(Days(_turnover, from, to)),
            [.. StatisticsBuilder.PreprocessPerformanceValues(performance).Select(x => x.Value)],
            [.. StatisticsBuilder.CreateBenchmarkDifferences(benchmark, from, to).Select(x => x.Value)],
            capital, _run.RiskFreeRate, _run.TradingDaysPerYear,
            CountDays(_wins, from, to), CountDays(_losses, from, to)));
    }

    /// <summary>Whether periods may be computed on several threads: not with a rate of the algorithm's own making.</summary>
    public bool AllowsThreads => _run.RiskFreeRate?.GetType() is { } type && (type == typeof(InterestRateProvider) || type == typeof(ConstantRiskFreeRateInterestRateModel));

    private TradeRates RatesOf(DateTime from, DateTime to, decimal capital)
    {
        var results = Days(_profitLoss, _results, from, to);
        return _run.RatePeriods?.Of(from, to, capital, results.Count) ?? TradeRates.Of(results, capital);
    }

    // Where their statistics are known, the trades themselves are listed for the whole run alone.
    private (List<Trade> Trades, TradeStatistics Statistics) TradesOf(DateTime from, DateTime to, bool whole)
    {
        var end = to.AddDays(1);
        List<Trade> trades;
        if (_tradesOrdered)
        {
            var first = LowerBound(_run.Trades.Count, i => _run.Trades[i].ExitTime < from);
            var count = Math.Max(0, LowerBound(_run.Trades.Count, i => _run.Trades[i].ExitTime < end) - first);
            if (_run.TradePeriods is { } periods) return (whole ? _run.Trades.GetRange(first, count) : [], periods.Of(from, to, _run.Trades, first, count));
            trades = _run.Trades.GetRange(first, count);
        }
        else trades = _run.Trades.FindAll(x => x.ExitTime >= from && x.ExitTime < end);
        return (trades, new TradeStatistics(trades));
    }

    private static bool IsOrdered(List<Trade> trades)
    {
        for (var i = 1; i < trades.Count; i++)
            if (trades[i].ExitTime < trades[i - 1].ExitTime) return false;
        return true;
    }

    private static ArraySegment<KeyValuePair<DateTime, decimal>> Days(KeyValuePair<DateTime, decimal>[] series, DateTime from, DateTime to)
    {
        var start = LowerBound(series.Length, i => series[i].Key < from);
        var end = LowerBound(series.Length, i => series[i].Key < to.AddDays(1));
        return new ArraySegment<KeyValuePair<DateTime, decimal>>(series, start, Math.Max(0, end - start));
    }

    private static ArraySegment<decimal> Days(decimal[] values, DateTime[] times, DateTime from, DateTime to) =>
        new(values, LowerBound(times.Length, i => times[i] < from), CountDays(times, from, to));

    private static int CountDays(DateTime[] times, DateTime from, DateTime to) =>
        Math.Max(0, LowerBound(times.Length, i => times[i] < to.AddDays(1)) - LowerBound(times.Length, i => times[i] < from));

    /// <summary>The first index whose entry is not below the bound.</summary>
    private static int LowerBound(int count, Func<int, bool> isBelow)
    {
        var low = 0;
        while (low < count)
        {
            var middle = (low + count) / 2;
            if (isBelow(middle))
                low = middle + 1;
            else
                count = middle;
        }
        return low;
    }

    private static decimal[] Values(ArraySegment<KeyValuePair<DateTime, decimal>> series)
    {
        var values = new decimal[series.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = series[i].Value;
        return values;
    }

    /// <summary>By time; the last of several points at one time counts.</summary>
    private static KeyValuePair<DateTime, decimal>[] Ordered(List<ISeriesPoint> points)
    {
        var ordered = new List<KeyValuePair<DateTime, decimal>>(points.Count);
        foreach (var point in points.OrderBy(x => x.Time))
        {
            var entry = KeyValuePair.Create(point.Time, point is ChartPoint value ? value.y.Value : ((Candlestick)point).Close.Value);
            if (ordered.Count > 0 && ordered[^1].Key == entry.Key)
                ordered[^1] = entry;
            else
                ordered.Add(entry);
        }
        return [.. ordered];
    }
}
