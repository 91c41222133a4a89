using System.Globalization;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>The handle of an order: its state, its events, and requests to change it.</summary>
public sealed class OrderTicket
{
    private readonly SecurityTransactionManager _transactions;
    // Most orders are sent and filled, and that is all.
    private OrderEvent _firstEvent, _secondEvent;
    private List<OrderEvent> _furtherEvents;
    private List<UpdateOrderRequest> _updates;
    private OrderStatus? _statusOverride;
    private Order _order;
    private decimal _filledValue;
    private ManualResetEvent _orderSet, _orderClosed;

    public OrderTicket(SecurityTransactionManager transactionManager, SubmitOrderRequest submitRequest)
    {
        _transactions = transactionManager;
        SubmitRequest = submitRequest;
    }

    public int OrderId => SubmitRequest.OrderId;
    public OrderStatus Status => _statusOverride ?? _order?.Status ?? OrderStatus.New;
    public Symbol Symbol => SubmitRequest.Symbol;
    public SecurityType SecurityType => SubmitRequest.SecurityType;
    public decimal Quantity => _order?.Quantity ?? SubmitRequest.Quantity;
    public decimal AverageFillPrice { get; private set; }
    public decimal QuantityFilled { get; private set; }
    public decimal QuantityRemaining => Quantity - QuantityFilled;
    public DateTime Time => GetMostRecentOrderRequest().Time;
    public OrderType OrderType => SubmitRequest.OrderType;
    public string Tag => _order == null ? SubmitRequest.Tag : _order.Tag;
    public SubmitOrderRequest SubmitRequest { get; }
    public IReadOnlyList<UpdateOrderRequest> UpdateRequests => _updates == null ? [] : [.. _updates];
    public CancelOrderRequest CancelRequest { get; private set; }
    public IReadOnlyList<OrderEvent> OrderEvents => _firstEvent == null ? [] : _secondEvent == null ? [_firstEvent] : [_firstEvent, _secondEvent, .. _furtherEvents ?? []];
    public bool HasOrder => _order != null;

    /// <summary>Set once the order is there. A backtest handles a request before it returns.</summary>
    public WaitHandle OrderSet => _orderSet ??= new ManualResetEvent(_order != null);

    /// <summary>Set once the order is closed.</summary>
    public WaitHandle OrderClosed => _orderClosed ??= new ManualResetEvent(Status.IsClosed());

    internal Order Order => _order;

    public decimal Get(OrderField field) => Get<decimal>(field);

    /// <exception cref="ArgumentException">The order has no such field.</exception>
    public T Get<T>(OrderField field)
    {
        object value = (field, SubmitRequest.OrderType) switch
        {
            (OrderField.LimitPrice, OrderType.Limit) => (_order as LimitOrder)?.LimitPrice ?? SubmitRequest.LimitPrice,
            (OrderField.LimitPrice, OrderType.StopLimit) => (_order as StopLimitOrder)?.LimitPrice ?? SubmitRequest.LimitPrice,
            (OrderField.LimitPrice, OrderType.LimitIfTouched) => (_order as LimitIfTouchedOrder)?.LimitPrice ?? SubmitRequest.LimitPrice,
            (OrderField.StopPrice, OrderType.StopLimit) => (_order as StopLimitOrder)?.StopPrice ?? SubmitRequest.StopPrice,
            (OrderField.StopPrice, OrderType.StopMarket or OrderType.TrailingStop) => (_order as StopMarketOrder)?.StopPrice ?? SubmitRequest.StopPrice,
            (OrderField.TriggerPrice, OrderType.LimitIfTouched) => (_order as LimitIfTouchedOrder)?.TriggerPrice ?? SubmitRequest.TriggerPrice,
            (OrderField.TrailingAmount, OrderType.TrailingStop) => (_order as TrailingStopOrder)?.TrailingAmount ?? SubmitRequest.TrailingAmount,
            (OrderField.TrailingAsPercentage, OrderType.TrailingStop) => (_order as TrailingStopOrder)?.TrailingAsPercentage ?? SubmitRequest.TrailingAsPercentage,
            _ => throw new ArgumentException($"Unable to get field {field} on order of type {SubmitRequest.OrderType}", nameof(field)),
        };
        return (T)value;
    }

    public OrderResponse Update(UpdateOrderFields fields)
    {
        var ticket = _transactions.UpdateOrder(new UpdateOrderRequest(_transactions.UtcTime, OrderId, fields));
        return ticket._updates[^1].Response;
    }

    public OrderResponse UpdateTag(string tag) => Update(new UpdateOrderFields { Tag = tag });

    public OrderResponse UpdateQuantity(decimal quantity, string tag = null) => Update(new UpdateOrderFields { Quantity = quantity, Tag = tag });

