namespace QuantConnect.Data.Market;

/// <summary>Bid and ask of an interval; the four prices are the middle of the two where both are known.</summary>
public class QuoteBar : BaseData, IBaseDataBar
{
    public QuoteBar()
    {
        DataType = MarketDataType.QuoteBar;
        Bid = new Bar();
        Ask = new Bar();
        Period = QuantConnect.Time.OneMinute;
    }

    public QuoteBar(DateTime time, Symbol symbol, IBar bid, decimal lastBidSize, IBar ask, decimal lastAskSize, TimeSpan? period = null)
    {
        DataType = MarketDataType.QuoteBar;
        Symbol = symbol;
        Time = time;
        Bid = bid == null ? null : new Bar(bid.Open, bid.High, bid.Low, bid.Close);
        Ask = ask == null ? null : new Bar(ask.Open, ask.High, ask.Low, ask.Close);
        if (Bid != null) LastBidSize = lastBidSize;
        if (Ask != null) LastAskSize = lastAskSize;
        Value = Close;
        Period = period ?? QuantConnect.Time.OneMinute;
    }

    public decimal LastBidSize { get; set; }
    public decimal LastAskSize { get; set; }
    public Bar Bid { get; set; }
    public Bar Ask { get; set; }

    public decimal Open => Middle(Bid?.Open, Ask?.Open, 0m);
    public decimal High => Middle(Bid?.High, Ask?.High, 0m);
    public decimal Low => Middle(Bid?.Low, Ask?.Low, 0m);
    public decimal Close => Bid == null && Ask == null ? Value : Middle(Bid?.Close, Ask?.Close, 0m);

    public override DateTime EndTime
    {
        get => Time + Period;
        set => Period = value - Time;
    }

    public TimeSpan Period { get; set; }

    public override void Update(decimal lastTrade, decimal bidPrice, decimal askPrice, decimal volume, decimal bidSize, decimal askSize)
    {
        if (Bid != null) Bid.Update(ref bidPrice);
        else if (bidPrice != 0) Bid = new Bar(bidPrice, bidPrice, bidPrice, bidPrice);
        if (Ask != null) Ask.Update(ref askPrice);
        else if (askPrice != 0) Ask = new Bar(askPrice, askPrice, askPrice, askPrice);
        if (bidSize > 0) LastBidSize = bidSize;
        if (askSize > 0) LastAskSize = askSize;
        if (lastTrade != 0) Value = lastTrade;
        else if (askPrice != 0) Value = askPrice;
        else if (bidPrice != 0) Value = bidPrice;
    }

    public override BaseData Clone()
    {
        var clone = (QuoteBar)MemberwiseClone();
        clone.Bid = Bid?.Clone();
        clone.Ask = Ask?.Clone();
        return clone;
    }

    /// <summary>Multiplies prices by a factor, and divides sizes by it.</summary>
    internal void Scale(decimal factor)
    {
        foreach (var side in new[] { Bid, Ask })
            if (side != null) (side.Open, side.High, side.Low, side.Close) = (side.Open * factor, side.High * factor, side.Low * factor, side.Close * factor);
        Value = Close;
        var sizes = 1 / factor;
        LastBidSize = Math.Round(LastBidSize * sizes);
        LastAskSize = Math.Round(LastAskSize * sizes);
    }

    /// <summary>The middle prices as trades without volume.</summary>
    public TradeBar Collapse() => new(Time, Symbol, Open, High, Low, Close, 0, Period);

    public override string ToString() =>
        $"{Symbol}: Bid: O: {Bid?.Open.SmartRounding()} H: {Bid?.High.SmartRounding()} L: {Bid?.Low.SmartRounding()} C: {Bid?.Close.SmartRounding()} " +
        $"Ask: O: {Ask?.Open.SmartRounding()} H: {Ask?.High.SmartRounding()} L: {Ask?.Low.SmartRounding()} C: {Ask?.Close.SmartRounding()}";

    private static decimal Middle(decimal? bid, decimal? ask, decimal none)
    {
        if (bid is null or 0m) return ask ?? bid ?? none;
        return ask is null or 0m ? bid.Value : (bid.Value + ask.Value) / 2m;
    }
}
