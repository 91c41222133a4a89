using System.Collections.Concurrent;
using System.Globalization;
using QuantConnect.Algorithm;
using QuantConnect.Benchmarks;
using QuantConnect.Brokerages;
using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Lean.Engine.Storage;
using QuantConnect.Orders;
using QuantConnect.Scheduling;

namespace QuantConnect.Lean.Engine;

/// <summary>What a live run talks to.</summary>
/// <param name="Model">Of the brokerage; the algorithm may set another.</param>
/// <param name="Delay">How long after their end bars may come: without data the algorithm's time stays that far behind the clock.</param>
internal sealed record LiveSettings(BacktestSettings Run, IBrokerage Brokerage, IDataQueueHandler Queue, ITimeProvider Clock, ILeanManager Manager, IBrokerageModel Model, TimeSpan Delay);

/// <summary>One live run: sets an algorithm up from its account, warms it up, and steps as bars, order events and scheduled moments come, all on one thread.</summary>
internal sealed class LiveLoop : IRunRecord, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly Slice NoSlice = new(default, new List<BaseData>(), default);

    private readonly QCAlgorithm _algorithm;
    private readonly LiveSettings _settings;
    private readonly LiveFeeds _feeds;
    private readonly EventQueue _events;
    private readonly Action<DateTime> _setTime;
    private readonly AutoResetEvent _woken = new(false);
    private readonly ConcurrentQueue<OrderEvent> _orderEvents = new();
    private readonly ConcurrentQueue<BrokerageMessageEvent> _messages = new();
    private readonly List<string> _earlyLog = [];
    private readonly OrderEventFile _eventFile;
    private DateTime _lastFill;
    private bool _wasWarmingUp;

    public LiveLoop(QCAlgorithm algorithm, LiveSettings settings, MapFileProvider mapFiles, OrderEventFile eventFile = null)
    {
        (_algorithm, _settings, _eventFile) = (algorithm, settings, eventFile);
        Orders = new OrderDesk(algorithm, OnOrderEvent) { Brokerage = settings.Brokerage };
        _feeds = new LiveFeeds(algorithm, new MarketFeeds(algorithm, settings.Run.DataFolder, mapFiles, Orders, Say, RunThreads.Helpers), settings.Brokerage, settings.Queue, () => _woken.Set());
        _events = new EventQueue(() => algorithm.UtcTime, algorithm.SetRunTimeError);
        _setTime = algorithm.SetDateTime;
        algorithm.Attach(_feeds);
        algorithm.Transactions.SetOrderProcessor(Orders);
        algorithm.SetObjectStore(new LocalObjectStore(settings.Run.ObjectStoreRoot));
        algorithm.SetAlgorithmId(settings.Run.AlgorithmId);
        algorithm.SetParameters(new Dictionary<string, string>(settings.Run.Parameters ?? new Dictionary<string, string>()));
    }

    public OrderDesk Orders { get; }
    public BacktestRecorder Recorder { get; private set; }
    public IReadOnlyList<string> EarlyLog => _earlyLog;
    public long DataPoints => _feeds.DataPoints;

    public void Run()
    {
        var brokerage = _settings.Brokerage;
        brokerage.OrdersStatusChanged += OnOrdersStatusChanged;
        brokerage.Message += OnMessage;
        try
        {
            LiveSetup.Run(_algorithm, _settings, Orders, _feeds);
            Recorder = new BacktestRecorder(_algorithm, _algorithm.Portfolio.TotalPortfolioValue, RunThreads.Helpers, equityInterval: TimeSpan.FromMinutes(4));
            _algorithm.SetStatisticsService(Recorder);
            foreach (var line in _earlyLog) Recorder.AddLog(line);
            if (_algorithm.Benchmark is SecurityBenchmark benchmark) _feeds.FollowBenchmark(benchmark.Security);
            _algorithm.SetLocked();
            _algorithm.Schedule.SetEventSchedule(_events);
            _events.Start();
            _algorithm.Schedule.On("Daily Sampling", _algorithm.DateRules.EveryDay(), _algorithm.TimeRules.Midnight, () => Recorder.Sample(_algorithm.UtcTime));
            _settings.Manager.SetAlgorithm(_algorithm);
            WarmUp();
            _settings.Manager.OnAlgorithmStart();
            Trade();
            if (_algorithm.RunTimeError == null) _algorithm.OnEndOfAlgorithm();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _algorithm.SetRunTimeError(e);
        }
        finally
        {
            brokerage.OrdersStatusChanged -= OnOrdersStatusChanged;
            brokerage.Message -= OnMessage;
        }
        if (_algorithm.RunTimeError is { } error) Say($"Runtime Error: {error.Message}");
        else if (_algorithm.Status == AlgorithmStatus.Running) _algorithm.SetStatus(AlgorithmStatus.Completed);
        if (Recorder != null && _algorithm.RunTimeError == null) Recorder.Sample(_algorithm.UtcTime);
        Recorder?.OnTimeStep(force: true);
        _settings.Manager.OnAlgorithmEnd();
    }

    public void Dispose() => _woken.Dispose();

    private void WarmUp()
    {
        _wasWarmingUp = _algorithm.IsWarmingUp;
        if (_wasWarmingUp)
        {
            _algorithm.Debug("Algorithm starting warm up...");
            foreach (var (time, bars) in _feeds.Warmup(_algorithm.UtcTime))
            {
                Advance(time);
                _feeds.Update(bars);
                Step(time, bars);
                if (_algorithm.RunTimeError != null) return;
            }
        }
        else _algorithm.OnWarmupFinished();
        _feeds.AwaitCorporateEvents();
        if (_algorithm.UtcTime <= _feeds.After) Pulse(_feeds.After.AddTicks(1));
    }

    private void Trade()
    {
        var clock = _settings.Clock;
        while (_algorithm.Status == AlgorithmStatus.Running && _algorithm.RunTimeError == null)
        {
            var now = clock.GetUtcNow();
            TakeBrokerage();
            _feeds.Drain();
            if (_feeds.Next is { } due && due <= now)
            {
                // Late bars are met at the time that it is; others at their end, whatever the clock says meanwhile.
                var time = due > _algorithm.UtcTime ? due : _algorithm.UtcTime;
                Advance(time);
                Step(time, _feeds.Take());
                continue;
            }
            if (now - _settings.Delay is var idle && idle > _algorithm.UtcTime) Pulse(idle);
            if (_settings.Brokerage.ShouldPerformCashSync(now) && _orderEvents.IsEmpty)
                _settings.Brokerage.PerformCashSync(_algorithm, now, () => now - _lastFill);
            _settings.Manager.Update();
            if (_orderEvents.IsEmpty && clock.GetUtcNow() - now < Pause) _woken.WaitOne(Pause);
        }
        TakeBrokerage();
    }

    // Moves time to a step, with what was due before it.
    private void Advance(DateTime time)
    {
        _events.FireBefore(time, _setTime);
        _algorithm.SubscriptionManager.ScanPastConsolidators(time, _setTime);
        _algorithm.SetDateTime(time);
    }

    private void Pulse(DateTime time)
    {
        Advance(time);
        CheckWarmupFinished();
        _events.FireUntil(time);
        Recorder.OnTimeStep();
    }

    private void Step(DateTime time, List<BaseData> bars)
    {
        var slice = bars.Count == 0 ? NoSlice : new Slice(_algorithm.Time, bars, time);
        _algorithm.SetCurrentSlice(slice);
        var changes = _feeds.TakeChanges();
        _algorithm.Portfolio.InvalidateTotalPortfolioValue();
        CheckWarmupFinished();
        _events.FireUntil(time);
        if (_algorithm.Status != AlgorithmStatus.Running || _algorithm.RunTimeError != null) return;
        if (changes != SecurityChanges.None)
        {
            _algorithm.OnSecuritiesChanged(changes);
            _algorithm.OnFrameworkSecuritiesChanged(changes);
            _settings.Manager.OnSecuritiesChanged(changes);
        }
        _feeds.UpdateConsolidators(bars);
        if (slice.Splits.Count > 0) _algorithm.OnSplits(slice.Splits);
        if (slice.Dividends.Count > 0) _algorithm.OnDividends(slice.Dividends);
        if (slice.HasData) _algorithm.OnData(slice);
        _algorithm.OnFrameworkData(slice);
        Orders.ProcessSynchronousEvents();
        Recorder.OnTimeStep();
    }

    private void CheckWarmupFinished()
    {
        if (!_wasWarmingUp || _algorithm.IsWarmingUp) return;
        _wasWarmingUp = false;
        Recorder.OnWarmupFinished();
        _algorithm.OnWarmupFinished();
        _algorithm.Debug("Algorithm finished warming up.");
    }

    private void TakeBrokerage()
    {
        while (_messages.TryDequeue(out var message))
        {
            Say($"Brokerage {message.Type}: {message.Message}");
            _algorithm.OnBrokerageMessage(message);
            if (message.Type == BrokerageMessageType.Error) _algorithm.SetRunTimeError(new InvalidOperationException(message.Message));
        }
        while (_orderEvents.TryDequeue(out var orderEvent))
        {
            if (orderEvent.FillQuantity != 0) _lastFill = _settings.Clock.GetUtcNow();
            Orders.Take(orderEvent);
            _algorithm.Portfolio.InvalidateTotalPortfolioValue();
        }
    }

    private void OnOrdersStatusChanged(object sender, List<OrderEvent> orderEvents)
    {
        foreach (var orderEvent in orderEvents) _orderEvents.Enqueue(orderEvent);
        _woken.Set();
    }

    private void OnMessage(object sender, BrokerageMessageEvent message)
    {
        _messages.Enqueue(message);
        _woken.Set();
    }

    private void OnOrderEvent(OrderEvent orderEvent)
    {
        Recorder?.OnOrderEvent(orderEvent);
        _eventFile?.Add(orderEvent);
    }

    private void Say(string message)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{_algorithm.Time:yyyy-MM-dd HH:mm:ss} {message}");
        if (Recorder == null) _earlyLog.Add(line);
        else Recorder.AddLog(line);
        Logging.Log.Trace(line);
    }
}