    public OrderResponse UpdateLimitPrice(decimal limitPrice, string tag = null) => Update(new UpdateOrderFields { LimitPrice = limitPrice, Tag = tag });

    public OrderResponse UpdateStopPrice(decimal stopPrice, string tag = null) => Update(new UpdateOrderFields { StopPrice = stopPrice, Tag = tag });

    public OrderResponse UpdateTriggerPrice(decimal triggerPrice, string tag = null) => Update(new UpdateOrderFields { TriggerPrice = triggerPrice, Tag = tag });

    public OrderResponse UpdateStopTrailingAmount(decimal trailingAmount, string tag = null) => Update(new UpdateOrderFields { TrailingAmount = trailingAmount, Tag = tag });

    public OrderResponse Cancel(string tag = null)
    {
        var request = new CancelOrderRequest(_transactions.UtcTime, OrderId, tag);
        if (CancelRequest != null && CancelRequest.Status != OrderRequestStatus.Error)
            return OrderResponse.Error(request, OrderResponseErrorCode.RequestCanceled, $"Order {OrderId} has already received a cancellation request.");
        return _transactions.ProcessRequest(request).CancelRequest.Response;
    }

    public OrderResponse GetMostRecentOrderResponse() => GetMostRecentOrderRequest().Response;

    public OrderRequest GetMostRecentOrderRequest() => CancelRequest ?? (OrderRequest)_updates?[^1] ?? SubmitRequest;

    internal void AddOrderEvent(OrderEvent orderEvent)
    {
        if (_firstEvent == null) _firstEvent = orderEvent;
        else if (_secondEvent == null) _secondEvent = orderEvent;
        else (_furtherEvents ??= []).Add(orderEvent);
        if (_orderClosed != null && orderEvent.Status.IsClosed()) _orderClosed.Set();
        if (orderEvent.FillQuantity == 0) return;
        QuantityFilled += orderEvent.FillQuantity;
        if (orderEvent.Status.IsFill()) _filledValue += orderEvent.AbsoluteFillQuantity * orderEvent.FillPrice;
        AverageFillPrice = _filledValue / Math.Abs(QuantityFilled);
        _order.Price = AverageFillPrice;
    }

    internal void SetOrder(Order order)
    {
        if (_order != null && _order.Id != order.Id) throw new ArgumentException($"Order id mismatch: expected {_order.Id}, found {order.Id}");
        _order = order;
        order.Ticket = this;
        _orderSet?.Set();
    }

    internal void AddUpdateRequest(UpdateOrderRequest request)
    {
        if (request.OrderId != OrderId) throw new ArgumentException($"Received UpdateOrderRequest for incorrect order id: expected {OrderId}, found {request.OrderId}");
        (_updates ??= []).Add(request);
    }

    /// <returns>False when a cancellation is already under way.</returns>
    internal bool TrySetCancelRequest(CancelOrderRequest request)
    {
        if (CancelRequest != null && CancelRequest.Status != OrderRequestStatus.Error) return false;
        CancelRequest = request;
        return true;
    }

    public static OrderTicket InvalidCancelOrderId(SecurityTransactionManager transactionManager, CancelOrderRequest request)
    {
        var ticket = Unknown(transactionManager, request);
        request.SetResponse(OrderResponse.UnableToFindOrder(request));
        ticket.TrySetCancelRequest(request);
        return ticket;
    }

    public static OrderTicket InvalidUpdateOrderId(SecurityTransactionManager transactionManager, UpdateOrderRequest request)
    {
        var ticket = Unknown(transactionManager, request);
        request.SetResponse(OrderResponse.UnableToFindOrder(request));
        ticket.AddUpdateRequest(request);
        return ticket;
    }

    public static OrderTicket InvalidSubmitRequest(SecurityTransactionManager transactionManager, SubmitOrderRequest request, OrderResponse response)
    {
        request.SetResponse(response);
        return new OrderTicket(transactionManager, request) { _statusOverride = OrderStatus.Invalid };
    }

    private static OrderTicket Unknown(SecurityTransactionManager transactionManager, OrderRequest request)
    {
        var submit = new SubmitOrderRequest(OrderType.Market, SecurityType.Base, Symbol.Empty, 0, 0, 0, DateTime.MaxValue, request.Tag);
        submit.SetResponse(OrderResponse.UnableToFindOrder(request));
        submit.SetOrderId(request.OrderId);
        return new OrderTicket(transactionManager, submit) { _statusOverride = OrderStatus.Invalid };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{OrderId}: {_order}");

    /// <summary>The order's id, or the negative error code of the last request.</summary>
    public static implicit operator int(OrderTicket ticket)
    {
        var response = ticket.GetMostRecentOrderResponse();
        return response is { IsError: true } ? (int)response.ErrorCode : ticket.OrderId;
    }
}
