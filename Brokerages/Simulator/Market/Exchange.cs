using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator.Replay;

namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>The broker and its market: takes orders, fills them on the replayed bars, keeps the account. One thread at a time.</summary>
/// <remarks>Market orders trade at the price of the moment, auction orders at the session's first open and last close, others within the minutes that
/// they live through (<see cref="FillRule"/>).</remarks>
internal sealed partial class Exchange
{
    private readonly BarLibrary _library;
    private readonly OrderWindow _window;
    private readonly decimal _volumeShare;
    private readonly Random _draws;
    private readonly Dictionary<string, SimulatedOrder> _byId = [], _byClient = [];
    private readonly List<SimulatedOrder> _open = [], _all = [];
    private readonly SortedDictionary<string, SessionBars> _session = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _closes = [];
    private readonly HashSet<string> _halted = [];
    private TradingSession? _today;
    private DateTime _now;

    public Exchange(BarLibrary library, DateTime start, decimal cash, decimal volumeShare, int seed)
    {
        _library = library;
        _now = start;
        _volumeShare = volumeShare;
        _draws = new Random(seed);
        _window = new OrderWindow(library.Calendar) { Guard = TimeSpan.Zero };
        Account = new Account(cash);
    }

    public Account Account { get; }

    public DateTime Now => _now;

    public IReadOnlyList<SimulatedOrder> Orders => _all;

    /// <summary>Told of each thing that happens to an order: the word, the order, and of a fill its shares and price.</summary>
    public Action<string, SimulatedOrder, decimal, decimal>? Happened { get; set; }

    /// <summary>Told of a minute that ended.</summary>
    public Action<string, ReplayBar>? Ended { get; set; }

    /// <summary>Chance that a fill comes in two parts.</summary>
    public double PartialFills { get; set; }

    /// <summary>Names that do not trade for now: their orders wait, their bars are not seen.</summary>
    public void Halt(IEnumerable<string> symbols)
    {
        _halted.Clear();
        _halted.UnionWith(symbols);
    }

    /// <summary>The next time at which something happens: a minute's end, an open or a close.</summary>
    public DateTime NextEvent()
    {
        var session = _library.Calendar.ClosingAfter(_now);
        if (_now < session.Open) return session.Open;
        return new DateTime(Math.Min(session.Close.Ticks, (_now.Ticks / TimeSpan.TicksPerMinute + 1) * TimeSpan.TicksPerMinute), DateTimeKind.Utc);
    }

    /// <summary>Moves to a time at or before the next event.</summary>
    public void MoveTo(DateTime time)
    {
        var isEvent = time == NextEvent();
        _now = time;
        if (!isEvent) return;
        if (_library.Calendar.ClosingAfter(time.AddTicks(-1)) is { } session && time == session.Open) Open(session);
        else EndMinute();
        if (time == session.Close) Close();
        else StartMinute();
    }

    /// <summary>From now on the name's bars are followed.</summary>
    /// <returns>False: the folder has no such name.</returns>
    public bool Follow(string symbol)
    {
        if (_closes.ContainsKey(symbol)) return true;
        if (!_library.Has(symbol)) return false;
        _closes[symbol] = 0;
        if (_today is { } today)
        {
            var bars = new SessionBars(_library.Minutes(symbol, today));
            bars.MoveTo(_now.Ticks);
            _session[symbol] = bars;
        }
        return true;
    }

    /// <summary>The last price of a name, the last session's close before it traded today; 0 when it never did.</summary>
    public decimal PriceOf(string symbol)
    {
        if (Current(symbol) is { } current) return current;
        if (!Follow(symbol)) return 0;
        if (_closes[symbol] is var known && known != 0) return known;
        // Back through the sessions, as far as a name may pause.
        var sessions = _library.Calendar.Sessions;
        var i = sessions.Count - 1;
        while (i >= 0 && sessions[i].Close > _now) i--;
        for (var tries = 0; i >= 0 && tries < 60; i--, tries++)
            if (_library.Daily(symbol, sessions[i]) is { } day) return _closes[symbol] = ReplayBar.Price(day.Close);
        return 0;
    }

    // Today's price: the open of the minute under way, or the close of the last one.
    private decimal? Current(string symbol) => !_session.TryGetValue(symbol, out var bars) ? null
        : bars.UnderWay(_now.Ticks) is { } under ? ReplayBar.Price(under.Open)
        : bars.Last is { } last ? ReplayBar.Price(last.Close)
        : null;

    /// <summary>A followed name's minutes of the session under way.</summary>
    public SessionBars SessionOf(string symbol) => _session[symbol];

