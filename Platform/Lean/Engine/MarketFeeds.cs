using System.Runtime.InteropServices;
using QuantConnect.Algorithm;
using QuantConnect.Benchmarks;
using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Securities.Equity;

namespace QuantConnect.Lean.Engine;

/// <summary>The data side of a run: its securities, their feeds, and the order of their bars in time.</summary>
internal sealed partial class MarketFeeds : IRun
{
    private readonly QCAlgorithm _algorithm;
    private readonly MapFileProvider _mapFiles;
    private readonly OrderDesk _orders;
    private readonly Action<string> _say;
    private readonly RunThreads _threads;
    private readonly SymbolPropertiesDatabase _properties;
    private readonly Dictionary<(Resolution Resolution, bool Extended, bool Warmup, SubscriptionDataConfig Filtered), FeedGroup> _groups = [];
    private readonly List<FeedGroup> _walk = [];
    private readonly List<int> _taken = [], _repeated = [];
    private readonly List<Security> _feedSecurity = [];
    // Dividends, splits and delistings to come, by time.
    private readonly PriorityQueue<(BaseData Data, Security Security), (long Utc, int Order)> _corporate = new();
    private readonly List<(QuoteBar Bar, Security Security, SubscriptionDataConfig Config)> _quotesTaken = [];
    private readonly List<Security> _added = [], _removed = [];
    private readonly Dictionary<Symbol, FactorFile> _factorFiles = [];
    private SessionTable _sessions, _extendedSessions;
    private QuoteFeeds _quotes;
    private readonly UniverseFeeds _universes;
    // By subscription who asked for it: a universe, or the algorithm itself.
    private readonly Dictionary<SubscriptionDataConfig, HashSet<object>> _owners = [];
    private FeedGroup _benchmarkGroup;
    private Security _benchmark, _benchmarkToCome;
    private SubscriptionDataConfig _benchmarkStream;
    private DateTime _start, _end;
    private bool _walking;
    private long _fillStep = long.MaxValue;
    private int _corporateOrder;

    public MarketFeeds(QCAlgorithm algorithm, string dataFolder, MapFileProvider mapFiles, OrderDesk orders, Action<string> say, RunThreads threads)
    {
        _algorithm = algorithm;
        DataFolder = dataFolder;
        _mapFiles = mapFiles;
        _orders = orders;
        _say = say;
        _threads = threads;
        _universes = new UniverseFeeds(algorithm, this);
        Hours = MarketHoursDatabase.FromDataFolder().GetExchangeHours(Market.USA, null, SecurityType.Equity);
        _properties = SymbolPropertiesDatabase.FromDataFolder();
    }

    public string DataFolder { get; }
    public SecurityExchangeHours Hours { get; }
    public FeedTable Table { get; } = new();
    public long DataPoints { get; private set; }

    public DateTime NextTime
    {
        get
        {
            var next = long.MaxValue;
            foreach (var group in _walk) next = Math.Min(next, group.Next);
            next = Math.Min(next, _quotes.Next);
            if (_corporate.TryPeek(out _, out var priority)) next = Math.Min(next, priority.Utc);
            if (next > _end.Ticks + 1) next = long.MaxValue;
            // What is known of the last day comes at the midnight after it.
            next = Math.Min(next, Math.Min(_universes.Next, _points.Next));
            if (next == long.MaxValue) return DateTime.MaxValue;
            return new DateTime(next);
        }
    }

    public void Say(string message) => _say(message);

    public List<OrderTicket> OpenTickets(Security security) => _orders.OpenTickets(security);

    public void MarkOpen(bool[] flags, int[] places) => _orders.MarkOpen(flags, places);

    public Security AddSecurity(Symbol symbol, string ticker, Resolution resolution, bool fillForward, decimal leverage, bool extendedMarketHours, DataNormalizationMode mode) =>
        AddSecurity(symbol, ticker, resolution, fillForward, leverage, extendedMarketHours, mode, _algorithm);

