using QuantConnect.Lean.Engine;

namespace QuantConnect.Statistics;

/// <summary>Average wins and losses of the transactions of each rolling period, begun as soon as the period has passed, on another thread where the run has helpers.
/// Periods that begin on the same date go on from one another.</summary>
/// <param name="results">Profit or loss of the transactions from one UTC date to before another, in order of time; those of the past are final.</param>
/// <param name="capital">Portfolio value at the first sample from a UTC date on; 0 without one.</param>
/// <param name="threads">Who sums them up.</param>
internal sealed class RatePeriods(Func<DateTime, DateTime, List<decimal>> results, Func<DateTime, decimal> capital, RunThreads threads)
{
    private readonly Dictionary<(DateTime From, DateTime To), (Chain Chain, Task<TradeRates?> Rates)> _periods = [];
    private readonly Dictionary<DateTime, Chain> _chains = [];

    /// <summary>A month has passed.</summary>
    /// <param name="first">The run's first date.</param>
    public void Pass(DateTime monthEnd, DateTime first)
    {
        foreach (var months in StatisticsBuilder.RollingMonths)
        {
            var from = StatisticsBuilder.PeriodStart(monthEnd, months, first);
            if (!_periods.ContainsKey((from, monthEnd)))
            {
                if (!_chains.TryGetValue(from, out var chain)) _chains[from] = chain = new Chain(from, capital(from), threads);
                _periods[(from, monthEnd)] = (chain, chain.Extend(results, monthEnd.AddDays(1)));
            }
            if (months == StatisticsBuilder.RollingMonths[^1] && from != first) _chains.Remove(from);
        }
    }

    /// <summary>Of the days from <paramref name="from"/> to <paramref name="to"/>, both included; null where they are not known, or not with this capital and number of transactions.</summary>
    public TradeRates? Of(DateTime from, DateTime to, decimal startingCapital, int count) =>
        _periods.TryGetValue((from, to), out var begun) && begun.Chain.Capital == startingCapital
        && begun.Rates.GetAwaiter().GetResult() is { } rates && rates.Wins + rates.Losses == count ? rates : null;

    private sealed class Chain(DateTime from, decimal capital, RunThreads threads)
    {
        private DateTime _end = from;
        private TradeRates? _rates = capital == 0 ? null : new TradeRates(capital);
        private Task<TradeRates?> _added = Task.FromResult<TradeRates?>(null);

        public decimal Capital => capital;

        /// <summary>The rates up to before a date.</summary>
        public Task<TradeRates?> Extend(Func<DateTime, DateTime, List<decimal>> results, DateTime end)
        {
            var next = results(_end, end);
            _end = end;
            return _added = threads.After(_added, () => Sum(next));
        }

        // Null once the capital is used up: whoever sums such a period itself meets the error where it belongs.
        private TradeRates? Sum(List<decimal> next)
        {
            if (_rates is not { } rates) return null;
            try
            {
                foreach (var result in next) rates.Add(result);
                return _rates = rates;
            }
            catch (ArithmeticException)
            {
                return _rates = null;
            }
        }
    }
}
