namespace QuantConnect.Orders;

public enum OrderResponseErrorCode
{
    None = 0,
    ProcessingError = -1,
    OrderAlreadyExists = -2,
    InsufficientBuyingPower = -3,
    BrokerageModelRefusedToSubmitOrder = -4,
    BrokerageFailedToSubmitOrder = -5,
    BrokerageFailedToUpdateOrder = -6,
    BrokerageHandlerRefusedToUpdateOrder = -7,
    BrokerageFailedToCancelOrder = -8,
    InvalidOrderStatus = -9,
    UnableToFindOrder = -10,
    OrderQuantityZero = -11,
    UnsupportedRequestType = -12,
    PreOrderChecksError = -13,
    MissingSecurity = -14,
    ExchangeNotOpen = -15,
    SecurityPriceZero = -16,
    ForexBaseAndQuoteCurrenciesRequired = -17,
    ForexConversionRateZero = -18,
    SecurityHasNoData = -19,
    ExceededMaximumOrders = -20,
    MarketOnCloseOrderTooLate = -21,
    InvalidRequest = -22,
    RequestCanceled = -23,
    AlgorithmWarmingUp = -24,
    BrokerageModelRefusedToUpdateOrder = -25,
    QuoteCurrencyRequired = -26,
    ConversionRateZero = -27,
    NonTradableSecurity = -28,
    NonExercisableSecurity = -29,
    OrderQuantityLessThanLotSize = -30,
    ExceedsShortableQuantity = -31,
    InvalidNewOrderStatus = -32,
    EuropeanOptionNotExpiredOnExercise = -33,
    OptionOrderOnStockSplit = -34,
    MarketOnOpenNotAllowedDuringRegularHours = -35,
}

/// <summary>The answer to an order request.</summary>
public class OrderResponse
{
    public static readonly OrderResponse Unprocessed = new(int.MinValue, OrderResponseErrorCode.None, null);

    private OrderResponse(int orderId, OrderResponseErrorCode errorCode, string errorMessage)
    {
        OrderId = orderId;
        ErrorCode = errorCode;
        if (errorCode != OrderResponseErrorCode.None) ErrorMessage = errorMessage ?? "An unexpected error occurred.";
    }

    public int OrderId { get; }
    public string ErrorMessage { get; }
    public OrderResponseErrorCode ErrorCode { get; }
    public bool IsSuccess => IsProcessed && !IsError;
    public bool IsError => IsProcessed && ErrorCode != OrderResponseErrorCode.None;
    public bool IsProcessed => this != Unprocessed;

    public static OrderResponse Success(OrderRequest request) => Success(request.OrderId);

    public static OrderResponse Error(OrderRequest request, OrderResponseErrorCode errorCode, string errorMessage) => new(request.OrderId, errorCode, errorMessage);

    public static OrderResponse InvalidStatus(OrderRequest request, Order order) =>
        Error(request, OrderResponseErrorCode.InvalidOrderStatus, $"Unable to update order with id {request.OrderId} because it already has {order.Status} status.");

    public static OrderResponse InvalidNewStatus(OrderRequest request, Order order) =>
        Error(request, OrderResponseErrorCode.InvalidNewOrderStatus, $"Unable to update or cancel order with id {request.OrderId} and status {order.Status} because the submit confirmation has not been received yet.");

    public static OrderResponse UnableToFindOrder(OrderRequest request) =>
        Error(request, OrderResponseErrorCode.UnableToFindOrder, $"Unable to locate order with id {request.OrderId}.");

    public static OrderResponse ZeroQuantity(OrderRequest request) =>
        Error(request, OrderResponseErrorCode.OrderQuantityZero, $"Unable to {request.OrderRequestType.ToLower()} order with id {request.OrderId} that has zero quantity.");

    public static OrderResponse MissingSecurity(SubmitOrderRequest request) =>
        Error(request, OrderResponseErrorCode.MissingSecurity, $"You haven't requested {request.Symbol} data. Add this with AddSecurity() in the Initialize() method.");

    public static OrderResponse WarmingUp(OrderRequest request) =>
        Error(request, OrderResponseErrorCode.AlgorithmWarmingUp, $"This operation is not allowed in Initialize or during warm up: OrderRequest.{request.OrderRequestType}. Please move this code to the OnWarmupFinished() method.");

    internal static OrderResponse Success(int orderId) => new(orderId, OrderResponseErrorCode.None, null);

    public override string ToString() => this == Unprocessed ? "Unprocessed" : IsError ? $"Error: {ErrorCode} - {ErrorMessage}" : "Success";
}