    /// <param name="owner">Who asks: a universe, or the algorithm itself.</param>
    public Security AddSecurity(Symbol symbol, string ticker, Resolution resolution, bool fillForward, decimal leverage, bool extendedMarketHours, DataNormalizationMode mode, object owner)
    {
        if (symbol.SecurityType == SecurityType.Base && SecurityIdentifier.TryGetCustomDataTypeInstance(symbol.ID.Symbol, out var type))
            return AddCustomData(new CustomDataRequest(type, symbol, resolution, null, null, fillForward, leverage), owner);
        _algorithm.Clock.RequireRunning();
        if (mode == DataNormalizationMode.ScaledRaw) throw new InvalidOperationException($"{mode} normalization mode only intended for history requests.");
        if (!Enum.IsDefined(mode) || mode is DataNormalizationMode.BackwardsPanamaCanal or DataNormalizationMode.BackwardsRatio or DataNormalizationMode.ForwardPanamaCanal)
            throw new ArgumentException($"dataNormalizationMode: expected Raw, Adjusted, SplitAdjusted or TotalReturn, found {mode}", nameof(mode));
        if (!_algorithm.Securities.TryGetValue(symbol, out var security))
        {
            security = CreateSecurity(symbol, ticker);
            security.HoldingChanged = _algorithm.Portfolio.OnHoldingChanged;
            _algorithm.Securities.Add(security);
        }
        var first = !security.Subscriptions.Any(x => !x.IsInternalFeed);
        security.IsTradable = !security.IsDelisted;
        var known = security.Subscriptions.Where(x => x.Resolution == resolution && x.ExtendedMarketHours == extendedMarketHours && !x.IsInternalFeed).ToList();
        if (known.Count > 0)
        {
            foreach (var config in known) _owners[config].Add(owner);
            return security;
        }
        // A universe's member is initialized before it has subscriptions, in LEAN too.
        var early = first && owner is Universe;
        if (early) Initialize(security, leverage);
        var trades = Subscribe(TickType.Trade);
        // As LEAN, quotes come with minute and second bars, and with ticks.
        if (resolution < Resolution.Hour) Subscribe(TickType.Quote);
        if (first && !early) Initialize(security, leverage);
        if (!_added.Contains(security)) _added.Add(security);
        if (_walking) StartFeed(security, trades);
        else _waiting.Add((security, trades));
        security.IsComing = _walking && first && ReferenceEquals(owner, _algorithm);
        return security;

        SubscriptionDataConfig Subscribe(TickType tickType)
        {
            var config = new SubscriptionDataConfig(symbol, resolution, Hours.TimeZone, Hours.TimeZone, fillForward, extendedMarketHours, false, mode, tickType);
            security.AddData(config);
            _algorithm.SubscriptionManager.Add(config);
            _owners[config] = [owner];
            return config;
        }
    }

    // The initializer may change the normalization of what is subscribed to, or ask for last prices.
    private void Initialize(Security security, decimal leverage)
    {
        if (_algorithm.Settings.SeedInitialPrices) _algorithm.Seed(security);
        _algorithm.SecurityInitializer?.Initialize(security);
        if (leverage > 0) security.SetLeverage(leverage);
    }

    // Feeds that begin when the walk does.
    private readonly List<(Security Security, SubscriptionDataConfig Config)> _waiting = [];

    public bool RemoveSecurity(Symbol symbol)
    {
        _algorithm.Clock.RequireRunning();
        if (!_algorithm.Securities.TryGetValue(symbol, out var security)) return false;
        _universes.Leave(security);
        NoteRemoved(security);
        return true;
    }

    /// <summary>Tells the algorithm of a security that goes.</summary>
    public void NoteRemoved(Security security) => _removed.Add(security);

    /// <summary>Ends all feeds of a security.</summary>
    public void End(Security security) => EndFeeds(security, [.. security.Subscriptions.Where(x => !x.IsInternalFeed)]);

    /// <summary>Ends the feeds that nobody but one owner asked for.</summary>
    public void Release(Security security, object owner)
    {
        EndFeeds(security, [.. security.Subscriptions.Where(x => !x.IsInternalFeed && _owners[x].Remove(owner) && _owners[x].Count == 0)]);
        if (security.Subscriptions.Any(x => !x.IsInternalFeed)) return;
        security.IsTradable = false;
        security.Cache.Reset();
    }

    private void EndFeeds(Security security, List<SubscriptionDataConfig> configs)
    {
        for (var feed = 0; feed < Table.Count; feed++)
            if (configs.Contains(Table[feed].Subscription))
                foreach (var group in _groups.Values) group.Remove(feed);
        foreach (var config in configs)
        {
            _waiting.RemoveAll(x => ReferenceEquals(x.Config, config));
            _quotes?.Remove(config);
            _points.Remove(config);
            _owners.Remove(config);
            _algorithm.SubscriptionManager.Remove(config);
            security.RemoveData(config);
        }
        SetFillSteps();
    }

