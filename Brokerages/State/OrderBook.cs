using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.State;

/// <summary>An order as the journal has it.</summary>
public sealed class BookedOrder
{
    private readonly List<string> _ids = [];

    internal BookedOrder(Intent intent, BookedOrder? root = null)
    {
        (Request, Decided, Tag, Model, Price, Root) = (intent.Order, intent.Time, intent.Tag, intent.Model, intent.Price, root);
        _ids.Add(intent.Order.ClientId);
    }

    /// <summary>As it goes to the broker, or has gone.</summary>
    public AlpacaOrderRequest Request { get; internal set; }

    public string ClientId => Request.ClientId;

    /// <summary>The order whose rest this one is, after a split across zero; null for a whole one.</summary>
    public BookedOrder? Root { get; }

    /// <summary>The rest of this one.</summary>
    public BookedOrder? Rest { get; internal set; }

    /// <summary>UTC, by the algorithm's time.</summary>
    public DateTime Decided { get; }

    public string? Tag { get; }
    public string? Model { get; }

    /// <summary>Of a share when it was decided on.</summary>
    public decimal Price { get; }

    /// <summary>Null before the broker told anything.</summary>
    public OrderStatus? Status { get; internal set; }

    /// <summary>Shares, those filled before a replacement included.</summary>
    public decimal Filled { get; internal set; }

    public decimal? AveragePrice { get; internal set; }

    /// <summary>Nothing more will happen to it.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>It has been withdrawn or refused, and is not with the broker.</summary>
    public string? Ended { get; internal set; }

    /// <summary>Every id that it has had with the broker, the current one last.</summary>
    public IReadOnlyList<string> Ids => _ids;

    public bool IsSent { get; internal set; }
    public bool CancelAsked { get; internal set; }

    internal decimal FilledBefore { get; set; }

    public decimal Remaining => IsClosed ? 0 : Request.Quantity - (Filled - FilledBefore);

    public int Sign => Request.Side == OrderSide.Buy ? 1 : -1;

    internal void Rename(string clientId) => _ids.Add(clientId);
}

/// <summary>Orders, positions and progress, added up from a journal.</summary>
public sealed class OrderBook
{
    private readonly Dictionary<string, BookedOrder> _byId = [];
    private readonly List<BookedOrder> _orders = [];
    private readonly SortedDictionary<string, decimal> _positions = new(StringComparer.Ordinal);

    /// <summary>All orders since the baseline, in the journal's order.</summary>
    public IReadOnlyList<BookedOrder> Orders => _orders;

    /// <summary>Shares that the baseline and the fills heard of add up to.</summary>
    public IReadOnlyDictionary<string, decimal> Positions => _positions;

    /// <summary>UTC end of the last bars that the algorithm has seen; null before the first.</summary>
    public DateTime? Reached { get; private set; }

    /// <summary>Time of the last entry; default before the first.</summary>
    public DateTime Last { get; private set; }

    public string? Model { get; private set; }

    public bool HasBaseline { get; private set; }

    public BookedOrder? Find(string clientId) => _byId.GetValueOrDefault(clientId);

    public decimal Held(string symbol) => _positions.GetValueOrDefault(symbol);

    /// <summary>Whether an intent of the symbol was already decided on at a moment.</summary>
    public bool HasDecided(string symbol, DateTime decided)
    {
        for (var i = _orders.Count - 1; i >= 0 && _orders[i].Decided >= decided; i--)
            if (_orders[i].Decided == decided && _orders[i].Request.Symbol == symbol && _orders[i].Root is null) return true;
        return false;
    }

    public void Add(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Time > Last) Last = entry.Time;
        switch (entry)
        {
            case Baseline baseline:
                HasBaseline = true;
                _byId.Clear();
                _orders.Clear();
                _positions.Clear();
                foreach (var (symbol, quantity) in baseline.Positions) _positions[symbol] = quantity;
                break;
            case Decision decision:
                if (!(decision.Reached <= Reached)) Reached = decision.Reached;
                foreach (var item in decision.Entries) Add(item);
                break;
            case Intent intent: Open(new BookedOrder(intent)); break;
            case Split split when Find(split.ClientId) is { } order:
                order.Request = order.Request with { Quantity = split.First };
                order.Rest = new BookedOrder(new Intent(order.Decided, split.Then, order.Tag, order.Model, order.Price), order);
                Open(order.Rest);
                break;
            case Withdrawn withdrawn when Find(withdrawn.ClientId) is { } order: (order.IsClosed, order.Ended) = (true, withdrawn.Reason); break;
            case CancelAsked cancel when Find(cancel.ClientId) is { } order: order.CancelAsked = true; break;
            case ReplaceAsked replace when Find(replace.ClientId) is { } order:
                var change = replace.Change;
                order.Request = order.Request with
                {
                    ClientId = change.ClientId, Quantity = change.Quantity ?? order.Request.Quantity, LimitPrice = change.LimitPrice ?? order.Request.LimitPrice,
                    StopPrice = change.StopPrice ?? order.Request.StopPrice, Duration = change.Duration ?? order.Request.Duration,
                };
                order.FilledBefore = order.Filled;
                order.Rename(change.ClientId);
                _byId[change.ClientId] = order;
                break;
            case Heard heard when Find(heard.ClientId) is { } order: Hear(order, heard); break;
            case ModelInUse model: Model = model.Model; break;
            case Found { Kind: DifferenceKind.Position } found when decimal.TryParse(found.Message.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture, out var held): _positions[found.Subject] = held; break;
        }
    }

    private void Open(BookedOrder order)
    {
        _orders.Add(order);
        _byId[order.ClientId] = order;
    }

    private void Hear(BookedOrder order, Heard heard)
    {
        order.IsSent = true;
        if (heard.Status == OrderStatus.Replaced || heard.ClientId != order.ClientId) return;
        var filled = order.FilledBefore + heard.Filled;
        if (filled > order.Filled)
        {
            _positions[order.Request.Symbol] = Held(order.Request.Symbol) + order.Sign * (filled - order.Filled);
            if (_positions[order.Request.Symbol] == 0) _positions.Remove(order.Request.Symbol);
            (order.Filled, order.AveragePrice) = (filled, heard.AveragePrice);
        }
        order.Status = heard.Status;
        if (heard.Status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired or OrderStatus.Rejected) order.IsClosed = true;
    }
}
