namespace QuantConnect.Data.Market;

/// <summary>One trade or quote. Tick files are not read by this engine; the type serves consolidators and fills.</summary>
public class Tick : BaseData
{
    public Tick() => DataType = MarketDataType.Tick;

    public Tick(Tick original) : this()
    {
        Symbol = original.Symbol;
        Time = original.Time;
        Value = original.Value;
        BidPrice = original.BidPrice;
        AskPrice = original.AskPrice;
        Exchange = original.Exchange;
        SaleCondition = original.SaleCondition;
        Quantity = original.Quantity;
        Suspicious = original.Suspicious;
        BidSize = original.BidSize;
        AskSize = original.AskSize;
        TickType = original.TickType;
    }

    public Tick(DateTime time, Symbol symbol, decimal bid, decimal ask) : this(time, symbol, 0, bid, 0, ask) => Value = (bid + ask) / 2;

    public Tick(DateTime time, Symbol symbol, decimal last, decimal bid, decimal ask) : this()
    {
        Time = time;
        Symbol = symbol;
        Value = last;
        TickType = TickType.Quote;
        BidPrice = bid;
        AskPrice = ask;
    }

    public Tick(DateTime time, Symbol symbol, string saleCondition, string exchange, decimal quantity, decimal price) : this()
    {
        Time = time;
        Symbol = symbol;
        Value = price;
        Quantity = quantity;
        SaleCondition = saleCondition;
        Exchange = exchange;
        TickType = TickType.Trade;
    }

    public Tick(DateTime time, Symbol symbol, decimal bidSize, decimal bidPrice, decimal askSize, decimal askPrice) : this()
    {
        Time = time;
        Symbol = symbol;
        TickType = TickType.Quote;
        BidSize = bidSize;
        BidPrice = bidPrice;
        AskSize = askSize;
        AskPrice = askPrice;
        SetValue();
    }

    public TickType TickType { get; set; } = TickType.Trade;
    public decimal Quantity { get; set; }
    public string Exchange { get; set; } = string.Empty;
    public string SaleCondition { get; set; } = string.Empty;
    public bool Suspicious { get; set; }
    public decimal BidPrice { get; set; }
    public decimal AskPrice { get; set; }
    public decimal LastPrice => Value;
    public decimal BidSize { get; set; }
    public decimal AskSize { get; set; }

    public override void Update(decimal lastTrade, decimal bidPrice, decimal askPrice, decimal volume, decimal bidSize, decimal askSize)
    {
        Value = lastTrade;
        BidPrice = bidPrice;
        AskPrice = askPrice;
        BidSize = bidSize;
        AskSize = askSize;
        Quantity = Convert.ToDecimal(volume);
    }

    public bool IsValid() => (TickType == TickType.Trade && LastPrice > 0.0m && Quantity > 0) || (TickType == TickType.Quote && AskPrice > 0.0m && BidPrice > 0.0m);

    public override BaseData Clone() => new Tick(this);

    /// <summary>Sets the value of a quote: the middle, or the one side that is known.</summary>
    public void SetValue() => Value = BidPrice == 0 ? AskPrice : AskPrice == 0 ? BidPrice : (BidPrice + AskPrice) / 2m;
}
