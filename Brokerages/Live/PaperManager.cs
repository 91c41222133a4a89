using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.State;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Packets;

namespace LeanDeep.Brokerages.Live;

/// <summary>Stands between the engine's steps: commits what the algorithm decided, hands on bars, obeys the stop file, tells the watchers, and moves a simulation on.</summary>
public sealed class PaperManager(PaperOptions options, BrokerClock clock) : ILeanManager
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);

    private readonly SimulatorStepper? _stepper = options.Stepped ? new SimulatorStepper(options.Alpaca.Trading) : null;
    private AlpacaBrokerage? _brokerage;
    private QCAlgorithm? _algorithm;
    private DateOnly _noted;
    private DateOnly? _changedOn;
    private DateTime _changedAt;
    private long _shown, _looked;
    private bool _hasStarted;
    private volatile bool _isInterrupted;

    /// <summary>Told how things stand, a few times a second, on the engine's thread.</summary>
    public Action<PaperSnapshot>? OnSnapshot { get; set; }

    /// <summary>Told of what a person should hear of: the kind and the text. Any thread.</summary>
    public Action<string, string>? OnAlert { get; set; }

    public AlpacaBrokerage? Brokerage => _brokerage;

    /// <summary>A dividend or split changes past prices: the run has ended so that a new one warms up in the new terms.</summary>
    public bool NeedsWarmUp { get; private set; }

    /// <summary>Whether the stop file ended the run.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Steps of a simulation.</summary>
    public int Steps { get; private set; }

    /// <summary>Ends the run at the next step, as it stands. Any thread.</summary>
    public void Interrupt() => _isInterrupted = true;

    public void Follow(AlpacaBrokerage brokerage)
    {
        ArgumentNullException.ThrowIfNull(brokerage);
        _brokerage = brokerage;
        brokerage.OnAlert = (kind, text) => OnAlert?.Invoke(kind, text);
    }

    public void Initialize(LeanEngineSystemHandlers systemHandlers, LeanEngineAlgorithmHandlers algorithmHandlers, AlgorithmNodePacket job, AlgorithmManager algorithmManager)
    {
        // All that it would need is in the options.
    }

    public void SetAlgorithm(IAlgorithm algorithm)
    {
        _algorithm = (QCAlgorithm)algorithm;
        _algorithm.InsightsGenerated += OnInsights;
    }

    public void OnAlgorithmStart()
    {
        _brokerage!.Start();
        _hasStarted = true;
        OnAlert?.Invoke("start", $"{_algorithm!.Name}: trading, equity {_algorithm.Portfolio.TotalPortfolioValue:0.00}");
    }

    /// <exception cref="IOException">What the run cannot survive: the keys are refused, the journal cannot be written.</exception>
    public void Update()
    {
        try
        {
            Advance();
        }
        catch (Alpaca.AlpacaException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private void Advance()
    {
        if (!_hasStarted || _brokerage is not { } brokerage || _algorithm is not { } algorithm) return;
        brokerage.ThrowIfFatal();
        NoteModel(algorithm);
        if (algorithm.CurrentSlice is { UtcTime: var reached } && reached != default) brokerage.Commit(reached);
        NoteHoldings(algorithm);
        if (IsStopAsked()) return;
        NoteCorporateEvents(algorithm);
        if (brokerage.IsSettled && brokerage.Pump()) return;
        if (_stepper is not null) StepAsync(brokerage, algorithm).GetAwaiter().GetResult();
        else if (_changedOn is { } day && brokerage.Router.Calendar.On(day) is { } session && clock.GetUtcNow() > session.Open.AddMinutes(1) && brokerage.Router.NextDue() is null) WarmUpAgain(algorithm);
        Show(brokerage, algorithm, ShowEvery);
    }

    public void OnAlgorithmEnd()
    {
        if (_algorithm is { } algorithm)
        {
            if (_brokerage is { } brokerage && _hasStarted) Show(brokerage, algorithm, TimeSpan.Zero);
            OnAlert?.Invoke(algorithm.RunTimeError is null ? "stop" : "error", algorithm.RunTimeError?.Message ?? $"{algorithm.Name}: stopped");
        }
    }

    public void OnSecuritiesChanged(SecurityChanges changes)
    {
        // The data queue hears of subscriptions.
    }

    public void Dispose() => _stepper?.Dispose();

    private void NoteCorporateEvents(QCAlgorithm algorithm)
    {
        if (algorithm.CurrentSlice is not { } slice || slice.Splits.Count + slice.Dividends.Count == 0 || slice.UtcTime == _changedAt) return;
        _changedAt = slice.UtcTime;
        _changedOn = DateOnly.FromDateTime(MarketCalendar.NewYork(slice.UtcTime));
    }

    private void WarmUpAgain(QCAlgorithm algorithm)
    {
        NeedsWarmUp = true;
        algorithm.Debug("A dividend or split has changed past prices: warming up again.");
        algorithm.SetStatus(AlgorithmStatus.Stopped);
    }

    private void NoteModel(QCAlgorithm algorithm)
    {
        if (!algorithm.RuntimeStatistics.TryGetValue("Model", out var model) || model == _brokerage!.Model) return;
        _brokerage.Model = model;
        if (_brokerage.Router.Model == model) return;
        _brokerage.Router.Note(new ModelInUse(clock.GetUtcNow(), model));
        OnAlert?.Invoke("model", $"{model} decides from now on");
    }

    private void NoteHoldings(QCAlgorithm algorithm)
    {
        var today = DateOnly.FromDateTime(MarketCalendar.NewYork(clock.GetUtcNow()));
        if (today == _noted) return;
        _noted = today;
        var portfolio = algorithm.Portfolio;
        _brokerage!.Router.Note(new Holdings(clock.GetUtcNow(), portfolio.Cash, portfolio.TotalPortfolioValue,
            portfolio.Where(item => item.Value.Quantity != 0).ToDictionary(item => item.Key.Value, item => item.Value.Quantity)));
    }

    private void OnInsights(IAlgorithm algorithm, GeneratedInsightsCollection generated)
    {
        foreach (var insight in generated.Insights)
            _brokerage!.Router.Stage(new InsightMade(insight.GeneratedTimeUtc, insight.Symbol.Value, insight.Direction.ToString(), insight.Magnitude, insight.Confidence, insight.Weight, insight.CloseTimeUtc, insight.SourceModel));
    }

    private bool IsStopAsked()
    {
        var now = Environment.TickCount64;
        if (_isInterrupted)
        {
            _algorithm!.SetStatus(AlgorithmStatus.Stopped);
            return true;
        }
        if (now - _looked < ShowEvery.TotalMilliseconds) return false;
        _looked = now;
        if (!File.Exists(options.StopFile)) return false;
        var flatten = File.ReadAllText(options.StopFile).Contains("flatten", StringComparison.Ordinal);
        var text = "stopped";
        if (flatten)
        {
            var (cancelled, closed) = _brokerage!.Router.FlattenAsync(CancellationToken.None).GetAwaiter().GetResult();
            text = $"stopped and flattened: {cancelled} orders cancelled, {closed} positions being closed";
        }
        File.Delete(options.StopFile);
        WasStopped = true;
        OnAlert?.Invoke("stop", text);
        _algorithm!.Debug(text);
        _algorithm.SetStatus(AlgorithmStatus.Stopped);
        return true;
    }

    // One move of a simulation: first all that is under way, then what is due, then time.
    private async Task StepAsync(AlpacaBrokerage brokerage, QCAlgorithm algorithm)
    {
        if (!brokerage.IsSettled)
        {
            var news = brokerage.News;
            await brokerage.SettleAsync().ConfigureAwait(false);
            brokerage.IsSettled = true;
            if (brokerage.Pump() || brokerage.News != news) return;
        }
        if (await brokerage.SendDueAsync().ConfigureAwait(false) > 0)
        {
            brokerage.IsSettled = false;
            return;
        }
        // Shares are changed at the open; by now all that happened at it is booked.
        if (_changedOn is { } day && brokerage.Router.Calendar.On(day) is { } session && clock.GetUtcNow() >= session.Open)
        {
            WarmUpAgain(algorithm);
            return;
        }
        var (now, isOver) = await _stepper!.AdvanceAsync(NextMoment(brokerage), CancellationToken.None).ConfigureAwait(false);
        clock.Step(now);
        Steps++;
        brokerage.IsSettled = false;
        if (!isOver && !(now >= options.Until)) return;
        await brokerage.SettleAsync().ConfigureAwait(false);
        algorithm.SetStatus(AlgorithmStatus.Stopped);
    }

    private DateTime NextMoment(AlpacaBrokerage brokerage)
    {
        var now = clock.GetUtcNow();
        var calendar = brokerage.Router.Calendar;
        var session = calendar.ClosingAfter(now);
        var next = session.Open > now ? session.Open
            : brokerage.HasMinutes ? new DateTime((now.Ticks / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute, DateTimeKind.Utc)
            : session.Close;
        if (options.Until is { } until && until > now && until < next) next = until;
        return brokerage.Router.NextDue() is { } due && due > now && due < next ? due : next;
    }

    private void Show(AlpacaBrokerage brokerage, QCAlgorithm algorithm, TimeSpan every)
    {
        if (OnSnapshot is not { } show || System.Diagnostics.Stopwatch.GetElapsedTime(_shown) < every) return;
        _shown = System.Diagnostics.Stopwatch.GetTimestamp();
        show(PaperSnapshot.Of(brokerage, algorithm, clock.GetUtcNow()));
    }
}
