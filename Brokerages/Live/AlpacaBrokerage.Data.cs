using System.Diagnostics;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Streams;
using LeanDeep.Brokerages.Calendar;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace LeanDeep.Brokerages.Live;

// Data: live minutes, and history.
public sealed partial class AlpacaBrokerage
{
    private readonly HistoryClient _history;
    private readonly MinuteBars _bars;
    private readonly Dictionary<(Resolution, DateTime, bool), Dictionary<string, List<TradeBar>>> _fetched = [];
    private MarketDataStream? _data;
    private MarketCalendar? _past;
    private string[] _subscribed = [];
    private long _lastArrival, _taken;
    private decimal _lastEquity;
    private DateOnly _equityOf;

    /// <summary>Minute bars taken.</summary>
    public long BarsTaken => Interlocked.Read(ref _taken);

    /// <summary>Bars that came after their minute had been handed on.</summary>
    public int LateBars => _bars.Late;

    /// <summary>Seconds of real time from a minute's end to the arrival of its bars.</summary>
    public LatencyLog FeedLatency { get; } = new();

    /// <summary>Whether some subscription is of minutes or hours.</summary>
    public bool HasMinutes => _bars.HasMinutes;

    public IEnumerator<BaseData> Subscribe(SubscriptionDataConfig dataConfig, EventHandler newDataAvailableHandler)
    {
        ArgumentNullException.ThrowIfNull(dataConfig);
        _bars.Arrived ??= () => newDataAvailableHandler(this, EventArgs.Empty);
        return _bars.Subscribe(dataConfig);
    }

    public void Unsubscribe(SubscriptionDataConfig dataConfig) => _bars.Unsubscribe(dataConfig);

    /// <summary>Hands on bars that are complete, and takes new subscriptions to the broker.</summary>
    /// <returns>Whether bars were handed on.</returns>
    public bool Pump()
    {
        var symbols = _bars.Symbols;
        if (_data is { } data && !symbols.AsSpan().SequenceEqual(_subscribed))
        {
            _subscribed = symbols;
            data.SubscribeAsync(new Subscription { Bars = symbols }, _stop.Token).GetAwaiter().GetResult();
        }
        // While the stream is down the past minutes may still come.
        return (_data is null or { IsConnected: true }) && _bars.Advance(_clock.GetUtcNow());
    }

    /// <summary>Waits until all that the broker has sent has been taken.</summary>
    public async Task SettleAsync()
    {
        // Twice, as a message may be swapped with the one that says that all are there.
        for (var i = 0; i < 2; i++)
        {
            if (_data is { } data && _subscribed.Length > 0) await data.ConfirmAsync(_stop.Token).ConfigureAwait(false);
            await _updates!.ConfirmAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    public override IEnumerable<BaseData> GetHistory(HistoryRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var raw = request.DataNormalizationMode == DataNormalizationMode.Raw;
        var start = MarketCalendar.NewYork(request.StartTimeUtc).Date;
        if (!_fetched.TryGetValue((request.Resolution, start, raw), out var all) || !all.ContainsKey(request.Symbol.Value))
            _fetched[(request.Resolution, start, raw)] = all = FetchAsync(request.Symbol.Value, request.Resolution, MarketCalendar.Utc(start), raw).GetAwaiter().GetResult();
        return all[request.Symbol.Value].Where(bar => MarketCalendar.Utc(bar.Time) >= request.StartTimeUtc && MarketCalendar.Utc(bar.EndTime) <= request.EndTimeUtc);
    }

    void IMarketDataSink.OnBar(in AlpacaBar bar, BarOrigin origin)
    {
        if (origin is not (BarOrigin.Live or BarOrigin.BackFilled)) return;
        Interlocked.Increment(ref _taken);
        _lastArrival = Stopwatch.GetTimestamp();
        if (origin == BarOrigin.Live && _clock.IsKnown)
            FeedLatency.Add(Math.Max(0, (_clock.GetUtcNow() - bar.Start.AddMinutes(1)).TotalSeconds) / Math.Max(_clock.Speed, 1));
        _clock.Hear(bar.Start.AddMinutes(1));
        _bars.Add(bar.Symbol, bar.Start, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
    }

    void IMarketDataSink.OnTrade(in AlpacaTrade trade)
    {
        // Bars are enough.
    }

    void IMarketDataSink.OnQuote(in AlpacaQuote quote)
    {
        // Bars are enough.
    }

    void IMarketDataSink.OnFault(string message) => Warn(message);

    private void StartData()
    {
        var now = _clock.GetUtcNow();
        var from = Router.ResumeFrom(now, _options.CatchUp) ?? now;
        // Hours and days need their session from its open.
        var session = Router.Calendar.ClosingAfter(from);
        _subscribed = _bars.Symbols;
        _data = new MarketDataStream(_options.Alpaca, _options.Credentials, new Subscription { Bars = _subscribed }, this, session.Open <= now ? session.Open : now);
        Run(_data.RunAsync(_stop.Token));
        WaitFor(_data.Ready);
    }

    // One request for all names, as the broker counts requests.
    private async Task<Dictionary<string, List<TradeBar>>> FetchAsync(string symbol, Resolution resolution, DateTime from, bool raw)
    {
        string[] symbols = [.. _bars.Symbols.Append(symbol).Distinct()];
        var size = resolution switch { Resolution.Daily => BarSize.Day, Resolution.Hour => BarSize.Hour, _ => BarSize.Minute };
        if (_past is null || _past.Sessions[0].Open > from)
            _past = await _client.CalendarAsync(DateOnly.FromDateTime(MarketCalendar.NewYork(from)).AddDays(-7), DateOnly.FromDateTime(_clock.GetUtcNow()).AddDays(7), _stop.Token).ConfigureAwait(false);
        var all = symbols.ToDictionary(name => name, _ => new List<TradeBar>());
        await foreach (var bar in _history.BarsAsync(symbols, size, from, null, raw ? BarAdjustment.Raw : BarAdjustment.All, _stop.Token).ConfigureAwait(false))
        {
            var start = MarketCalendar.NewYork(bar.Start);
            var length = resolution.ToTimeSpan();
            if (_past.On(DateOnly.FromDateTime(start)) is not { } session) continue;
            if (resolution == Resolution.Daily) (start, length) = (MarketCalendar.NewYork(session.Open), session.Close - session.Open);
            else if (bar.Start + length <= session.Open || bar.Start >= session.Close) continue;
            if (all.TryGetValue(bar.Symbol, out var bars)) bars.Add(new TradeBar(start, SymbolOf(bar.Symbol), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, length));
        }
        return all;
    }

    // Equity at the last close, asked once a day.
    private decimal Equity(DateTime now)
    {
        var today = DateOnly.FromDateTime(MarketCalendar.NewYork(now));
        if (_equityOf == today) return _lastEquity;
        _lastEquity = _isStarted && _equityOf != default ? _client.AccountAsync(_stop.Token).GetAwaiter().GetResult().LastEquity : Router.LastEquity;
        _equityOf = today;
        return _lastEquity;
    }
}
