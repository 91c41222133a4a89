using System.Globalization;
using QuantConnect.Algorithm;
using QuantConnect.Benchmarks;
using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Lean.Engine.Storage;
using QuantConnect.Orders;
using QuantConnect.Scheduling;
using QuantConnect.Securities;
using QuantConnect.Securities.Volatility;

namespace QuantConnect.Lean.Engine;

/// <summary>One run: sets an algorithm up and walks time over its data.</summary>
internal sealed class BacktestLoop : IRunRecord
{
    private readonly QCAlgorithm _algorithm;
    private readonly MarketFeeds _feeds;
    private readonly EventQueue _events;
    private readonly Action<DateTime> _setTime;
    private readonly Action<Slice> _onData;
    private readonly List<string> _earlyLog = [];
    private readonly bool _wantsSlices, _wantsEndOfDay;
    private readonly StepBars _noBars;
    private readonly OrderEventFile _eventFile;
    private readonly RunThreads _threads;
    private DateTime _nextMarginCall = DateTime.MinValue, _nextModelScan;
    private bool _wasWarmingUp;
    private StepWatch _watch;

    /// <param name="eventFile">Receives the order events; null for none.</param>
    public BacktestLoop(QCAlgorithm algorithm, BacktestSettings settings, MapFileProvider mapFiles, OrderEventFile eventFile = null)
    {
        _algorithm = algorithm;
        _eventFile = eventFile;
        _threads = settings.Threads;
        Orders = new OrderDesk(algorithm, OnOrderEvent);
        _feeds = new MarketFeeds(algorithm, settings.DataFolder, mapFiles, Orders, Say, _threads);
        _events = new EventQueue(() => algorithm.UtcTime, Fail);
        _setTime = algorithm.SetDateTime;
        _noBars = new StepBars(_feeds.Table, [], 0, default);
        var type = algorithm.GetType();
        // Also one that hides the base's instead of overriding it is meant to be called.
        var onData = type.GetMethod(nameof(QCAlgorithm.OnData), [typeof(Slice)]);
        _onData = onData.CreateDelegate<Action<Slice>>(algorithm);
        _wantsSlices = onData.DeclaringType != typeof(QCAlgorithm);
        _wantsEndOfDay = type.GetMethod(nameof(QCAlgorithm.OnEndOfDay), [typeof(Symbol)]).DeclaringType != typeof(QCAlgorithm)
            || type.GetMethod(nameof(QCAlgorithm.OnEndOfDay), [typeof(string)]).DeclaringType != typeof(QCAlgorithm);
        algorithm.Attach(_feeds);
        algorithm.Transactions.SetOrderProcessor(Orders);
        algorithm.SetObjectStore(new LocalObjectStore(settings.ObjectStoreRoot));
        algorithm.SetAlgorithmId(settings.AlgorithmId);
        algorithm.SetParameters(new Dictionary<string, string>(settings.Parameters ?? new Dictionary<string, string>()));
    }

    public OrderDesk Orders { get; }

    /// <summary>Null when the algorithm failed before its start.</summary>
    public BacktestRecorder Recorder { get; private set; }

    public IReadOnlyList<string> EarlyLog => _earlyLog;

    public long DataPoints => _feeds.DataPoints;