    /// <summary>Lets the universes that are due select.</summary>
    public void SelectUniverses(DateTime time)
    {
        _universes.Select(time);
        if (_benchmarkToCome != null && time > _start) StartBenchmark(_benchmarkToCome, time);
        if (_benchmarkStream == null) return;
        // The first selection does not know of it yet.
        _algorithm.SubscriptionManager.Add(_benchmarkStream);
        _benchmarkStream = null;
    }

    public Security CreateBenchmarkSecurity(Symbol symbol)
    {
        var security = CreateSecurity(symbol, null);
        security.SetLeverage(1);
        return security;
    }

    /// <summary>Begins the walk.</summary>
    public void Start(DateTime start, DateTime end)
    {
        (_start, _end) = (start, end);
        var zone = ZoneClock.Of(Hours.TimeZone);
        _sessions = new SessionTable(Hours, zone.FromUtc(start).AddDays(-15), zone.FromUtc(end).AddDays(2));
        _extendedSessions = new SessionTable(Hours, zone.FromUtc(start).AddDays(-15), zone.FromUtc(end).AddDays(2), extended: true);
        _quotes = new QuoteFeeds(_sessions, _extendedSessions, zone);
        _walking = true;
        ReadAhead();
        foreach (var (security, config) in _waiting)
            if (config.IsCustomData) StartCustomFeed(security, config);
            else StartFeed(security, config);
        var hasSubscriptions = _waiting.Count > 0;
        _waiting.Clear();
        _universes.Start(end);
        if (_algorithm.Benchmark is not SecurityBenchmark { Security.Type: not SecurityType.Base } benchmark) return;
        // A run whose universes select later alone begins with the first selection, and so does its benchmark.
        if (hasSubscriptions || _universes.Next <= start.Ticks || _universes.Next == long.MaxValue) StartBenchmark(benchmark.Security, start);
        else _benchmarkToCome = benchmark.Security;
    }

    /// <summary>Securities that came and went since the last call.</summary>
    public SecurityChanges TakeChanges()
    {
        if (_added.Count == 0 && _removed.Count == 0) return SecurityChanges.None;
        var changes = SecurityChanges.Create(_added, _removed);
        changes.FilterCustomSecurities = true;
        foreach (var security in _added) security.IsComing = false;
        _added.Clear();
        _removed.Clear();
        return changes;
    }

    /// <summary>Takes the bars of a time from all feeds; null when there are none that the algorithm sees.</summary>
    public StepBars Take(DateTime time)
    {
        var utc = time.Ticks;
        // What no slice keeps is used again.
        if (_rows != null && !_rowsKept)
        {
            foreach (var feed in _taken) _rows[feed] = 0;
            foreach (var feed in _repeated) _rows[feed] = 0;
            _spare = _rows;
        }
        _taken.Clear();
        _repeated.Clear();
        int[] rows = null;
        var count = 0;
        foreach (var group in _walk)
        {
            if (group.Next > utc) continue;
            rows ??= _spare?.Length == Table.Count ? _spare : new int[Table.Count];
            count += group.Take(utc, rows, _taken, _repeated);
        }
        _rows = rows;
        if (count > 0) (_spare, _rowsKept) = (null, true);
        else _rowsKept = false;
        _quotesTaken.Clear();
        _quotes.Take(utc, _quotesTaken);
        _pointsTaken.Clear();
        _points.Take(utc, _pointsTaken);
        DataPoints += _taken.Count + _repeated.Count + _quotesTaken.Count;
        foreach (var (points, _, _) in _pointsTaken) DataPoints += points.Count;
        return count == 0 ? null : new StepBars(Table, rows, count, time);
    }

    private int[] _rows, _spare;
    private bool _rowsKept;

    /// <summary>Gives the bars just taken to their securities.</summary>
    public void UpdateSecurities(StepBars bars)
    {
        foreach (var (quote, security, _) in _quotesTaken) security.Cache.AddData(quote);
        if (_rows != null) UpdateFromBars(bars);
        UpdateFromPoints();
        if (_algorithm.Clock.Sessions.Count > 0) UpdateSessions(bars);
    }

