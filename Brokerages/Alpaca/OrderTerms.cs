namespace LeanDeep.Brokerages.Alpaca;

public enum OrderSide { Buy, Sell }

public enum OrderKind { Market, Limit, Stop, StopLimit }

/// <summary>How long an order lives and where it trades: Alpaca's time_in_force.</summary>
public enum OrderDuration
{
    /// <summary>day: this session, or the next one when sent while the market is closed.</summary>
    Day,
    /// <summary>gtc</summary>
    GoodTilCanceled,
    /// <summary>opg: the next opening auction.</summary>
    OnOpen,
    /// <summary>cls: the next closing auction.</summary>
    OnClose,
    /// <summary>ioc</summary>
    ImmediateOrCancel,
    /// <summary>fok</summary>
    FillOrKill,
}

/// <summary>Where an order stands at the broker.</summary>
public enum OrderStatus
{
    /// <summary>A word that this client does not know: the order is taken for open.</summary>
    Unknown,
    PendingNew, Accepted, New, Held, PartiallyFilled, PendingCancel, PendingReplace, Stopped, Suspended, Calculated, DoneForDay,
    Filled, Canceled, Expired, Replaced, Rejected,
}

/// <summary>The words of Alpaca's protocol.</summary>
internal static class Words
{
    public static string Of(OrderSide side) => side == OrderSide.Buy ? "buy" : "sell";

    public static string Of(OrderKind kind) => kind switch
    {
        OrderKind.Market => "market",
        OrderKind.Limit => "limit",
        OrderKind.Stop => "stop",
        _ => "stop_limit",
    };

    public static string Of(OrderDuration duration) => duration switch
    {
        OrderDuration.Day => "day",
        OrderDuration.GoodTilCanceled => "gtc",
        OrderDuration.OnOpen => "opg",
        OrderDuration.OnClose => "cls",
        OrderDuration.ImmediateOrCancel => "ioc",
        _ => "fok",
    };

    public static OrderSide? Side(ReadOnlySpan<byte> word) => word.SequenceEqual("buy"u8) ? OrderSide.Buy
        : word.SequenceEqual("sell"u8) || word.SequenceEqual("sell_short"u8) ? OrderSide.Sell : null;

    public static OrderKind? Kind(ReadOnlySpan<byte> word) => word.SequenceEqual("market"u8) ? OrderKind.Market
        : word.SequenceEqual("limit"u8) ? OrderKind.Limit
        : word.SequenceEqual("stop"u8) ? OrderKind.Stop
        : word.SequenceEqual("stop_limit"u8) ? OrderKind.StopLimit : null;

    public static OrderDuration? Duration(ReadOnlySpan<byte> word) => word.SequenceEqual("day"u8) ? OrderDuration.Day
        : word.SequenceEqual("gtc"u8) ? OrderDuration.GoodTilCanceled
        : word.SequenceEqual("opg"u8) ? OrderDuration.OnOpen
        : word.SequenceEqual("cls"u8) ? OrderDuration.OnClose
        : word.SequenceEqual("ioc"u8) ? OrderDuration.ImmediateOrCancel
        : word.SequenceEqual("fok"u8) ? OrderDuration.FillOrKill : null;

    public static OrderStatus Status(ReadOnlySpan<byte> word) => word.SequenceEqual("new"u8) ? OrderStatus.New
        : word.SequenceEqual("filled"u8) ? OrderStatus.Filled
        : word.SequenceEqual("partially_filled"u8) ? OrderStatus.PartiallyFilled
        : word.SequenceEqual("accepted"u8) ? OrderStatus.Accepted
        : word.SequenceEqual("pending_new"u8) ? OrderStatus.PendingNew
        : word.SequenceEqual("canceled"u8) ? OrderStatus.Canceled
        : word.SequenceEqual("expired"u8) ? OrderStatus.Expired
        : word.SequenceEqual("replaced"u8) ? OrderStatus.Replaced
        : word.SequenceEqual("rejected"u8) ? OrderStatus.Rejected
        : word.SequenceEqual("pending_cancel"u8) ? OrderStatus.PendingCancel
        : word.SequenceEqual("pending_replace"u8) ? OrderStatus.PendingReplace
        : word.SequenceEqual("done_for_day"u8) ? OrderStatus.DoneForDay
        : word.SequenceEqual("held"u8) ? OrderStatus.Held
        : word.SequenceEqual("stopped"u8) ? OrderStatus.Stopped
        : word.SequenceEqual("suspended"u8) ? OrderStatus.Suspended
        : word.SequenceEqual("calculated"u8) ? OrderStatus.Calculated
        : OrderStatus.Unknown;
}