    /// <param name="watch">Told of what is begun.</param>
    public void Run(StepWatch watch)
    {
        _watch = _events.Watch = watch;
        try
        {
            watch.BeginInitialization();
            _algorithm.Initialize();
            _algorithm.PostInitialize();
            watch.End();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _algorithm.SetRunTimeError(e);
            return;
        }
        Recorder = new BacktestRecorder(_algorithm, _algorithm.Portfolio.Cash, _threads);
        _algorithm.SetStatisticsService(Recorder);
        foreach (var line in _earlyLog) Recorder.AddLog(line);
        _algorithm.SetLocked();
        StartSchedule();
        _wasWarmingUp = _algorithm.IsWarmingUp;
        _nextModelScan = _algorithm.UtcTime.RoundDown(Time.OneHour) + Time.OneHour;
        try
        {
            if (_wasWarmingUp) _algorithm.Debug("Algorithm starting warm up...");
            else _algorithm.OnWarmupFinished();
            Walk();
            watch.End();
            if (_algorithm.RunTimeError == null) _algorithm.OnEndOfAlgorithm();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _algorithm.SetRunTimeError(e);
        }
        if (_algorithm.Clock.IsStopped) return;
        if (_algorithm.RunTimeError is { } error) Say($"Runtime Error: {error.Message}");
        else
        {
            Recorder.OnTimeStep(force: true);
            if (_algorithm.Status == AlgorithmStatus.Running) _algorithm.SetStatus(AlgorithmStatus.Completed);
            Recorder.Sample(_algorithm.UtcTime);
        }
        Recorder.OnTimeStep(force: true);
    }

    /// <summary>Ends a run whose algorithm does not return, with what there is up to now.</summary>
    /// <param name="reason">Becomes the runtime error.</param>
    /// <param name="run">It may go on, but changes nothing any more.</param>
    public void Abandon(string reason, Task run)
    {
        _algorithm.SetRunTimeError(new TimeoutException(reason));
        _algorithm.Clock.Stop(reason);
        Task.WaitAny([run], TimeSpan.FromSeconds(1)); // what the engine has begun, it ends
        Say($"Runtime Error: {reason}");
        Recorder?.OnTimeStep(force: true);
    }

    private void Fail(Exception error)
    {
        _algorithm.Clock.RequireRunning();
        _algorithm.SetRunTimeError(error);
    }

    private void StartSchedule()
    {
        _algorithm.Schedule.SetEventSchedule(_events);
        _events.Start();
        _algorithm.Schedule.On("Daily Sampling", _algorithm.DateRules.EveryDay(), _algorithm.TimeRules.Midnight, () => Recorder.Sample(_algorithm.UtcTime));
    }

    private void Walk()
    {
        var start = _algorithm.UtcTime;
        var warmupEnd = _algorithm.StartDate.ConvertToUtc(_algorithm.TimeZone);
        var end = _algorithm.EndDate.ConvertToUtc(_algorithm.TimeZone);
        _feeds.Start(start, end);
        var time = start;
        while (true)
        {
            _watch.BeginStep();
            if (_algorithm.IsWarmingUp && time > warmupEnd) Pulse(warmupEnd);
            if (!Step(time)) return;
            var next = _feeds.NextTime;
            if (next == DateTime.MaxValue) return;
            time = next > time ? next : time;
        }
    }

    // Moves time without data: the end of warm-up.
    private void Pulse(DateTime time)
    {
        _events.FireBefore(time, _setTime);
        _algorithm.SubscriptionManager.ScanPastConsolidators(time, _setTime);
        _algorithm.SetDateTime(time);
        CheckWarmupFinished();
    }

