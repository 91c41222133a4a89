using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The data side of a live run: past bars from the data folder and then the broker, present ones from the queue, those of one moment together.</summary>
internal sealed class LiveFeeds : IRun
{
    private readonly QCAlgorithm _algorithm;
    private readonly MarketFeeds _folder;
    private readonly LiveHistory _history;
    private readonly IDataQueueHandler _queue;
    private readonly Action _wake;
    private readonly List<Stream> _streams = [];
    // By UTC end, what has come and not been handed on.
    private readonly SortedDictionary<DateTime, List<(Stream Stream, TradeBar Bar)>> _pending = [];
    // Dividends and splits to come, by UTC time.
    private readonly PriorityQueue<BaseData, DateTime> _corporate = new();
    private Stream _benchmark;

    public LiveFeeds(QCAlgorithm algorithm, MarketFeeds folder, IBrokerage brokerage, IDataQueueHandler queue, Action wake)
    {
        (_algorithm, _folder, _queue, _wake) = (algorithm, folder, queue, wake);
        _history = new LiveHistory(algorithm, folder, brokerage);
    }

    private sealed class Stream
    {
        public required SubscriptionDataConfig Config { get; init; }
        public required Security Security { get; init; }
        public IEnumerator<BaseData> Data { get; init; }
        public TradeBar Last { get; set; }
    }

    /// <summary>UTC; bars that end by then were part of warm-up.</summary>
    public DateTime After { get; set; }

    public long DataPoints { get; private set; }
    public string DataFolder => _folder.DataFolder;
    public SecurityExchangeHours Hours => _folder.Hours;

    /// <summary>UTC end of the earliest bars that wait, or time of a dividend or split; null when nothing waits.</summary>
    public DateTime? Next
    {
        get
        {
            DateTime? next = _pending.Count == 0 ? null : _pending.Keys.First();
            return _corporate.TryPeek(out _, out var due) && !(next < due) ? due : next;
        }
    }

    public void Say(string message) => _folder.Say(message);

    public List<OrderTicket> OpenTickets(Security security) => _folder.OpenTickets(security);

    public void MarkOpen(bool[] flags, int[] places) => _folder.MarkOpen(flags, places);

    public SecurityChanges TakeChanges() => _folder.TakeChanges();

    public Security CreateBenchmarkSecurity(Symbol symbol) => _folder.CreateBenchmarkSecurity(symbol);

    public List<TradeBar> History(HistoryQuery query)
    {
        _algorithm.Clock.RequireRunning();
        return _history.Read(query);
    }

    public List<QuoteBar> Quotes(HistoryQuery query) => _folder.Quotes(query);

    /// <exception cref="NotSupportedException">Always.</exception>
    public IEnumerable<Tick> Ticks(HistoryQuery query, TickType tickType) => throw new NotSupportedException("History: ticks are not supported by this engine in live trading");

    public Security AddSecurity(Symbol symbol, string ticker, Resolution resolution, bool fillForward, decimal leverage, bool extendedMarketHours, DataNormalizationMode mode)
    {
        if (resolution < Resolution.Minute) throw new NotSupportedException($"AddEquity: resolution {resolution} is not supported by this engine in live trading (supported: Minute, Hour, Daily)");
        var security = _folder.AddSecurity(symbol, ticker, resolution, fillForward, leverage, extendedMarketHours, mode);
        foreach (var config in security.Subscriptions)
            if (!_streams.Exists(stream => stream.Config == config))
                _streams.Add(new Stream { Config = config, Security = security, Data = _queue.Subscribe(config, (_, _) => _wake()) });
        return security;
    }

    /// <exception cref="NotSupportedException">Always.</exception>
    public Security AddCustomData(CustomDataRequest request) => throw new NotSupportedException($"AddData: custom data ({request.Type.Name}) is not supported by this engine in live trading");

