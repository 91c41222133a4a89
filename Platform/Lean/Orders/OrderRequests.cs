using System.Globalization;
using QuantConnect.Interfaces;

namespace QuantConnect.Orders;

/// <summary>A wish about an order, and the answer to it.</summary>
public abstract class OrderRequest
{
    // Null for success, whose response is made when asked for.
    private OrderResponse _response = OrderResponse.Unprocessed;

    protected OrderRequest(DateTime time, int orderId, string tag)
    {
        Time = time;
        OrderId = orderId;
        Tag = tag;
    }

    public abstract OrderRequestType OrderRequestType { get; }
    public OrderRequestStatus Status { get; private set; } = OrderRequestStatus.Unprocessed;
    public DateTime Time { get; }
    public int OrderId { get; protected set; }
    public string Tag { get; }
    public OrderResponse Response => _response ??= OrderResponse.Success(OrderId);

    public void SetResponse(OrderResponse response, OrderRequestStatus status = OrderRequestStatus.Error)
    {
        ArgumentNullException.ThrowIfNull(response);
        Status = response.IsError ? OrderRequestStatus.Error : status;
        _response = response;
    }

    internal void Succeed(OrderRequestStatus status) => (_response, Status) = (null, status);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time} UTC: Order: ({OrderId}) - {Tag} Status: {Status}");
}

public class SubmitOrderRequest : OrderRequest
{
    // Null for market orders.
    private readonly Prices _prices;

    /// <exception cref="NotSupportedException"><paramref name="groupOrderManager"/> is given: this engine has no combination orders.</exception>
    public SubmitOrderRequest(OrderType orderType, SecurityType securityType, Symbol symbol, decimal quantity, decimal stopPrice, decimal limitPrice,
        decimal triggerPrice, decimal trailingAmount, bool trailingAsPercentage, DateTime time, string tag, IOrderProperties properties = null, GroupOrderManager groupOrderManager = null, bool asynchronous = false)
        : base(time, (int)OrderResponseErrorCode.UnableToFindOrder, tag)
    {
        if (groupOrderManager is not null) throw new NotSupportedException("SubmitOrderRequest: combination orders are not supported by this engine");
        OrderType = orderType;
        SecurityType = securityType;
        Symbol = symbol;
        Quantity = quantity;
        if (stopPrice != 0 || limitPrice != 0 || triggerPrice != 0 || trailingAmount != 0) _prices = new Prices(limitPrice, stopPrice, triggerPrice, trailingAmount);
        TrailingAsPercentage = trailingAsPercentage;
        OrderProperties = properties;
        Asynchronous = asynchronous;
    }

    public SubmitOrderRequest(OrderType orderType, SecurityType securityType, Symbol symbol, decimal quantity, decimal stopPrice, decimal limitPrice,
        decimal triggerPrice, DateTime time, string tag, IOrderProperties properties = null, GroupOrderManager groupOrderManager = null, bool asynchronous = false)
        : this(orderType, securityType, symbol, quantity, stopPrice, limitPrice, triggerPrice, 0, false, time, tag, properties, groupOrderManager, asynchronous)
    {
    }

    public SubmitOrderRequest(OrderType orderType, SecurityType securityType, Symbol symbol, decimal quantity, decimal stopPrice, decimal limitPrice,
        DateTime time, string tag, IOrderProperties properties = null, GroupOrderManager groupOrderManager = null, bool asynchronous = false)
        : this(orderType, securityType, symbol, quantity, stopPrice, limitPrice, 0, 0, false, time, tag, properties, groupOrderManager, asynchronous)
    {
    }

    public override OrderRequestType OrderRequestType => OrderRequestType.Submit;
    public SecurityType SecurityType { get; }
    public Symbol Symbol { get; }
    public OrderType OrderType { get; }
    public decimal Quantity { get; }
    public decimal LimitPrice => _prices?.Limit ?? 0;
    public decimal StopPrice => _prices?.Stop ?? 0;
    public decimal TriggerPrice => _prices?.Trigger ?? 0;
    public decimal TrailingAmount => _prices?.Trailing ?? 0;
    public bool TrailingAsPercentage { get; }
    public IOrderProperties OrderProperties { get; }
    public bool Asynchronous { get; }

    internal void SetOrderId(int orderId) => OrderId = orderId;

    private sealed record Prices(decimal Limit, decimal Stop, decimal Trigger, decimal Trailing);
}

/// <summary>What to change of an order; null leaves a field as it is.</summary>
public class UpdateOrderFields
{
    public decimal? Quantity { get; set; }
    public decimal? LimitPrice { get; set; }
    public decimal? StopPrice { get; set; }
    public decimal? TriggerPrice { get; set; }
    public decimal? TrailingAmount { get; set; }
    public string Tag { get; set; }
}

public class UpdateOrderRequest(DateTime time, int orderId, UpdateOrderFields fields) : OrderRequest(time, orderId, fields.Tag)
{
    public override OrderRequestType OrderRequestType => OrderRequestType.Update;
    public decimal? Quantity { get; } = fields.Quantity;
    public decimal? LimitPrice { get; } = fields.LimitPrice;
    public decimal? StopPrice { get; } = fields.StopPrice;
    public decimal? TriggerPrice { get; } = fields.TriggerPrice;
    public decimal? TrailingAmount { get; } = fields.TrailingAmount;

    /// <summary>Only the tag of a closed order may change.</summary>
    public bool IsAllowedForClosedOrder() =>
        !Quantity.HasValue && !LimitPrice.HasValue && !StopPrice.HasValue && !TriggerPrice.HasValue && !TrailingAmount.HasValue;
}

public class CancelOrderRequest(DateTime time, int orderId, string tag) : OrderRequest(time, orderId, tag)
{
    public override OrderRequestType OrderRequestType => OrderRequestType.Cancel;
}