    private bool Step(DateTime time)
    {
        var algorithm = _algorithm;
        // An error of OnOrderEvent or a scheduled event lets what is due before OnData happen, fills of open orders for one, as in LEAN.
        if (algorithm.Status != AlgorithmStatus.Running && algorithm.RunTimeError == null) return false;
        if (algorithm.Portfolio.TotalPortfolioValue <= 0)
        {
            Say("AlgorithmManager.Run(): Portfolio value is less than or equal to zero, stopping algorithm.");
            return false;
        }
        _events.FireBefore(time, _setTime);
        algorithm.SubscriptionManager.ScanPastConsolidators(time, _setTime);
        algorithm.SetDateTime(time);
        _feeds.SelectUniverses(time);
        var bars = _feeds.Take(time);
        var auxiliary = _feeds.TakeEvents(time);
        var changes = _feeds.TakeChanges();
        var slice = new Slice(algorithm.Time, time, bars ?? _noBars, auxiliary);
        algorithm.SetCurrentSlice(slice);
        if (changes != SecurityChanges.None && _wantsEndOfDay) AddEndOfDayEvents(changes);
        _feeds.UpdateSecurities(bars);
        if (time >= _nextModelScan)
        {
            foreach (var security in algorithm.Securities.Slots)
            {
                if (!ReferenceEquals(security.MarginInterestRateModel, MarginInterestRateModel.Null)) security.MarginInterestRateModel.ApplyMarginInterestRate(new MarginInterestRateParameters(security, time));
                if (security.SettlementModel is not ImmediateSettlementModel) security.SettlementModel.Scan(new ScanSettlementModelParameters(algorithm.Portfolio, security, time));
            }
            _nextModelScan = time.RoundDown(Time.OneHour) + Time.OneHour;
        }
        algorithm.Portfolio.InvalidateTotalPortfolioValue();
        CheckWarmupFinished();
        if (auxiliary != null && slice.SymbolChangedEvents.Count > 0) HandleSymbolChanges(slice.SymbolChangedEvents);
        Orders.ProcessSynchronousEvents();
        if (auxiliary != null) HandleDelistings(slice.Delistings);
        _events.FireUntil(time);
        if (algorithm.Status != AlgorithmStatus.Running || algorithm.RunTimeError != null) return false;
        if (time >= _nextMarginCall)
        {
            CheckMargin();
            _nextMarginCall = time + TimeSpan.FromMinutes(5);
        }
        if (changes != SecurityChanges.None)
        {
            algorithm.OnSecuritiesChanged(changes);
            algorithm.OnFrameworkSecuritiesChanged(changes);
        }
        if (auxiliary != null) HandleCorporateActions(slice);
        _feeds.UpdateConsolidators(bars);
        if (_feeds.PointsTaken.Count > 0) HandleCustomData();
        if (auxiliary != null)
        {
            if (slice.Splits.Count > 0) algorithm.OnSplits(slice.Splits);
            if (slice.Dividends.Count > 0) algorithm.OnDividends(slice.Dividends);
            if (slice.Delistings.Count > 0) algorithm.OnDelistings(slice.Delistings);
        }
        if (_wantsSlices && slice.HasData) _onData(slice);
        algorithm.OnFrameworkData(slice);
        Orders.ProcessSynchronousEvents();
        Recorder.OnTimeStep();
        return true;
    }

    private void CheckWarmupFinished()
    {
        if (!_wasWarmingUp || _algorithm.IsWarmingUp) return;
        _wasWarmingUp = false;
        Recorder.OnWarmupFinished();
        _algorithm.OnWarmupFinished();
        _algorithm.Debug("Algorithm finished warming up.");
    }

    private void CheckMargin()
    {
        var portfolio = _algorithm.Portfolio;
        if (!portfolio.Invested) return;
        var orders = portfolio.MarginCallModel.GetMarginCallOrders(out var warn);
        var executed = 0;
        if (orders.Count > 0 && orders.TrueForAll(x => portfolio.Securities[x.Symbol].Exchange.ExchangeOpen))
        {
            _algorithm.OnMarginCall(orders);
            var tickets = portfolio.MarginCallModel.ExecuteMarginCall(orders);
            executed = tickets.Count;
            foreach (var ticket in tickets)
                _algorithm.Error(string.Create(CultureInfo.InvariantCulture, $"{_algorithm.Time} - Executed MarginCallOrder: {ticket.Symbol} - Quantity: {ticket.Quantity} @ {ticket.AverageFillPrice}"));
        }
        if (executed == 0 && warn) _algorithm.OnMarginCallWarning();
    }

