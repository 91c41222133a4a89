using Newtonsoft.Json;

namespace QuantConnect.Statistics;

/// <summary>An entry and its exit. Money is in account currency, times are UTC.</summary>
public class Trade
{
    // A trade has one symbol and two orders as a rule: lists of them, and the text of the id, are made when someone asks for them.
    private Symbol _symbol;
    private List<Symbol> _symbols;
    private string _id;
    private int _number, _firstOrder, _secondOrder, _orders;
    private HashSet<int> _orderIds;

    public string Id
    {
        get => _id ??= IdText;
        set => _id = value;
    }

    [Obsolete("Use Symbols property instead")]
    [JsonIgnore]
    public Symbol Symbol => _symbols is { Count: > 0 } ? _symbols[0] : _symbols == null && _symbol is not null ? _symbol : Symbol.Empty;

    [JsonProperty("symbol")]
    private Symbol SymbolForDeserialization { set => _symbols = [value]; }

    public List<Symbol> Symbols
    {
        get => _symbols ??= _symbol is null ? null : [_symbol];
        set => (_symbols, _symbol) = (value, null);
    }

    /// <summary>The one symbol of a trade whose list no one has asked for; otherwise null.</summary>
    internal Symbol OnlySymbol
    {
        get => _symbols == null ? _symbol : null;
        init => _symbol = value;
    }

    /// <summary>Gives the trade an id.</summary>
    internal int Number
    {
        set => _number = value;
    }

    /// <summary>The id, not kept.</summary>
    internal string IdText => _id ?? (_number == 0 ? null : new Guid(_number, 0, 0, new byte[8]).ToString());

    public DateTime EntryTime { get; set; }

    public decimal EntryPrice { get; set; }

    public TradeDirection Direction { get; set; }

    /// <summary>Absolute.</summary>
    public decimal Quantity { get; set; }

    public DateTime ExitTime { get; set; }

    public decimal ExitPrice { get; set; }

    /// <summary>Before fees.</summary>
    public decimal ProfitLoss { get; set; }

    public decimal TotalFees { get; set; }

    /// <summary>Maximum adverse excursion: the worst open result, 0 or negative.</summary>
    public decimal MAE { get; set; }

    /// <summary>Maximum favorable excursion: the best open result, 0 or positive.</summary>
    public decimal MFE { get; set; }

    public TimeSpan Duration => ExitTime - EntryTime;

    /// <summary>The largest fall of the open result from its best.</summary>
    public decimal EndTradeDrawdown { get; set; }

    public bool IsWin { get; set; }

    public HashSet<int> OrderIds
    {
        get => _orderIds ??= _orders == 0 ? [] : _orders == 1 ? [_firstOrder] : [_firstOrder, _secondOrder];
        init => _orderIds = value;
    }

    public Trade()
    {
    }

    public Trade(Trade other)
    {
        (_id, _number) = (other._id, other._number);
        _symbol = other._symbol;
        _symbols = other._symbols == null ? null : [.. other._symbols];
        EntryTime = other.EntryTime;
        EntryPrice = other.EntryPrice;
        Direction = other.Direction;
        Quantity = other.Quantity;
        ExitTime = other.ExitTime;
        ExitPrice = other.ExitPrice;
        ProfitLoss = other.ProfitLoss;
        TotalFees = other.TotalFees;
        MAE = other.MAE;
        MFE = other.MFE;
        EndTradeDrawdown = other.EndTradeDrawdown;
        IsWin = other.IsWin;
        (_orders, _firstOrder, _secondOrder) = (other._orders, other._firstOrder, other._secondOrder);
        _orderIds = other._orderIds == null ? null : [.. other._orderIds];
    }

    /// <summary>Adds an order, unless it is there.</summary>
    internal void AddOrder(int id)
    {
        if (_orderIds != null || _orders == 2) OrderIds.Add(id);
        else if (_orders == 0) (_firstOrder, _orders) = (id, 1);
        else if (id != _firstOrder) (_secondOrder, _orders) = (id, 2);
    }

    /// <returns>False when a set of them has been made, which counts.</returns>
    internal bool TryGetOrders(out int count, out int first, out int second)
    {
        (count, first, second) = (_orders, _firstOrder, _secondOrder);
        return _orderIds == null;
    }
}
