using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Streams;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Brokerages.Live;

/// <summary>What became of an order.</summary>
/// <param name="FillQuantity">Shares since the last news, above 0; 0 when none.</param>
/// <param name="IsOver">Nothing more comes of this order; a rest of it may follow.</param>
/// <param name="Refusal">Why it ended without having been filled, other than by a cancellation.</param>
public sealed record OrderNews(BookedOrder Order, decimal FillQuantity, decimal FillPrice, bool IsOver, string? Refusal, DateTime Time);

/// <param name="Time">UTC end of the bars that it was made on.</param>
/// <param name="Model">The bundle that made it, where the algorithm says.</param>
public sealed record DecisionMade(DateTime Time, int Buys, int Sells, string? Model);

public enum CancelResult
{
    /// <summary>There is nothing left to cancel.</summary>
    Over,
    /// <summary>It had not been sent, and will not be.</summary>
    Withdrawn,
    /// <summary>The broker was asked; that it is cancelled comes as news.</summary>
    Asked,
}

/// <summary>The way of orders to the broker: staged by the algorithm, written to the journal as one decision, sent when their window opens, followed until they are over.</summary>
/// <remarks>A crash before the journal's line leaves nothing of a decision, one after it leaves all: what was not sent is sent at the next start. An order's id with the broker
/// is written before it is used, so that to send it again finds the first one.</remarks>
public sealed partial class OrderRouter : IDisposable
{
    private const int KeptDecisions = 12;

    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1), SecondTry = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TradingClient _client;
    private readonly Journal _journal;
    private readonly OrderBook _book = new();
    private readonly List<JournalEntry> _staged = [];
    private readonly Queue<DecisionMade> _decisions = new();
    private readonly Func<DateTime> _now;
    private readonly string _prefix;
    private MarketCalendar? _calendar;
    private OrderWindow? _window;
    private int _number;
    private DateTime _notBefore;

    /// <param name="journal">Owned from now on.</param>
    /// <param name="now">The broker's time, UTC.</param>
    /// <param name="run">Begins the ids of new orders: no two runs of an account may have the same.</param>
    public OrderRouter(TradingClient client, Journal journal, Func<DateTime> now, string run)
    {
        (_client, _journal, _now, _prefix) = (client, journal, now, run);
        foreach (var entry in journal.Entries) _book.Add(entry);
        Tracker = new OrderTracker();
    }

    /// <summary>The broker's orders as they are known.</summary>
    public OrderTracker Tracker { get; }

    /// <summary>Told, on any thread, of what becomes of orders.</summary>
    public Action<OrderNews>? OnNews { get; set; }

    /// <summary>Told of what goes wrong and is survived.</summary>
    public Action<string>? OnFault { get; set; }

    /// <summary>What ends the run, as a full disk or refused keys; null while there is nothing.</summary>
    public Exception? Fatal { get; private set; }

    /// <summary>Dollars at the start, and what was held then, as the broker said.</summary>
    public decimal Cash { get; private set; }

    public decimal LastEquity { get; private set; }
    public IReadOnlyList<AlpacaPosition> Positions { get; private set; } = [];
    public IReadOnlyList<Difference> Differences { get; private set; } = [];
    public MarketCalendar Calendar => _calendar ?? throw new InvalidOperationException("order router: not connected yet");

    public DateTime? Reached { get { lock (_lock) return _book.Reached; } }

    public string? Model { get { lock (_lock) return _book.Model; } }

    /// <summary>The last decisions with orders, the newest last.</summary>
    public DecisionMade[] Decisions { get { lock (_lock) return [.. _decisions]; } }

    /// <summary>Orders that are not over.</summary>
    public BookedOrder[] Open { get { lock (_lock) return [.. _book.Orders.Where(order => !order.IsClosed)]; } }

    public decimal Held(string symbol) { lock (_lock) return _book.Held(symbol); }

    public bool HasDecided(string symbol, DateTime decided) { lock (_lock) return _book.HasDecided(symbol, decided); }

    /// <summary>Reads the account, names every difference from the journal, and takes the broker's side.</summary>
    public async Task ReconcileAsync(CancellationToken cancellation)
    {
        var now = _now();
        await LoadCalendarAsync(now, cancellation).ConfigureAwait(false);
        // The account is read between two looks at its orders that agree.
        var orders = await OrdersAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            Positions = await _client.PositionsAsync(cancellation).ConfigureAwait(false);
            var account = await _client.AccountAsync(cancellation).ConfigureAwait(false);
            (Cash, LastEquity) = (account.Cash, account.LastEquity);
            var again = await OrdersAsync(cancellation).ConfigureAwait(false);
            var same = again.Select(order => (order.Id, order.Status, order.FilledQuantity)).SequenceEqual(orders.Select(order => (order.Id, order.Status, order.FilledQuantity)));
            orders = again;
            if (same) break;
        }
        if (!_book.HasBaseline)
        {
            Write(new Baseline(now, Cash, Positions.ToDictionary(held => held.Symbol, held => held.Quantity)));
            foreach (var order in orders) Tracker.Know(order);
            return;
        }
        Differences = Reconciliation.Compare(_journal.Entries, orders, Positions);
        foreach (var difference in Differences)
        {
            Write(new Found(now, difference.Kind, difference.Subject, difference.Message));
            if (difference is { Kind: DifferenceKind.MovedOn, Order: { } moved }) Write(new Heard(now, moved.ClientId, moved.Status, moved.FilledQuantity, moved.AveragePrice));
        }
        foreach (var order in orders)
        {
            Tracker.Know(order);
            if (_book.Find(order.ClientId) is { } known) known.IsSent = true;
        }
    }

    /// <summary>How far bars count as past at the start: what the algorithm has not seen and can still act on is not. Null at the first start.</summary>
    /// <param name="catchUp">How old a bar may be while the market is open.</param>
    public DateTime? ResumeFrom(DateTime now, TimeSpan catchUp)
    {
        if (Reached is not { } reached) return null;
        if (Calendar.IsOpen(now)) return reached > now - catchUp ? reached : now - catchUp;
        var close = Calendar.Sessions.LastOrDefault(session => session.Close <= now).Close;
        return close == default || reached >= close ? reached : close.AddTicks(-1);
    }

    /// <summary>Takes an order of the algorithm into the decision that is being made.</summary>
    /// <returns>Its id with the broker.</returns>
    public string Stage(AlpacaOrderRequest terms, DateTime decided, string? tag, string? model, decimal price = 0)
    {
        lock (_lock)
        {
            var intent = new Intent(decided, terms with { ClientId = $"{_prefix}-{++_number}" }, tag, model, price);
            _staged.Add(intent);
            return intent.Order.ClientId;
        }
    }

    /// <summary>Takes something else into the decision that is being made.</summary>
    public void Stage(JournalEntry entry) { lock (_lock) _staged.Add(entry); }

    /// <summary>Writes the decision; from now on its orders go to the broker.</summary>
    /// <param name="reached">UTC end of the last bars that the algorithm has seen.</param>
    /// <returns>The orders as they are booked, by the ids that <see cref="Stage(AlpacaOrderRequest, DateTime, string?, string?)"/> gave.</returns>
    /// <exception cref="IOException">It could not be written: nothing of it counts.</exception>
    public IReadOnlyList<BookedOrder> Commit(DateTime reached)
    {
        lock (_lock)
        {
            if (_staged.Count == 0 && !(reached > _book.Reached) && _book.Reached is not null) return [];
            var decision = new Decision(_now(), reached, [.. _staged]);
            // A step without orders may be taken again.
            _journal.Append(decision, durable: _staged.Count > 0);
            _book.Add(decision);
            var orders = _staged.OfType<Intent>().Select(intent => _book.Find(intent.Order.ClientId)!).ToArray();
            _staged.Clear();
            if (orders.Length == 0) return orders;
            _decisions.Enqueue(new DecisionMade(reached, orders.Count(order => order.Sign > 0), orders.Count(order => order.Sign < 0), orders[0].Model));
            if (_decisions.Count > KeptDecisions) _decisions.Dequeue();
            return orders;
        }
    }

    /// <summary>Takes back what was not sent, or asks the broker to cancel.</summary>
    public async Task<CancelResult> CancelAsync(string clientId, string reason, CancellationToken cancellation = default)
    {
        BookedOrder order;
        lock (_lock)
        {
            if (_staged.RemoveAll(entry => entry is Intent intent && intent.Order.ClientId == clientId) > 0) return CancelResult.Withdrawn;
            if (_book.Find(clientId) is not { } found) return CancelResult.Over;
            order = found.IsClosed && found.Rest is { IsClosed: false } rest ? rest : found;
            if (order.IsClosed) return CancelResult.Over;
            if (!order.IsSent)
            {
                Withdraw(order, reason);
                return CancelResult.Withdrawn;
            }
            Write(new CancelAsked(_now(), order.ClientId));
            if (order.Rest is { IsClosed: false, IsSent: false } unsent) Withdraw(unsent, reason);
        }
        return await _client.FindAsync(order.ClientId, cancellation).ConfigureAwait(false) is { } open && await _client.CancelAsync(open.Id, cancellation).ConfigureAwait(false)
            ? CancelResult.Asked : CancelResult.Over;
    }

    /// <summary>Changes an order: in the journal where it was not sent, with the broker where it was.</summary>
    /// <returns>False when it is over already.</returns>
    public async Task<bool> ReplaceAsync(string clientId, decimal? quantity, decimal? limit, decimal? stop, CancellationToken cancellation = default)
    {
        BookedOrder order;
        string before;
        AlpacaReplacement change;
        lock (_lock)
        {
            if (_book.Find(clientId) is not { IsClosed: false, Rest: null } found) return false;
            order = found;
            before = order.ClientId;
            change = new AlpacaReplacement($"{_prefix}-{++_number}", quantity, limit, stop);
            Write(new ReplaceAsked(_now(), before, change));
            if (!order.IsSent) return true;
        }
        if (await _client.FindAsync(before, cancellation).ConfigureAwait(false) is not { IsClosed: false } open) return false;
        await _client.ReplaceAsync(open.Id, change, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes news of the update stream.</summary>
    public void Hear(OrderChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        OrderNews? news = null;
        lock (_lock)
        {
            if (_book.Find(change.Order.ClientId) is not { } order)
            {
                OnFault?.Invoke($"order {change.Order.ClientId}: expected one of this journal, found {change.Order.Side} {change.Order.Quantity} {change.Order.Symbol}, {change.Order.Status}");
                return;
            }
            var (filled, wasClosed, cost) = (order.Filled, order.IsClosed, order.Filled * (order.AveragePrice ?? 0));
            try
            {
                Write(new Heard(_now(), change.Order.ClientId, change.Order.Status, change.Order.FilledQuantity, change.Order.AveragePrice), durable: false);
            }
            catch (IOException e)
            {
                Fatal ??= e;
                return;
            }
            if (order.Filled > filled || (order.IsClosed && !wasClosed))
                news = new OrderNews(order, order.Filled - filled, Price(order, change, order.Filled - filled, cost), order.IsClosed,
                    change.Order.Status is OrderStatus.Expired or OrderStatus.Rejected ? $"{change.Order.Status} by the broker" : null, change.Time ?? _now());
        }
        if (news is not null) OnNews?.Invoke(news);
    }

    /// <summary>Notes an entry now.</summary>
    public void Note(JournalEntry entry) { lock (_lock) Write(entry); }

    public void Dispose() => _journal.Dispose();

    // Of the shares filled since the last news, whose price the change has where it is of the same shares.
    private static decimal Price(BookedOrder order, OrderChange change, decimal fresh, decimal cost) =>
        fresh == 0 ? 0 : change.FillQuantity == fresh ? change.FillPrice : (order.Filled * (order.AveragePrice ?? 0) - cost) / fresh;

    private void Withdraw(BookedOrder order, string reason)
    {
        Write(new Withdrawn(_now(), order.ClientId, reason));
        if (order.Rest is { IsClosed: false } rest) Write(new Withdrawn(_now(), rest.ClientId, reason));
    }

    private void Write(JournalEntry entry, bool durable = true)
    {
        _journal.Append(entry, durable);
        _book.Add(entry);
    }

    // What is open with the broker, what came since the journal's last entry, and what the journal has open.
    private async Task<List<AlpacaOrder>> OrdersAsync(CancellationToken cancellation)
    {
        var orders = new Dictionary<string, AlpacaOrder>();
        foreach (var order in await _client.OrdersAsync(null, cancellation).ConfigureAwait(false)) orders[order.ClientId] = order;
        if (!_book.HasBaseline) return [.. orders.Values];
        foreach (var order in await _client.OrdersAsync(_book.Last - Overlap, cancellation).ConfigureAwait(false)) orders[order.ClientId] = order;
        foreach (var known in Open)
            if (!orders.ContainsKey(known.ClientId) && await _client.FindAsync(known.ClientId, cancellation).ConfigureAwait(false) is { } found) orders[found.ClientId] = found;
        return [.. orders.Values.OrderBy(order => order.SubmittedAt).ThenBy(order => order.ClientId, StringComparer.Ordinal)];
    }
}
