using System.Collections.Concurrent;
using System.Globalization;
using Common.Util;
using NodaTime;
using QuantConnect.Benchmarks;
using QuantConnect.Brokerages;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders;
using QuantConnect.Scheduling;
using QuantConnect.Securities;
using QuantConnect.Storage;

namespace QuantConnect.Algorithm;

/// <summary>The base of all algorithms: what they override, and what they may call.</summary>
public partial class QCAlgorithm : IAlgorithm
{
    private readonly RunClock _clock = new();
    private ZoneClock _zone = ZoneClock.NewYork;
    private DateTime _startDate = new(1998, 1, 1);
    private DateTime _endDate;
    private bool _locked;
    private Dictionary<string, string> _parameters = [];
    private IBrokerageModel _brokerageModel;
    private ISecurityInitializer _securityInitializer;
    private bool _userSetSecurityInitializer;
    private ScheduleManager _schedule;
    private MarketHoursDatabase _marketHoursDatabase;
    private string _previousDebugMessage = "", _previousErrorMessage = "";

    public QCAlgorithm()
    {
        Name = GetType().Name;
        Settings = new AlgorithmSettings();
        DefaultOrderProperties = new OrderProperties();
        UniverseSettings = new UniverseSettings();
        SubscriptionManager = new SubscriptionManager(_clock);
        Securities = new SecurityManager(_clock);
        UniverseManager = new UniverseManager(Securities);
        Transactions = new SecurityTransactionManager(Securities, () => IsWarmingUp);
        Portfolio = new SecurityPortfolioManager(Securities, Transactions, Settings, DefaultOrderProperties);
        SetDateTime(_startDate.ConvertToUtc(TimeZone));
        _endDate = DateTime.UtcNow.Date.AddTicks(-1);
        SetBrokerageModel(new DefaultBrokerageModel());
        InitializeStatistics();
        InitializeFramework();
    }

    /// <summary>The run that this algorithm belongs to; null before it starts.</summary>
    internal IRun Run { get; private set; }

    internal RunClock Clock => _clock;

    public SecurityManager Securities { get; }

    /// <summary>Securities that have data now.</summary>
    public ReadOnlyExtendedDictionary<Symbol, Security> ActiveSecurities => UniverseManager.ActiveSecurities;

    public UniverseManager UniverseManager { get; }
    public SecurityPortfolioManager Portfolio { get; }
    public string AccountCurrency => Portfolio.CashBook.AccountCurrency;
    public SubscriptionManager SubscriptionManager { get; }
    public IBrokerageModel BrokerageModel => _brokerageModel;

    /// <summary>The brokerage whose model it is; <see cref="BrokerageName.Default"/> for one of the algorithm's own.</summary>
    public BrokerageName BrokerageName => _brokerageModel is DefaultBrokerageModel ? Brokerages.BrokerageModel.GetBrokerageName(_brokerageModel) : BrokerageName.Default;

    public AlgorithmStatus Status { get; set; } = AlgorithmStatus.Running;
    public ISecurityInitializer SecurityInitializer => _securityInitializer;
    public IAlgorithmSettings Settings { get; }
    public IOrderProperties DefaultOrderProperties { get; set; }
    public UniverseSettings UniverseSettings { get; }
    public string Name { get; set; }
    public HashSet<string> Tags { get; set; } = [];
    public int ProjectId { get; set; }

    /// <summary>The present in the algorithm's time zone.</summary>
    public DateTime Time => _zone.FromUtc(_clock.UtcTime);

    public DateTime UtcTime => _clock.UtcTime;
    public DateTimeZone TimeZone => _zone.Zone;
    public DateTime StartDate => _startDate;
    public DateTime EndDate => _endDate;
    public string AlgorithmId { get; private set; } = "";

    /// <summary>Texts that wait for the engine; each begins as it was given.</summary>
    public ConcurrentQueue<string> DebugMessages { get; } = new();

    public ConcurrentQueue<string> LogMessages { get; } = new();
    public ConcurrentQueue<string> ErrorMessages { get; } = new();
    public Exception RunTimeError { get; set; }
    public Slice CurrentSlice { get; private set; }
    public ObjectStore ObjectStore { get; private set; }
    public IBenchmark Benchmark { get; private set; }

    public ScheduleManager Schedule => _schedule ??= new ScheduleManager(this, Securities, TimeZone, MarketHoursDatabase);
    public DateRules DateRules => Schedule.DateRules;
    public TimeRules TimeRules => Schedule.TimeRules;

    protected MarketHoursDatabase MarketHoursDatabase => _marketHoursDatabase ??= MarketHoursDatabase.FromDataFolder();

