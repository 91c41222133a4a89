using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Streams;
using LeanDeep.Brokerages.State;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace LeanDeep.Brokerages.Live;

/// <summary>An Alpaca account as LEAN's brokerage and source of data.</summary>
public sealed partial class AlpacaBrokerage : Brokerage, IDataQueueHandler, IMarketDataSink
{
    private readonly PaperOptions _options;
    private readonly BrokerClock _clock;
    private readonly IAlgorithm _algorithm;
    private readonly TradingClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private AccountLock? _lock;
    private OrderRouter? _router;
    private TradeUpdateStream? _updates;
    private bool _isStarted, _isDisposed;

    public AlpacaBrokerage(PaperOptions options, BrokerClock clock, IAlgorithm algorithm) : base("Alpaca")
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock, _algorithm) = (options, clock, algorithm);
        _client = new TradingClient(options.Alpaca, options.Credentials);
        _history = new HistoryClient(options.Alpaca, options.Credentials);
        _bars = new MinuteBars(() => Router.Calendar, options.Stepped ? TimeSpan.Zero : options.Grace);
        AccountBaseCurrency = Currencies.USD;
    }

    public override bool IsConnected => _router is not null && (!_isStarted || (_updates is { IsConnected: true } && _data is null or { IsConnected: true }));

    public OrderRouter Router => _router ?? throw new InvalidOperationException("Alpaca: expected a connection, found none");

    /// <summary>Told of one-line events that a person should hear of: the kind and the text.</summary>
    public Action<string, string>? OnAlert { get; set; }

    /// <summary>Stepped: all that the broker has sent has been taken.</summary>
    public bool IsSettled { get; set; } = true;

    /// <summary>Not while fills may be under way: cash would count them twice.</summary>
    public override bool ShouldPerformCashSync(DateTime currentTimeUtc) => _isStarted && IsSettled && base.ShouldPerformCashSync(currentTimeUtc);

    /// <summary>Takes the account: reads the broker's clock, locks, opens the journal, names every difference.</summary>
    /// <exception cref="IOException">What kept it from that, in one line.</exception>
    public override void Connect()
    {
        try
        {
            ConnectAsync().GetAwaiter().GetResult();
        }
        catch (AlpacaException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private async Task ConnectAsync()
    {
        if (_router is not null) return;
        var asked = _clock.Ask();
        var clock = await _client.ClockAsync(_stop.Token).ConfigureAwait(false);
        if (_options.Stepped) _clock.Step(clock.Now);
        else _clock.Observe(clock, asked);
        var account = await _client.AccountAsync(_stop.Token).ConfigureAwait(false);
        if (account.TradingBlocked) throw new AlpacaException(AlpacaFailure.Refused, "account: expected one that may trade, found trading blocked");
        _lock = new AccountLock(_options.LockFolder, _options.Alpaca.Trading, account.Number);
        Directory.CreateDirectory(_options.StateFolder);
        _router = new OrderRouter(_client, new Journal(_options.JournalFile), _clock.GetUtcNow, _options.Run) { OnNews = OnNews, OnFault = Warn };
        await _router.ReconcileAsync(_stop.Token).ConfigureAwait(false);
        foreach (var difference in _router.Differences) Say(difference.Message);
        // Where the engine takes the data up again.
        Config.Set("live-resume-utc", _router.ResumeFrom(_clock.GetUtcNow(), _options.CatchUp)?.ToString("o", System.Globalization.CultureInfo.InvariantCulture) ?? "");
    }

    /// <summary>Begins to listen and to send; orders and holdings have been taken over by then.</summary>
    public void Start()
    {
        if (_isStarted) return;
        _isStarted = true;
        _updates = new TradeUpdateStream(_options.Alpaca, _options.Credentials, _client, Router.Tracker, Router.Hear, Warn);
        Run(_updates.RunAsync(_stop.Token));
        WaitFor(_updates.Ready);
        StartData();
        if (_options.Stepped) return;
        Run(SendAsync());
        Run(FollowClockAsync());
    }

    public override void Disconnect()
    {
        _stop.Cancel();
        foreach (var task in _tasks)
            if (!task.Wait(TimeSpan.FromSeconds(5))) Warn("a connection did not end within 5 s");
    }

    public override List<CashAmount> GetCashBalance() =>
        [new CashAmount(_isStarted ? _client.AccountAsync(_stop.Token).GetAwaiter().GetResult().Cash : Router.Cash, Currencies.USD)];

    public override List<Holding> GetAccountHoldings() =>
    [
        .. (_isStarted ? _client.PositionsAsync(_stop.Token).GetAwaiter().GetResult() : Router.Positions).Select(held => new Holding
        {
            Symbol = SymbolOf(held.Symbol), Quantity = held.Quantity, AveragePrice = held.AveragePrice, MarketPrice = held.CurrentPrice, MarketValue = held.MarketValue,
        }),
    ];

    public void SetJob(LiveNodePacket job)
    {
        // All that it would say is in the options.
    }

    /// <summary>Ends the run where something happened that it cannot survive.</summary>
    /// <exception cref="IOException">The keys are refused, or the journal cannot be written.</exception>
    public void ThrowIfFatal()
    {
        if (_router?.Fatal is { } fatal) throw new IOException(fatal.Message, fatal);
        foreach (var task in _tasks)
            if (task is { IsFaulted: true, Exception.InnerException: { } reason }) throw new IOException(reason.Message, reason);
    }

    public override void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        base.Dispose();
        if (!_stop.IsCancellationRequested) Disconnect();
        _data?.Dispose();
        _router?.Dispose();
        _lock?.Dispose();
        _client.Dispose();
        _history.Dispose();
        _stop.Dispose();
        _due.Dispose();
    }

    private static Symbol SymbolOf(string ticker) => Symbol.Create(ticker, SecurityType.Equity, Market.USA);

    private void Say(string message) => OnMessage(new BrokerageMessageEvent(BrokerageMessageType.Information, "Alpaca", message));

    private void Warn(string message)
    {
        OnMessage(new BrokerageMessageEvent(BrokerageMessageType.Warning, "Alpaca", message));
        OnAlert?.Invoke("warning", message);
    }

    private void Run(Task task) => _tasks.Add(task);

    private void WaitFor(Task task)
    {
        if (!task.Wait(10 * _options.Alpaca.Timeout)) throw new TimeoutException($"Alpaca: no answer within {10 * _options.Alpaca.Timeout.TotalSeconds:0.#} s");
    }

    // Sends orders beside the algorithm.
    private async Task SendAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _due.WaitAsync(TimeSpan.FromMilliseconds(100), _stop.Token).ConfigureAwait(false);
                if (Router.NextDue() <= _clock.GetUtcNow()) await SendDueAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task FollowClockAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                // An accelerated clock is asked often, as it changes its speed at opens and closes.
                await Task.Delay(_clock.IsReal ? TimeSpan.FromSeconds(20) : TimeSpan.FromMilliseconds(500), _stop.Token).ConfigureAwait(false);
                var asked = _clock.Ask();
                _clock.Observe(await _client.ClockAsync(_stop.Token).ConfigureAwait(false), asked);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (AlpacaException e) when (e.Failure != AlpacaFailure.Unauthorized)
            {
                Warn(e.Message);
            }
        }
    }
}
