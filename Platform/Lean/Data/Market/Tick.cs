using System.Globalization;

namespace QuantConnect.Data.Market;

/// <summary>One trade or quote. A trade's value is its price, a quote's the middle of bid and ask, or the one side that it has.</summary>
public class Tick : BaseData
{
    private string _exchangeName;
    private Exchange _exchange = QuantConnect.Exchange.UNKNOWN;
    private uint? _parsedSaleCondition;

    public Tick() => DataType = MarketDataType.Tick;

    public Tick(Tick original) : this()
    {
        Symbol = original.Symbol;
        Time = original.Time;
        Value = original.Value;
        BidPrice = original.BidPrice;
        AskPrice = original.AskPrice;
        (_exchange, _exchangeName) = (original._exchange, original._exchangeName);
        SaleCondition = original.SaleCondition;
        _parsedSaleCondition = original._parsedSaleCondition;
        Quantity = original.Quantity;
        Suspicious = original.Suspicious;
        BidSize = original.BidSize;
        AskSize = original.AskSize;
        TickType = original.TickType;
    }

    public Tick(DateTime time, Symbol symbol, decimal bid, decimal ask) : this(time, symbol, (bid + ask) / 2, bid, ask)
    {
    }

    public Tick(DateTime time, Symbol symbol, decimal openInterest) : this()
    {
        Time = time;
        Symbol = symbol;
        Value = openInterest;
        TickType = TickType.OpenInterest;
    }

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
    }

    public Tick(DateTime time, Symbol symbol, string saleCondition, Exchange exchange, decimal quantity, decimal price)
        : this(time, symbol, saleCondition, string.Empty, quantity, price) => _exchange = exchange;

    public Tick(DateTime time, Symbol symbol, string saleCondition, string exchange, decimal bidSize, decimal bidPrice, decimal askSize, decimal askPrice) : this()
    {
        Time = time;
        Symbol = symbol;
        TickType = TickType.Quote;
        SaleCondition = saleCondition;
        Exchange = exchange;
        BidSize = bidSize;
        BidPrice = bidPrice;
        AskSize = askSize;
        AskPrice = askPrice;
        SetValue();
    }

    public Tick(DateTime time, Symbol symbol, decimal bidSize, decimal bidPrice, decimal askSize, decimal askPrice)
        : this(time, symbol, string.Empty, string.Empty, bidSize, bidPrice, askSize, askPrice)
    {
    }

    public Tick(DateTime time, Symbol symbol, string saleCondition, Exchange exchange, decimal bidSize, decimal bidPrice, decimal askSize, decimal askPrice)
        : this(time, symbol, saleCondition, string.Empty, bidSize, bidPrice, askSize, askPrice) => _exchange = exchange;

    public TickType TickType { get; set; } = TickType.Trade;

    /// <summary>Shares traded.</summary>
    public decimal Quantity { get; set; }

    /// <summary>Name of the exchange, see <see cref="QuantConnect.Exchange"/>; may be set by its name or code.</summary>
    public string Exchange
    {
        get => FindExchange();
        set => (_exchangeName, _exchange) = (value, null);
    }

    public string ExchangeCode
    {
        get => FindExchange().Code;
        set => Exchange = value;
    }

    /// <summary>Bits of <see cref="Auxiliary.TradeConditionFlags"/> or <see cref="Auxiliary.QuoteConditionFlags"/>, hexadecimal.</summary>
    public string SaleCondition { get; set; } = string.Empty;

    public uint ParsedSaleCondition
    {
        get => string.IsNullOrEmpty(SaleCondition) ? 0 : _parsedSaleCondition ??= uint.Parse(SaleCondition, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        set => _parsedSaleCondition = value;
    }

    /// <summary>Whether the source doubts it. Slices and histories have such ticks; prices and consolidators leave them out.</summary>
    public bool Suspicious { get; set; }

    /// <summary>0 where a quote has no bid.</summary>
    public decimal BidPrice { get; set; }

    /// <summary>0 where a quote has no ask.</summary>
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
        Quantity = volume;
    }

    /// <summary>Whether it has a price and a size, a quote on either side.</summary>
    public bool IsValid() => TickType switch
    {
        TickType.Trade => Value > 0 && (Quantity > 0 || Symbol.SecurityType == SecurityType.Index),
        TickType.Quote => AskPrice > 0 && AskSize > 0 || BidPrice > 0 && BidSize > 0,
        _ => Value > 0,
    };

    public override BaseData Clone() => new Tick(this);

    public override string ToString() => TickType switch
    {
        TickType.Trade => $"{Symbol}: Price: {Price} Quantity: {Quantity}",
        TickType.Quote => $"{Symbol}: Bid: {BidSize}@{BidPrice} Ask: {AskSize}@{AskPrice}",
        _ => $"{Symbol}: OpenInterest: {Value}",
    };

    /// <summary>Sets the value of a quote: the middle, or the one side that is known.</summary>
    public void SetValue() => Value = BidPrice == 0 ? AskPrice : AskPrice == 0 ? BidPrice : (BidPrice + AskPrice) / 2m;

    /// <summary>Multiplies prices by a factor, adds a sum to them, and divides sizes by the factor.</summary>
    internal void Scale(decimal factor, decimal sum)
    {
        var sizes = 1 / factor;
        if (TickType == TickType.Trade)
        {
            Value = Value * factor + sum;
            Quantity = Math.Round(Quantity * sizes);
            return;
        }
        if (BidPrice != 0) BidPrice = BidPrice * factor + sum;
        if (AskPrice != 0) AskPrice = AskPrice * factor + sum;
        BidSize = Math.Round(BidSize * sizes);
        AskSize = Math.Round(AskSize * sizes);
        SetValue();
    }

    private Exchange FindExchange() => _exchange ??= Symbol != null ? _exchangeName.GetPrimaryExchange(Symbol.SecurityType, Symbol.ID.Market) : _exchangeName.GetPrimaryExchange();
}