    /// <summary>Sets dates and cash, adds securities. Called once, before any data.</summary>
    public virtual void Initialize() { }

    /// <summary>Called at every time step that has data.</summary>
    public virtual void OnData(Slice slice) { }

    public virtual void OnWarmupFinished() { }
    public virtual void OnSplits(Splits splits) { }
    public virtual void OnDividends(Dividends dividends) { }
    public virtual void OnDelistings(Delistings delistings) { }
    public virtual void OnSymbolChangedEvents(SymbolChangedEvents symbolsChanged) { }
    public virtual void OnSecuritiesChanged(SecurityChanges changes) { }

    /// <summary>Called with the orders of a margin call before they are sent; the list may be changed.</summary>
    public virtual void OnMarginCall(List<SubmitOrderRequest> requests) { }

    public virtual void OnMarginCallWarning() { }
    public virtual void OnEndOfDay() { }
    public virtual void OnEndOfDay(string symbol) { }

    /// <summary>Called for each security ten minutes before its market closes.</summary>
    public virtual void OnEndOfDay(Symbol symbol) => OnEndOfDay(symbol.ToString());

    public virtual void OnEndOfAlgorithm() { }
    public virtual void OnOrderEvent(OrderEvent orderEvent) { }
    public virtual void OnBrokerageMessage(BrokerageMessageEvent messageEvent) { }

    public virtual void PostInitialize()
    {
        if (_endDate < _startDate) throw new ArgumentException($"Please select an algorithm end date greater than start date: start {_startDate:yyyy-MM-dd}, end {_endDate:yyyy-MM-dd}");
        FrameworkPostInitialize();
        Benchmark ??= BrokerageModel.GetBenchmark(Securities);
        if (TryGetWarmupHistoryStartTime(out var start)) SetDateTime(start.ConvertToUtc(TimeZone));
        else SetFinishedWarmingUp();
    }

    public string GetParameter(string name, string defaultValue = null) => _parameters.TryGetValue(name, out var value) ? value : defaultValue;

    public int GetParameter(string name, int defaultValue) =>
        _parameters.TryGetValue(name, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : defaultValue;

    public double GetParameter(string name, double defaultValue) =>
        _parameters.TryGetValue(name, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : defaultValue;

    public decimal GetParameter(string name, decimal defaultValue) =>
        _parameters.TryGetValue(name, out var text) && decimal.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : defaultValue;

    public ReadOnlyExtendedDictionary<string, string> GetParameters() => new(_parameters);

    /// <summary>Takes the parameters, and sets the members that carry <see cref="Parameters.ParameterAttribute"/>.</summary>
    public void SetParameters(Dictionary<string, string> parameters)
    {
        _parameters = new Dictionary<string, string>(parameters);
        Parameters.ParameterAttribute.ApplyAttributes(_parameters, this);
    }

    public void SetSecurityInitializer(ISecurityInitializer securityInitializer)
    {
        if (_locked) throw new InvalidOperationException("SetSecurityInitializer() cannot be called after algorithm initialization.");
        _securityInitializer = securityInitializer;
        _userSetSecurityInitializer = true;
    }

    public void SetSecurityInitializer(Action<Security> securityInitializer) => SetSecurityInitializer(new FuncSecurityInitializer(securityInitializer));

    public void AddSecurityInitializer(ISecurityInitializer securityInitializer) =>
        SetSecurityInitializer(_securityInitializer == null ? securityInitializer : new CompositeSecurityInitializer(_securityInitializer, securityInitializer));

    public void AddSecurityInitializer(Action<Security> securityInitializer) => AddSecurityInitializer(new FuncSecurityInitializer(securityInitializer));

    public void SetTimeZone(string timeZone) => SetTimeZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone)
        ?? throw new ArgumentException($"TimeZone with id '{timeZone}' was not found. For a complete list of time zones please visit: http://en.wikipedia.org/wiki/List_of_tz_database_time_zones", nameof(timeZone)));

    public void SetTimeZone(DateTimeZone timeZone)
    {
        Unlocked("SetTimeZone");
        ArgumentNullException.ThrowIfNull(timeZone);
        _zone = ZoneClock.Of(timeZone);
        TimeRules.SetDefaultTimeZone(timeZone);
        DateRules.SetDefaultTimeZone(timeZone);
        SetDateTime(_startDate.ConvertToUtc(timeZone));
    }

    public void SetBrokerageModel(BrokerageName brokerage, AccountType accountType = AccountType.Margin) => SetBrokerageModel(Brokerages.BrokerageModel.Create(brokerage, accountType));