    private void UpdateFromBars(StepBars bars)
    {
        var trades = _algorithm.TradeBuilder;
        foreach (var feed in _taken)
        {
            var security = _feedSecurity[feed];
            security.Cache.Set(Table[feed], _rows[feed] - 1);
            if (security.Holdings.Invested || ReferenceEquals(security, _benchmark)) trades.SetMarketPrice(security.Symbol, security.Price);
            if (!ReferenceEquals(security.VolatilityModel, VolatilityModel.Null) && bars != null) security.VolatilityModel.Update(security, bars.Bar(feed));
        }
        foreach (var feed in _repeated)
        {
            var security = _feedSecurity[feed];
            if (security.Holdings.Invested) trades.SetMarketPrice(security.Symbol, security.Price);
        }
    }

    // Bars, quotes and ticks, repetitions included, of the securities whose session is followed.
    private void UpdateSessions(StepBars bars)
    {
        for (var feed = 0; bars != null && feed < _rows.Length; feed++)
            if (_rows[feed] != 0 && !Table.IsInternal(feed) && _feedSecurity[feed].Cache.StartedSession is { Size: > 0 } session) session.Update(bars.Bar(feed));
        foreach (var (quote, security, _) in _quotesTaken) security.Cache.StartedSession?.Update(quote);
        foreach (var (points, security, config) in _pointsTaken)
            if (!config.IsCustomData && security.Cache.StartedSession is { } session)
                foreach (var tick in Trusted(points)) session.Update(tick);
    }

    /// <summary>Gives the bars just taken, repetitions included, to their consolidators.</summary>
    public void UpdateConsolidators(StepBars bars)
    {
        if (!_algorithm.SubscriptionManager.HasConsolidators) return;
        for (var feed = 0; bars != null && feed < _rows.Length; feed++)
            if (_rows[feed] != 0 && Table[feed].Subscription.ConsolidatorList.Count > 0) Update(Table[feed].Subscription, [bars.Bar(feed)], _feedSecurity[feed]);
        foreach (var (quote, security, config) in _quotesTaken)
            if (config.ConsolidatorList.Count > 0) Update(config, [quote], security);
        foreach (var (points, security, config) in _pointsTaken)
            if (config.ConsolidatorList.Count > 0) Update(config, CollectionsMarshal.AsSpan(Trusted(points)), security);

        static void Update(SubscriptionDataConfig config, ReadOnlySpan<BaseData> data, Security security)
        {
            var local = security.LocalTime;
            foreach (var consolidator in config.ConsolidatorList.ToArray())
            {
                foreach (var point in data) consolidator.Update(point);
                if (data.Length > 0) consolidator.Scan(local);
            }
        }
    }

    /// <summary>Quotes just taken, and dividends, splits and delistings due at a time; null for none.</summary>
    public List<BaseData> TakeEvents(DateTime time)
    {
        List<BaseData> due = _quotesTaken.Count + _pointsTaken.Count + _universeTaken.Count == 0 ? null
            : [.. _quotesTaken.Select(x => x.Bar), .. _pointsTaken.SelectMany(x => x.Data), .. _universeTaken];
        _universeTaken.Clear();
        while (_corporate.TryPeek(out var item, out var priority) && priority.Utc <= time.Ticks)
        {
            _corporate.Dequeue();
            if (item.Security.IsDelisted || !item.Security.Subscriptions.Any()) continue;
            if (item.Data is Delisting delisting)
            {
                delisting.Value = item.Security.Price;
                if (delisting.Type == DelistingType.Delisted) _removed.Add(item.Security);
            }
            else if (item.Data is Split { Type: SplitType.Warning } warning) warning.ReferencePrice = item.Security.Cache.RawClose;
            (due ??= []).Add(item.Data);
        }
        return due;
    }

    public List<TradeBar> History(HistoryQuery query)
    {
        _algorithm.Clock.RequireRunning();
        return new HistoryReader(this, _algorithm.Settings.DailyPreciseEndTime).Read(query);
    }