    private void Open(TradingSession session)
    {
        var before = _library.Calendar.ClosingAfter(session.Open.AddDays(-7));
        foreach (var earlier in _library.Calendar.Sessions)
        {
            if (earlier.Date >= session.Date) break;
            before = earlier;
        }
        foreach (var symbol in _closes.Keys) _session[symbol] = new SessionBars(_library.Minutes(symbol, session));
        foreach (var (symbol, _) in Account.Positions.ToArray())
            if (_library.Factors(symbol).SharesMultiplier(before.Date, session.Date) is var multiplier && multiplier != 1 && multiplier > 0)
            {
                var after = PriceOf(symbol) / multiplier;
                Account.Split(symbol, multiplier, after);
                _closes[symbol] = after;
            }
        _today = session;
        foreach (var order in _open.ToArray())
        {
            order.EligibleFrom = session.Open.Ticks;
            if (order.Status == "accepted") Announce("new", order, "new");
        }
    }

    private void EndMinute()
    {
        foreach (var (symbol, bars) in _session)
        {
            if (bars.MoveTo(_now.Ticks) is not { } bar || _halted.Contains(symbol)) continue;
            var volume = Capacity(bar.Volume);
            foreach (var order in _open.ToArray())
                if (order.Symbol == symbol && order.EligibleFrom <= bar.Start && order is { IsOpen: true, Duration: OrderDuration.Day or OrderDuration.GoodTilCanceled })
                {
                    var price = FillRule.Within(order, bar, out var triggered);
                    order.Triggered = triggered;
                    if (price is { } at) volume -= Execute(order, at, volume);
                }
            Ended?.Invoke(symbol, bar);
        }
    }

    // What waited for a price: auctions at the first trade, market orders sent before it.
    private void StartMinute()
    {
        foreach (var order in _open.ToArray())
            if (order.IsOpen && !_halted.Contains(order.Symbol) && _session.TryGetValue(order.Symbol, out var bars) && bars.UnderWay(_now.Ticks) is { } bar)
            {
                var isAuction = bars.Ended == 0;
                if (order.Duration == OrderDuration.OnClose || (order.Duration == OrderDuration.OnOpen && !isAuction)) continue;
                if (order.Kind != OrderKind.Market && !isAuction) continue;
                Try(order, ReplayBar.Price(bar.Open));
            }
    }

    private void Close()
    {
        foreach (var order in _open.ToArray())
        {
            if (order.Duration == OrderDuration.GoodTilCanceled || order.Session > _today!.Value.Date) continue;
            if (order.Duration == OrderDuration.OnClose && !_halted.Contains(order.Symbol) && _session.TryGetValue(order.Symbol, out var bars) && bars.Last is { } last)
                Try(order, ReplayBar.Price(last.Close));
            if (!order.IsOpen) continue;
            order.ExpiredAt = _now;
            Announce("expired", order, "expired");
        }
        foreach (var (symbol, bars) in _session)
            if (bars.Last is { } last) _closes[symbol] = ReplayBar.Price(last.Close);
        _session.Clear();
        _today = null;
        Account.LastEquity = Account.Equity(PriceOf);
    }

    private void Try(SimulatedOrder order, decimal price)
    {
        var fill = FillRule.At(order, price, out var triggered);
        order.Triggered = triggered;
        if (fill is { } at) Execute(order, at, decimal.MaxValue);
    }

    private decimal Capacity(long volume) => _volumeShare == 0 ? decimal.MaxValue : decimal.Truncate(volume * _volumeShare);

    private decimal Execute(SimulatedOrder order, decimal price, decimal most)
    {
        var quantity = Math.Min(order.Remaining, most);
        if (quantity <= 0) return 0;
        if (PartialFills > 0 && quantity >= 2 && _draws.NextDouble() < PartialFills)
        {
            var part = decimal.Truncate(quantity * (decimal)(0.1 + 0.8 * _draws.NextDouble()));
            if (part > 0 && part < quantity) Fill(order, part, price);
            Fill(order, quantity - Math.Max(0, part), price);
        }
        else
        {
            Fill(order, quantity, price);
        }
        return quantity;
    }

    private void Fill(SimulatedOrder order, decimal quantity, decimal price)
    {
        order.Filled += quantity;
        order.Cost += quantity * price;
        Account.Fill(order.Symbol, order.Signed(quantity), price);
        if (order.Remaining == 0) order.FilledAt = _now;
        Announce(order.Remaining == 0 ? "fill" : "partial_fill", order, order.Remaining == 0 ? "filled" : "partially_filled", quantity, price);
    }

    private void Announce(string word, SimulatedOrder order, string status, decimal quantity = 0, decimal price = 0)
    {
        order.Status = status;
        order.UpdatedAt = _now;
        if (!order.IsOpen) _open.Remove(order);
        Happened?.Invoke(word, order, quantity, price);
    }
}
