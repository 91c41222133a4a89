using QuantConnect.Algorithm;
using QuantConnect.Data.Market;
using QuantConnect.Orders;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Follows a backtest: samples its charts, keeps its log, and computes its statistics.</summary>
/// <remarks>The engine calls <see cref="OnTimeStep"/> at the end of each time step and once more, forced, after the last one;
/// <see cref="Sample"/> at each midnight and after the last step. Nothing is sampled during warm-up.</remarks>
internal sealed class BacktestRecorder : IStatisticsService
{
    public const string StrategyEquity = "Strategy Equity";
    public const string Equity = "Equity";
    private const string Return = "Return";
    private const string Benchmark = "Benchmark";
    private const string Turnover = "Portfolio Turnover";
    private const double EquitySamples = 4000;

    private readonly QCAlgorithm _algorithm;
    private readonly ChartBook _charts;
    private readonly CapacityEstimate _capacity;
    private readonly TimeSpan _equityInterval;
    private readonly PortfolioSampler _portfolio;
    private readonly TradePeriods _tradePeriods;
    private readonly RatePeriods _ratePeriods;
    private readonly Dictionary<string, string> _customStatistics = [];
    private readonly List<string> _log = [];
    private readonly string _currency;
    private readonly RunThreads _threads;
    private decimal _portfolioValue;
    private decimal _benchmarkValue;
    private decimal _highestPortfolioValue;
    private decimal _previousPortfolioValue;
    private Bar _equityBar;
    private DateTime _nextEquitySample;
    private DateTime _lastTurnoverSample;
    private decimal _salesVolume;
    private decimal _salesVolumeBefore;

    public BacktestRecorder(QCAlgorithm algorithm, decimal startingPortfolioValue, RunThreads threads, ChartBook charts = null, TimeSpan? equityInterval = null)
    {
        _algorithm = algorithm;
        _threads = threads;
        _currency = Currencies.GetCurrencySymbol(algorithm.AccountCurrency);
        _charts = charts ?? new ChartBook(AddLog);
        _capacity = new CapacityEstimate(algorithm);
        _portfolio = new PortfolioSampler(algorithm, _charts, _currency);
        if (algorithm.TradeBuilder is TradeBuilder trades)
        {
            _ratePeriods = new RatePeriods(algorithm.Transactions.ResultsBetween, EquityFrom, threads);
            _tradePeriods = new TradePeriods(trades.ClosedBetween, threads, _ratePeriods);
        }
        _portfolioValue = _highestPortfolioValue = _previousPortfolioValue = StartingPortfolioValue = startingPortfolioValue;
        var minutes = (algorithm.EndDate - algorithm.StartDate).TotalMinutes;
        _equityInterval = equityInterval ?? TimeSpan.FromMinutes(Math.Max(4, minutes / EquitySamples));

        var chart = _charts.GetOrAdd(StrategyEquity);
        chart.AddSeries(new CandlestickSeries(Equity, 0, "$"));
        chart.AddSeries(new Series(Return, SeriesType.Bar, 1, "%"));
    }

    public decimal StartingPortfolioValue { get; private set; }

    public decimal PortfolioValue => _portfolioValue;

    public string CurrencySymbol => _currency;

    public CapacityEstimate Capacity => _capacity;

    public Dictionary<string, Chart> Charts => _charts.Charts;

    public IReadOnlyList<string> Log => _log;

    /// <summary>Adds a line to the run's log, as it is.</summary>
    public void AddLog(string line) => _log.Add(line);

    public void OnOrderEvent(OrderEvent orderEvent) => _capacity.OnOrderEvent(orderEvent);

    /// <summary>To be called before the algorithm's own handler: takes the portfolio as it is then for the start.</summary>
    public void OnWarmupFinished()
    {
        UpdatePortfolioValue();
        // Equal values keep their number of decimals, which shows in the printed text.
        if (_highestPortfolioValue != _portfolioValue)
            _highestPortfolioValue = _portfolioValue;
        if (_previousPortfolioValue != _portfolioValue)
            _previousPortfolioValue = _portfolioValue;
        if (StartingPortfolioValue != _portfolioValue)
        {
            StartingPortfolioValue = _portfolioValue;
            _equityBar = null;
        }
    }

    public void OnTimeStep(bool force = false)
    {
        UpdatePortfolioValue();
        _capacity.UpdateMarketCapacity(force);
        UpdateEquityBar();
        var time = _algorithm.UtcTime;
        if (time <= _nextEquitySample && !force)
            return;
        _nextEquitySample = time + _equityInterval;
        SampleEquity(time);
        _charts.Merge(_algorithm.GetChartUpdates());
    }

    /// <summary>The daily samples.</summary>
    public void Sample(DateTime utcTime)
    {
        UpdatePortfolioValue();
        if (_algorithm.Benchmark != null)
            _benchmarkValue = _algorithm.Benchmark.Evaluate(utcTime).SmartRounding();
        var change = _previousPortfolioValue == 0 ? 0
            : Math.Round((_portfolioValue - _previousPortfolioValue) * 100 / _previousPortfolioValue, 10);
        _highestPortfolioValue = Math.Max(_portfolioValue, _highestPortfolioValue);
        UpdateEquityBar();
        SampleEquity(utcTime);
        _previousPortfolioValue = _portfolioValue;
        if (_algorithm.IsWarmingUp)
            return;

        _tradePeriods?.Reach(utcTime.Date);
        _charts.Sample(Benchmark, Benchmark, 0, SeriesType.Line, new ChartPoint(utcTime, _benchmarkValue), "$");
        _charts.Sample(StrategyEquity, Return, 1, SeriesType.Bar, new ChartPoint(utcTime, change), "%");
        if (_highestPortfolioValue != 0)
            _charts.Sample("Drawdown", "Equity Drawdown", 0, SeriesType.Line,
                new ChartPoint(utcTime, Statistics.Statistics.DrawdownPercent(_portfolioValue, _highestPortfolioValue)), "%");
        _portfolio.SampleHoldings(utcTime, _portfolioValue);
        _charts.Sample("Capacity", "Strategy Capacity", 0, SeriesType.Line, new ChartPoint(utcTime, _capacity.Capacity), _currency);
        SampleTurnover(utcTime);
    }