    public List<QuoteBar> Quotes(HistoryQuery query)
    {
        var zone = ZoneClock.Of(Hours.TimeZone);
        var (from, to) = (zone.FromUtc(query.StartUtc), zone.FromUtc(query.EndUtc));
        var factors = Factors(query.Symbol);
        var bars = new List<QuoteBar>();
        QuoteRow? previous = null;
        foreach (var quote in Quotes(query.Symbol, query.Resolution, from, to))
        {
            var row = query.FillForward && previous is { } last ? quote.Over(last) : quote;
            previous = row;
            var end = row.Start + query.Resolution.ToTimeSpan().Ticks;
            if (row.Start < from.Ticks || end > to.Ticks || !Hours.IsOpen(new DateTime(row.Start), new DateTime(end), query.ExtendedMarketHours)) continue;
            bars.Add(row.ToBar(query.Symbol, query.Resolution.ToTimeSpan(), factors?.Factor(new DateTime(row.Start).Date, query.Mode, to.Date) ?? 1m, 0m));
        }
        return bars;
    }

    public BarColumns Columns(Symbol symbol, Resolution resolution, DateTime fromLocal, DateTime throughLocal)
    {
        var map = MapOf(symbol);
        if (map == null || map.Rows.Count == 0) return Read(symbol.Value, fromLocal, throughLocal);
        // Each ticker's file for the dates on which the security had it; daily and hour files hold all dates, of which later steps choose.
        var all = resolution < Resolution.Hour ? map.Names(fromLocal.Date, throughLocal.Date) : map.Names(DateTime.MinValue, DateTime.MaxValue);
        return BarColumns.Join([.. all.Select(x => Read(x.Ticker, x.From, x.Through).Within(x.From, x.Through)).Where(x => x.Count > 0)]);

        BarColumns Read(string ticker, DateTime from, DateTime through) => resolution < Resolution.Hour
            ? BarStore.ReadDays(DataFolder, symbol.ID.Market, ticker, from, through, resolution)
            : BarStore.Read(DataFolder, symbol.ID.Market, ticker, resolution);
    }

    /// <summary>Minute or second quotes of a span of local dates, from each ticker's files for the dates on which the security had it.</summary>
    public List<QuoteRow> Quotes(Symbol symbol, Resolution resolution, DateTime fromLocal, DateTime throughLocal)
    {
        return MapOf(symbol) is { Rows.Count: > 0 } map
            ? [.. map.Names(fromLocal.Date, throughLocal.Date).SelectMany(x => Read(x.Ticker, x.From > fromLocal ? x.From : fromLocal, x.Through < throughLocal ? x.Through : throughLocal))]
            : Read(symbol.Value, fromLocal, throughLocal);

        List<QuoteRow> Read(string ticker, DateTime from, DateTime through) => QuoteStore.ReadDays(DataFolder, symbol.ID.Market, ticker, from, through, resolution);
    }

    public FactorFile Factors(Symbol symbol)
    {
        if (_factorFiles.TryGetValue(symbol, out var file)) return file;
        var path = Path.Combine(DataFolder, "equity", symbol.ID.Market, "factor_files", MapOf(symbol) is { Permtick: { } name } ? name.ToLowerInvariant() + ".csv" : symbol.Value.ToLowerInvariant() + ".csv");
        return _factorFiles[symbol] = File.Exists(path) ? FactorFile.Read(path) : null;
    }

    // A mapped security is known by the ticker of its first day; another by the one it has. A map that begins later is that of a security which took the ticker over.
    private MapFile MapOf(Symbol symbol) => symbol.ID.Date == SecurityIdentifier.DefaultDate
        ? _mapFiles.Get(symbol.ID.Market, symbol.Value)
        : _mapFiles.Get(symbol.ID.Market, symbol.ID.Symbol, symbol.ID.Date) is { } map && map.FirstDate <= symbol.ID.Date ? map : null;

    private Equity CreateSecurity(Symbol symbol, string ticker)
    {
        if (ticker != null) SymbolCache.Set(ticker, symbol);
        var properties = _properties.GetSymbolProperties(symbol.ID.Market, symbol, symbol.SecurityType, Currencies.USD);
        var cash = _algorithm.Portfolio.CashBook[properties.QuoteCurrency];
        return new Equity(symbol, cash, properties, new EquityExchange(Hours), _algorithm.Portfolio.CashBook, _algorithm.Clock)
        {
            FindExchange = () => MapOf(symbol)?.PrimaryExchange ?? Exchange.UNKNOWN,
        };
    }
}