    public void SetBrokerageModel(IBrokerageModel model)
    {
        _brokerageModel = model;
        if (_userSetSecurityInitializer) return;
        _securityInitializer = new BrokerageModelSecurityInitializer(model, SecuritySeeder.Null);
        foreach (var security in Securities.Values)
        {
            // Leverage given with the security survives a change of model.
            var leverage = security.BuyingPowerModel.GetLeverage(security);
            _securityInitializer.Initialize(security);
            if (leverage is > 0 and not 1) security.SetLeverage(leverage);
        }
    }

    public void SetBenchmark(SecurityType securityType, string symbol) => SetBenchmark(QuantConnect.Symbol.Create(symbol, securityType, Market.USA));

    public void SetBenchmark(string ticker)
    {
        if (!SymbolCache.TryGetSymbol(ticker, out var symbol))
        {
            symbol = Securities.Keys.FirstOrDefault(x => x.Value == ticker);
            if (symbol is null)
            {
                Debug($"Warning: SetBenchmark({ticker}): no existing symbol found, benchmark security will be added with {SecurityType.Equity} type.");
                symbol = QuantConnect.Symbol.Create(ticker, SecurityType.Equity, Market.USA);
            }
        }
        SetBenchmark(symbol);
    }

    public void SetBenchmark(Symbol symbol)
    {
        Unlocked("SetBenchmark");
        Benchmark = new SecurityBenchmark(CreateBenchmark(symbol));
    }

    public void SetBenchmark(Func<DateTime, decimal> benchmark)
    {
        Unlocked("SetBenchmark");
        Benchmark = new FuncBenchmark(benchmark);
    }

    public void SetName(string name) => Name = name;

    public void AddTag(string tag)
    {
        if (!string.IsNullOrWhiteSpace(tag)) Tags.Add(tag);
    }

    public void SetTags(HashSet<string> tags) => Tags = tags;

    /// <exception cref="NotSupportedException">Another currency than US dollars.</exception>
    public void SetAccountCurrency(string accountCurrency, decimal? startingCash = null)
    {
        Unlocked("SetAccountCurrency");
        if (!string.Equals(accountCurrency, Currencies.USD, StringComparison.OrdinalIgnoreCase)) throw new NotSupportedException($"SetAccountCurrency: {accountCurrency} is not supported by this engine (supported: USD)");
        if (startingCash.HasValue) Portfolio.SetCash(startingCash.Value);
    }

    public void SetCash(double startingCash) => SetCash((decimal)startingCash);
    public void SetCash(int startingCash) => SetCash((decimal)startingCash);

    public void SetCash(decimal startingCash)
    {
        Unlocked("SetCash");
        Portfolio.SetCash(startingCash);
    }

    public void SetCash(string symbol, decimal startingCash, decimal conversionRate = 0)
    {
        Unlocked("SetCash");
        Portfolio.SetCash(symbol, startingCash, conversionRate);
    }

    public void SetStartDate(int year, int month, int day) => SetStartDate(DateOf(year, month, day));

    public void SetEndDate(int year, int month, int day) => SetEndDate(DateOf(year, month, day));

    public void SetStartDate(DateTime start)
    {
        if (LiveMode) return;
        start = start.Date;
        if (start < new DateTime(1900, 1, 1)) throw new ArgumentOutOfRangeException(nameof(start), "Please select a start date after January 1st, 1900.");
        if (start > DateTime.UtcNow.ConvertFromUtc(TimeZone).Date) throw new ArgumentOutOfRangeException(nameof(start), "Please select start date less than today");
        Unlocked("SetStartDate");
        _startDate = start;
        SetDateTime(_startDate.ConvertToUtc(TimeZone));
    }

    /// <summary>Sets the last date, through its last moment.</summary>
    public void SetEndDate(DateTime end)
    {
        if (LiveMode) return;
        Unlocked("SetEndDate");
        var yesterday = DateTime.UtcNow.ConvertFromUtc(TimeZone).Date.AddDays(-1);
        if (end > yesterday) end = yesterday;
        _endDate = end.Date.AddDays(1).AddTicks(-1);
    }

    public void SetAlgorithmId(string algorithmId) => AlgorithmId = algorithmId;

    public void SetLocked() => _locked = true;

    public bool GetLocked() => _locked;

    public void Debug(string message)
    {
        _clock.RequireRunning();
        if (string.IsNullOrEmpty(message) || _previousDebugMessage == message) return;
        _previousDebugMessage = message;
        Say(DebugMessages, message);
    }

    public void Debug(int message) => Debug(message.ToStringInvariant());
    public void Debug(double message) => Debug(message.ToStringInvariant());
    public void Debug(decimal message) => Debug(message.ToStringInvariant());

    public void Log(string message)
    {
        _clock.RequireRunning();
        if (!string.IsNullOrEmpty(message)) Say(LogMessages, message);
    }