    private void HandleCorporateActions(Slice slice)
    {
        foreach (var dividend in slice.Dividends.Values)
            if (_algorithm.Securities.TryGetValue(dividend.Symbol, out var security))
            {
                if (!_algorithm.IsWarmingUp) _algorithm.Portfolio.ApplyDividend(dividend, false, security.DataNormalizationMode);
                RestartVolatility(security);
            }
        foreach (var split in slice.Splits.Values)
        {
            if (split.Type != SplitType.SplitOccurred || !_algorithm.Securities.TryGetValue(split.Symbol, out var security)) continue;
            RestartVolatility(security);
            if (_algorithm.IsWarmingUp) continue;
            var mode = security.DataNormalizationMode;
            _algorithm.Portfolio.ApplySplit(split, security, false, mode);
            _algorithm.TradeBuilder.ApplySplit(split, false, mode);
            if (mode == DataNormalizationMode.Raw) _algorithm.BrokerageModel.ApplySplit(Orders.OpenTickets(security), split);
        }
    }

    // Raw prices before the event do not compare with those after it.
    private void RestartVolatility(Security security)
    {
        if (security.DataNormalizationMode == DataNormalizationMode.Raw) security.VolatilityModel.WarmUp(_algorithm, security, DataNormalizationMode.Raw);
    }

    // Calls OnData of the data's own type, where the algorithm has it.
    private void HandleCustomData()
    {
        foreach (var (points, _, config) in _feeds.PointsTaken)
        {
            if (!config.IsCustomData) continue;
            if (!_onCustomData.TryGetValue(config.Type, out var handler)) _onCustomData[config.Type] = handler = _algorithm.GetType().GetMethod(nameof(QCAlgorithm.OnData), [config.Type]);
            if (handler == null || handler.GetParameters()[0].ParameterType == typeof(Slice)) continue;
            foreach (var data in points)
                if (config.Type.IsInstanceOfType(data)) handler.Invoke(_algorithm, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [data], CultureInfo.InvariantCulture);
        }
    }

    private readonly Dictionary<Type, System.Reflection.MethodInfo> _onCustomData = [];

    private void HandleSymbolChanges(SymbolChangedEvents events)
    {
        _algorithm.OnSymbolChangedEvents(events);
        foreach (var symbol in events.Keys)
            foreach (var ticket in _algorithm.Transactions.GetOpenOrderTickets(symbol)) ticket.Cancel("Open order cancelled on symbol changed event");
    }

    private void HandleDelistings(Delistings delistings)
    {
        foreach (var delisting in delistings.Values)
        {
            if (delisting.Type != DelistingType.Delisted) continue;
            var security = _algorithm.Securities[delisting.Symbol];
            Orders.HandleDelisting(security);
            security.IsTradable = false;
            security.IsDelisted = true;
            _feeds.End(security);
        }
    }

    private void AddEndOfDayEvents(SecurityChanges changes)
    {
        foreach (var security in changes.AddedSecurities)
        {
            var symbol = security.Symbol;
            var hours = security.Exchange.Hours;
            var first = security.LocalTime.Date.AddDays(-1);
            _algorithm.Schedule.Add(new ScheduledEvent($"EndOfDay.{symbol}", Times(), (_, _) =>
            {
                if (!security.IsDelisted && security.Subscriptions.Any(x => !x.IsInternalFeed)) _algorithm.OnEndOfDay(symbol);
            }));

            IEnumerable<DateTime> Times()
            {
                for (var date = first; date <= _algorithm.EndDate; date = date.AddDays(1))
                    if (hours.IsDateOpen(date)) yield return (hours.GetLastDailyMarketClose(date, false) - ScheduledEvent.SecurityEndOfDayDelta).ConvertToUtc(hours.TimeZone);
            }
        }
    }

    private void OnOrderEvent(OrderEvent orderEvent)
    {
        Recorder.OnOrderEvent(orderEvent);
        _eventFile?.Add(orderEvent);
    }

    private void Say(string message)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_algorithm.Time:yyyy-MM-dd HH:mm:ss} {message}");
        if (Recorder == null) _earlyLog.Add(line);
        else Recorder.AddLog(line);
    }
}