    /// <summary>Of the run so far.</summary>
    public StatisticsResults StatisticsResults()
    {
        var results = new StatisticsResults();
        var strategy = _charts.Charts[StrategyEquity].Series;
        if (strategy[Equity].Values.Count > 0 && _charts.TryGet(Benchmark, Benchmark) is { } benchmark)
        {
            results = StatisticsBuilder.Generate(new RunRecord
            {
                Trades = _algorithm.TradeBuilder.ClosedTrades,
                TradePeriods = _tradePeriods,
                RatePeriods = _ratePeriods,
                Threads = _threads,
                ProfitLoss = [.. _algorithm.Transactions.Records.Select(x => KeyValuePair.Create(x.Time, x.ProfitLoss))],
                Wins = _algorithm.Transactions.Records.Where(x => x.IsWin).Select(x => x.Time),
                Losses = _algorithm.Transactions.Records.Where(x => !x.IsWin).Select(x => x.Time),
                Equity = strategy[Equity].Values,
                Performance = strategy[Return].Values,
                Benchmark = benchmark.Values,
                Turnover = _charts.TryGet(Turnover, Turnover)?.Values ?? [],
                StartingCapital = StartingPortfolioValue,
                RiskFreeRate = _algorithm.RiskFreeInterestRateModel,
                TradingDaysPerYear = _algorithm.Settings.TradingDaysPerYear ?? 252,
                TotalFees = _algorithm.Portfolio.TotalFees,
                TotalOrders = _algorithm.Transactions.OrdersCount,
                Capacity = _capacity,
                CurrencySymbol = _currency,
            });
        }
        results.AddCustomSummaryStatistics(_customStatistics);
        return results;
    }

    public void SetSummaryStatistic(string name, string value) => _customStatistics[name] = value;

    /// <summary>What the algorithm's console shows while it runs, by name.</summary>
    public SortedDictionary<string, string> RuntimeStatistics(IReadOnlyDictionary<string, string> summary)
    {
        var portfolio = _algorithm.Portfolio;
        var change = StartingPortfolioValue > 0 ? (_portfolioValue - StartingPortfolioValue) / StartingPortfolioValue : 0;
        return new SortedDictionary<string, string>(new Dictionary<string, string>(_algorithm.RuntimeStatistics), StringComparer.Ordinal)
        {
            ["Probabilistic Sharpe Ratio"] = summary.GetValueOrDefault(PerformanceMetrics.ProbabilisticSharpeRatio, "0%"),
            ["Unrealized"] = Money(portfolio.TotalUnrealizedProfit),
            ["Fees"] = "-" + Money(portfolio.TotalFees),
            ["Net Profit"] = Money(portfolio.TotalNetProfit),
            ["Return"] = change.ToStringInvariant("P"),
            ["Equity"] = Money(_portfolioValue),
            ["Holdings"] = Money(portfolio.TotalHoldingsValue),
            ["Volume"] = Money(portfolio.TotalSaleVolume)
        };

        string Money(decimal value) => _currency + value.ToStringInvariant("N2");
    }

    private void UpdatePortfolioValue() => _portfolioValue = _algorithm.Portfolio.TotalPortfolioValue;

    private void UpdateEquityBar() => (_equityBar ??= new Bar()).Update(Math.Round(_portfolioValue, 4));

    private void SampleEquity(DateTime time)
    {
        if (!_algorithm.IsWarmingUp)
            _charts.Sample(StrategyEquity, Equity, 0, SeriesType.Candle, new Candlestick(time, _equityBar), _currency);
        _equityBar = null;
    }

    // The close of the first equity sample from a time on; of several at that time the last. A month's samples at most are behind it.
    private decimal EquityFrom(DateTime time)
    {
        var values = _charts.Charts[StrategyEquity].Series[Equity].Values;
        var first = values.Count;
        while (first > 0 && values[first - 1].Time >= time) first--;
        if (first == values.Count) return 0;
        while (first + 1 < values.Count && values[first + 1].Time == values[first].Time) first++;
        return ((Candlestick)values[first]).Close ?? 0;
    }

    private void SampleTurnover(DateTime time)
    {
        // The first sample is that of the start; turnover needs a whole day.
        if (_portfolioValue == 0 || _algorithm.StartDate == time.ConvertFromUtc(_algorithm.TimeZone))
            return;

        // A run that ends at midnight samples that day twice; the second replaces the first.
        var total = _portfolio.TotalSales;
        var today = total - (_lastTurnoverSample == time ? _salesVolumeBefore : _salesVolume);
        _salesVolumeBefore = _salesVolume;
        _salesVolume = total;
        _lastTurnoverSample = time;
        _charts.Sample(Turnover, Turnover, 0, SeriesType.Line, new ChartPoint(time, today / _portfolioValue), "%", replace: true);
    }
}