    public void Log(int message) => Log(message.ToStringInvariant());
    public void Log(double message) => Log(message.ToStringInvariant());
    public void Log(decimal message) => Log(message.ToStringInvariant());

    public void Error(string message)
    {
        _clock.RequireRunning();
        if (string.IsNullOrEmpty(message) || _previousErrorMessage == message) return;
        _previousErrorMessage = message;
        Say(ErrorMessages, message);
    }

    public void Error(int message) => Error(message.ToStringInvariant());
    public void Error(double message) => Error(message.ToStringInvariant());
    public void Error(decimal message) => Error(message.ToStringInvariant());
    public void Error(Exception error) => Error(error.Message);

    public void Quit(string message = "")
    {
        Debug("Quit(): " + message);
        Status = AlgorithmStatus.Stopped;
    }

    public void SetQuit(bool quit)
    {
        if (quit) Status = AlgorithmStatus.Stopped;
    }

    public Symbol Symbol(string ticker) => SymbolCache.GetSymbol(ticker);

    public string Ticker(Symbol symbol) => symbol.Value;

    public void SetRunTimeError(Exception exception) => RunTimeError ??= exception;

    public void SetStatus(AlgorithmStatus status) => Status = status;

    /// <summary>Runs code at the next time step; it may take longer than other code, see the engine's time limits.</summary>
    public ScheduledEvent Train(Action trainingCode) => Schedule.TrainingNow(trainingCode);

    public ScheduledEvent Train(IDateRule dateRule, ITimeRule timeRule, Action trainingCode) => Schedule.Training(dateRule, timeRule, trainingCode);

    public void SetObjectStore(IObjectStore objectStore) => ObjectStore = new ObjectStore(objectStore);

    public void SetCurrentSlice(Slice slice) => CurrentSlice = slice;

    /// <summary>Whether any share can be borrowed now.</summary>
    public bool Shortable(Symbol symbol) => Shortable(symbol, 0);

    /// <summary>Whether so many shares can be sold short beside what is held and ordered.</summary>
    /// <param name="updateOrderId">An order that is not to be counted.</param>
    public bool Shortable(Symbol symbol, decimal shortQuantity, int? updateOrderId = null)
    {
        var security = Securities[symbol];
        if (security.ShortableProvider.ShortableQuantity(symbol, security.LocalTime) is not { } shortable) return true;
        var held = security.Holdings.Quantity + Transactions.GetOpenOrdersRemainingQuantity(x => x.Symbol == symbol && x.OrderId != updateOrderId);
        return held > -shortable && held - Math.Abs(shortQuantity) >= -shortable;
    }

    /// <returns>Shares that can be borrowed; 0 also where there is no limit.</returns>
    public long ShortableQuantity(Symbol symbol)
    {
        var security = Securities[symbol];
        return security.ShortableProvider.ShortableQuantity(symbol, security.LocalTime) ?? 0;
    }

    /// <summary>Moves the present; the end of warm-up comes with its moment.</summary>
    public void SetDateTime(DateTime frontier)
    {
        _clock.UtcTime = frontier;
        if (_locked && IsWarmingUp && Time >= (_warmupEnd ?? _startDate)) SetFinishedWarmingUp();
    }

    internal void Attach(IRun run)
    {
        Run = run;
        Securities.CreateBenchmark = CreateBenchmark;
        _marketHoursDatabase = null;
        _schedule = null;
        AttachStatistics(run.DataFolder);
    }

    private void Say(ConcurrentQueue<string> queue, string message)
    {
        if (_clock.IsStopped) return;
        if (Run != null) Run.Say(message);
        else queue.Enqueue(message);
    }

    private void Unlocked(string method)
    {
        if (_locked) throw new InvalidOperationException($"Algorithm.{method}(): Cannot be called after algorithm initialized.");
    }

    private static DateTime DateOf(int year, int month, int day)
    {
        try { return new DateTime(year, month, day); }
        catch (ArgumentOutOfRangeException e) { throw new ArgumentException($"Date Invalid: {year}-{month}-{day}", e); }
    }

    // Custom data is its own benchmark: the security that the algorithm has added.
    private Security CreateBenchmark(Symbol symbol) => symbol.SecurityType != SecurityType.Base ? RequireRun().CreateBenchmarkSecurity(symbol)
        : Securities.TryGetValue(symbol, out var security) ? security
        : throw new ArgumentException($"SetBenchmark: add the custom data {symbol} with AddData first");

    partial void InitializeStatistics();

    partial void AttachStatistics(string dataFolder);

    private IRun RequireRun() => Run ?? throw new InvalidOperationException("this call needs a running engine: make it in Initialize or later");
}
