namespace QuantConnect.Statistics;

/// <summary>Statistics of the trades of each rolling period, begun on another thread as soon as the period has passed.</summary>
/// <param name="trades">Trades with their exit from one UTC date to before another; those of the past are final.</param>
internal sealed class TradePeriods(Func<DateTime, DateTime, List<Trade>> trades)
{
    private readonly Dictionary<(DateTime From, DateTime To), Task<TradeStatistics>> _periods = [];
    private DateTime _first = DateTime.MinValue, _monthEnd;

    /// <param name="date">The UTC date of a sample; the first one begins the run.</param>
    public void Reach(DateTime date)
    {
        if (_first == DateTime.MinValue)
        {
            _first = date;
            _monthEnd = StatisticsBuilder.MonthEnd(date);
        }
        for (; date > _monthEnd; _monthEnd = StatisticsBuilder.MonthEnd(_monthEnd.AddDays(1)))
        {
            foreach (var months in StatisticsBuilder.RollingMonths)
            {
                var from = StatisticsBuilder.PeriodStart(_monthEnd, months, _first);
                if (_periods.ContainsKey((from, _monthEnd))) continue;
                var closed = trades(from, _monthEnd.AddDays(1));
                if (closed.Count > 0) _periods[(from, _monthEnd)] = Task.Run(() => new TradeStatistics(closed));
            }
        }
    }

    /// <summary>Of the days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <param name="closed">The period's trades.</param>
    public TradeStatistics Of(DateTime from, DateTime to, List<Trade> closed) =>
        _periods.TryGetValue((from, to), out var begun) && begun.GetAwaiter().GetResult() is var known && known.TotalNumberOfTrades == closed.Count
            ? known
            : new TradeStatistics(closed);
}
