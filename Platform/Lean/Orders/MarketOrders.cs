using Newtonsoft.Json;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>Trades at the next opportunity.</summary>
public class MarketOrder : Order
{
    public MarketOrder() { }

    public MarketOrder(Symbol symbol, decimal quantity, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) { }

    public MarketOrder(Symbol symbol, decimal quantity, DateTime time, decimal price, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) => Price = price;

    public override OrderType Type => OrderType.Market;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => Quantity * security.Price;
}

/// <summary>Trades at the open of the next session.</summary>
public class MarketOnOpenOrder : Order
{
    public MarketOnOpenOrder() { }

    public MarketOnOpenOrder(Symbol symbol, decimal quantity, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) { }

    public override OrderType Type => OrderType.MarketOnOpen;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => Quantity * security.Price;
}

/// <summary>Trades at the close of the session.</summary>
public class MarketOnCloseOrder : Order
{
    /// <summary>How long before the close such orders must be in.</summary>
    public static readonly TimeSpan DefaultSubmissionTimeBuffer = TimeSpan.FromMinutes(15.5);

    public MarketOnCloseOrder() { }

    public MarketOnCloseOrder(Symbol symbol, decimal quantity, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) { }

#pragma warning disable CA2211 // a field in LEAN's API
    public static TimeSpan SubmissionTimeBuffer = DefaultSubmissionTimeBuffer;
#pragma warning restore CA2211

    public override OrderType Type => OrderType.MarketOnClose;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => Quantity * security.Price;
}