    public List<BaseData> CustomHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc) => _folder.CustomHistory(config, startUtc, endUtc);

    public IEnumerable<BaseDataCollection> UniverseHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc) => _folder.UniverseHistory(config, startUtc, endUtc);

    public bool RemoveSecurity(Symbol symbol)
    {
        foreach (var stream in _streams.FindAll(stream => stream.Config.Symbol == symbol)) _queue.Unsubscribe(stream.Config);
        _streams.RemoveAll(stream => stream.Config.Symbol == symbol);
        return _folder.RemoveSecurity(symbol);
    }

    /// <summary>Follows the benchmark's price, which the algorithm does not see.</summary>
    public void FollowBenchmark(Security security)
    {
        var config = new SubscriptionDataConfig(security.Symbol, Resolution.Minute, Hours.TimeZone, Hours.TimeZone, false, false, true, DataNormalizationMode.Raw);
        _benchmark = new Stream { Config = config, Security = security, Data = _queue.Subscribe(config, (_, _) => _wake()) };
        _streams.Add(_benchmark);
    }

    /// <summary>Past bars of all subscriptions by their UTC end.</summary>
    /// <param name="from">UTC start.</param>
    public SortedDictionary<DateTime, List<BaseData>> Warmup(DateTime from)
    {
        var times = new SortedDictionary<DateTime, List<BaseData>>();
        foreach (var stream in _streams)
        {
            var config = stream.Config;
            if (stream == _benchmark) continue;
            var resolution = _algorithm.Settings.WarmupResolution ?? config.Resolution;
            foreach (var bar in _history.Read(new HistoryQuery(config.Symbol, resolution, from, After, config.FillDataForward, config.ExtendedMarketHours, config.DataNormalizationMode)))
            {
                var end = bar.EndTime.ConvertToUtc(Hours.TimeZone);
                if (!times.TryGetValue(end, out var bars)) times[end] = bars = [];
                bars.Add(bar);
                stream.Last = bar;
            }
        }
        return times;
    }

    /// <summary>Awaits the dividends and splits that the data folder knows of, each on its day. They change nothing here: the broker changes the account.</summary>
    public void AwaitCorporateEvents()
    {
        var zone = Hours.TimeZone;
        var tomorrow = After.ConvertFromUtc(zone).Date.AddDays(1);
        foreach (var security in _algorithm.Securities.Values)
            foreach (var data in CorporateEvents.Of(security.Symbol, _folder.Factors(security.Symbol), null, Hours, tomorrow, Time.EndOfTime.AddYears(-1)))
                if (data is Dividend or Split { Type: SplitType.SplitOccurred }) _corporate.Enqueue(data, data.Time.ConvertToUtc(zone));
    }

    /// <summary>Takes what the queue has.</summary>
    public void Drain()
    {
        foreach (var stream in _streams)
            while (stream.Data.MoveNext() && stream.Data.Current is { } data)
            {
                if (data is not TradeBar bar) continue;
                var end = bar.EndTime.ConvertToUtc(Hours.TimeZone);
                if (end <= After) continue;
                DataPoints++;
                if (!_pending.TryGetValue(end, out var bars)) _pending[end] = bars = [];
                bars.Add((stream, bar));
            }
    }

    /// <summary>The earliest bars that wait, given to their securities; with repetitions where a subscription asked for them.</summary>
    public List<BaseData> Take()
    {
        if (_corporate.TryPeek(out _, out var day) && !(_pending.Count > 0 && _pending.Keys.First() < day))
        {
            var events = new List<BaseData>();
            while (_corporate.TryPeek(out _, out var due) && due == day) events.Add(_corporate.Dequeue());
            return events;
        }
        var (time, bars) = _pending.First();
        _pending.Remove(time);
        var data = new List<BaseData>(bars.Count);
        var resolutions = new HashSet<Resolution>();
        foreach (var (stream, bar) in bars)
        {
            stream.Last = bar;
            Update(stream.Security, bar);
            if (stream == _benchmark) continue;
            data.Add(bar);
            resolutions.Add(stream.Config.Resolution);
        }
        foreach (var stream in _streams)
            if (stream.Config.FillDataForward && stream.Last is { } last && resolutions.Contains(stream.Config.Resolution) && last.EndTime < bars[0].Bar.EndTime)
            {
                var repeated = (TradeBar)last.Clone(true);
                (repeated.Time, repeated.Period) = (bars[0].Bar.Time, bars[0].Bar.Period);
                data.Add(stream.Last = repeated);
            }
        UpdateSessions(data);
        return data;
    }

    /// <summary>Gives bars of the past to their securities.</summary>
    public void Update(List<BaseData> bars)
    {
        foreach (var bar in bars)
            if (_algorithm.Securities.TryGetValue(bar.Symbol, out var security)) Update(security, bar);
        UpdateSessions(bars);
    }

    private void UpdateSessions(List<BaseData> bars)
    {
        foreach (var security in _algorithm.Clock.Sessions)
            foreach (var bar in bars)
                if (bar.Symbol == security.Symbol) security.Cache.StartedSession?.Update(bar);
    }

    /// <summary>Gives bars to their consolidators.</summary>
    public void UpdateConsolidators(List<BaseData> bars)
    {
        if (!_algorithm.SubscriptionManager.HasConsolidators) return;
        foreach (var bar in bars)
            if (_algorithm.Securities.TryGetValue(bar.Symbol, out var security))
                foreach (var config in security.Subscriptions.ToArray())
                    foreach (var consolidator in config.ConsolidatorList.ToArray())
                    {
                        consolidator.Update(bar);
                        consolidator.Scan(security.LocalTime);
                    }
    }

    private void Update(Security security, BaseData bar)
    {
        security.SetMarketPrice(bar);
        if (security.Holdings.Invested) _algorithm.TradeBuilder.SetMarketPrice(security.Symbol, security.Price);
    }
}
