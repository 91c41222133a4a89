using Newtonsoft.Json;

namespace QuantConnect.Statistics;

/// <summary>An entry and its exit. Money is in account currency, times are UTC.</summary>
public class Trade
{
    private List<Symbol> _symbols;

    public string Id { get; set; }

    [Obsolete("Use Symbols property instead")]
    [JsonIgnore]
    public Symbol Symbol => _symbols is { Count: > 0 } ? _symbols[0] : Symbol.Empty;

    [JsonProperty("symbol")]
    private Symbol SymbolForDeserialization { set => _symbols = [value]; }

    public List<Symbol> Symbols
    {
        get => _symbols;
        set => _symbols = value;
    }

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

    public HashSet<int> OrderIds { get; init; } = [];

    public Trade()
    {
    }

    public Trade(Trade other)
    {
        Id = other.Id;
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
        OrderIds = [.. other.OrderIds];
    }
}
