using QuantConnect.Lean.Engine;

namespace QuantConnect.Statistics;

/// <summary>Statistics of the trades of each rolling period, begun as soon as the period has passed, on another thread where the run has helpers. Periods that begin on the same
/// date go on from one another, and so does the whole run.</summary>
/// <param name="trades">Trades with their exit from one UTC date to before another; those of the past are final.</param>
/// <param name="threads">Who sums them up.</param>
/// <param name="rates">Told of each month that has passed; null for none.</param>
internal sealed class TradePeriods(Func<DateTime, DateTime, List<Trade>> trades, RunThreads threads, RatePeriods rates = null)
{
    private readonly Dictionary<(DateTime From, DateTime To), Task<TradeStatistics>> _periods = [];
    private readonly Dictionary<DateTime, Chain> _chains = [];
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
                if (!_periods.ContainsKey((from, _monthEnd)) && Extend(from, complete: true) is { } statistics) _periods[(from, _monthEnd)] = statistics;
                if (months == StatisticsBuilder.RollingMonths[^1] && from != _first) _chains.Remove(from);
            }
            Extend(_first, complete: false);
            rates?.Pass(_monthEnd, _first);
        }
    }

    /// <summary>Of the days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <param name="closed">Trades in order of their exits.</param>
    /// <param name="first">Index of the period's first one.</param>
    /// <param name="count">Number of the period's.</param>
    public TradeStatistics Of(DateTime from, DateTime to, List<Trade> closed, int first, int count)
    {
        if (_periods.TryGetValue((from, to), out var begun) && begun.GetAwaiter().GetResult() is var known && known.TotalNumberOfTrades == count) return known;
        return _chains.TryGetValue(from, out var chain) && chain.TryGoOn(closed, first, count, out var statistics) ? statistics : new TradeStatistics(closed.GetRange(first, count));
    }

    // Brings the chain of a first date up to the end of the month; null without trades.
    private Task<TradeStatistics> Extend(DateTime from, bool complete)
    {
        if (!_chains.TryGetValue(from, out var chain)) _chains[from] = chain = new Chain(from, threads);
        var end = _monthEnd.AddDays(1);
        if (chain.End < end) chain.Add(trades(chain.End, end), end);
        return complete ? chain.Complete() : null;
    }

    /// <summary>Trades from a date on, added a few months at a time.</summary>
    private sealed class Chain(DateTime from, RunThreads threads)
    {
        private readonly TradeStatistics _sums = new();
        private readonly TradeStatistics.Tally _tally = new();
        private int _count;
        private Task _added;

        /// <summary>The trades of all days before it are in.</summary>
        public DateTime End { get; private set; } = from;

        public void Add(List<Trade> closed, DateTime end)
        {
            End = end;
            _count += closed.Count;
            if (_count == 0) return;
            _added = _added == null ? threads.Start(() => Sum(closed)) : threads.After(_added, () => Sum(closed));
        }

        /// <summary>The statistics up to the end; null without trades.</summary>
        public Task<TradeStatistics> Complete()
        {
            if (_added == null) return null;
            var completed = threads.After(_added, () => _sums.Completed(_tally));
            _added = completed;
            return completed;
        }

        /// <param name="closed">Has, at the given places, all trades from the chain's first date on.</param>
        /// <returns>False where the chain's are not the first of them.</returns>
        public bool TryGoOn(List<Trade> closed, int first, int count, out TradeStatistics statistics)
        {
            statistics = null;
            if (_added == null || count < _count || closed[first + _count - 1].ExitTime >= End || (count > _count && closed[first + _count].ExitTime < End)) return false;
            _added.GetAwaiter().GetResult();
            // Several may go on from here at once.
            var (sums, tally) = (_sums.Copy(), _tally.Copy());
            for (var i = first + _count; i < first + count; i++) sums.Add(closed[i], tally);
            statistics = sums.Completed(tally);
            return true;
        }

        private void Sum(List<Trade> closed)
        {
            foreach (var trade in closed) _sums.Add(trade, _tally);
        }
    }
}
