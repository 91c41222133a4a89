using System.ComponentModel;

namespace QuantConnect.Orders;

public enum OrderType
{
    Market, Limit, StopMarket, StopLimit, MarketOnOpen, MarketOnClose, OptionExercise, LimitIfTouched,
    ComboMarket, ComboLimit, ComboLegLimit, TrailingStop,
}

public enum OrderDirection { Buy, Sell, Hold }

public enum OrderPosition { BuyToOpen, BuyToClose, SellToOpen, SellToClose }

public enum OrderStatus
{
    New = 0, Submitted = 1, PartiallyFilled = 2, Filled = 3, Canceled = 5, None = 6, Invalid = 7, CancelPending = 8, UpdateSubmitted = 9,
}

public enum OrderRequestType { Submit, Update, Cancel }

public enum OrderRequestStatus { Unprocessed, Processing, Processed, Error }

public enum OrderField { LimitPrice, StopPrice, TriggerPrice, TrailingAmount, TrailingAsPercentage }

public enum OrderError
{
    [Description("Order has already been filled and cannot be modified")] CanNotUpdateFilledOrder = -8,
    [Description("General error in order")] GeneralError = -7,
    [Description("Order timestamp error. Order appears to be executing in the future")] TimestampError = -6,
    [Description("Exceeded maximum allowed orders for one analysis period")] MaxOrdersExceeded = -5,
    [Description("Insufficient capital to execute order")] InsufficientCapital = -4,
    [Description("Attempting market order outside of market hours")] MarketClosed = -3,
    [Description("There is no data yet for this security - please wait for data (market order price not available yet)")] NoData = -2,
    [Description("Order quantity must not be zero")] ZeroQuantity = -1,
    [Description("The order is OK")] None = 0,
}

public static class OrderExtensions
{
    public static bool IsClosed(this OrderStatus status) => status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Invalid;

    public static bool IsOpen(this OrderStatus status) => !status.IsClosed();

    public static bool IsFill(this OrderStatus status) => status is OrderStatus.Filled or OrderStatus.PartiallyFilled;

    public static bool IsLimitOrder(this OrderType orderType) => orderType is OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched;

    public static bool IsStopOrder(this OrderType orderType) => orderType is OrderType.StopMarket or OrderType.StopLimit or OrderType.TrailingStop;
}
