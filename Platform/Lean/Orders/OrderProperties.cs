using Newtonsoft.Json;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>Further wishes about an order.</summary>
public class OrderProperties : IOrderProperties
{
    /// <summary>Default: until it is cancelled.</summary>
    public TimeInForce TimeInForce { get; set; } = TimeInForce.GoodTilCanceled;

    public virtual IOrderProperties Clone() => (OrderProperties)MemberwiseClone();
}

/// <summary>Wishes about an order to Alpaca.</summary>
public class AlpacaOrderProperties : OrderProperties
{
    /// <summary>Whether a limit order for the day may fill before the open and after the close as well.</summary>
    public bool OutsideRegularTradingHours { get; set; }
}

/// <summary>Wishes about an order to TradeStation. A backtest does as it does without them.</summary>
public class TradeStationOrderProperties : OrderProperties
{
    /// <summary>Whether to fill all of the order at once or nothing.</summary>
    public bool AllOrNone { get; set; }

    /// <summary>Whether a limit order may fill before the open and after the close as well.</summary>
    public bool OutsideRegularTradingHours { get; set; }

    /// <summary>Whether to refuse a limit order that would take liquidity.</summary>
    public bool PostOnly { get; set; }
}

/// <summary>How long an order stays open.</summary>
[JsonConverter(typeof(TimeInForceJsonConverter))]
public abstract class TimeInForce
{
    public static readonly TimeInForce GoodTilCanceled = new TimeInForces.GoodTilCanceledTimeInForce();
    public static readonly TimeInForce Day = new TimeInForces.DayTimeInForce();

    /// <summary>Open through the close of the given date.</summary>
    public static Func<DateTime, TimeInForce> GoodTilDate => expiry => new TimeInForces.GoodTilDateTimeInForce(expiry);

    public abstract bool IsOrderExpired(Security security, Order order);

    public abstract bool IsFillValid(Security security, Order order, OrderEvent fill);
}
