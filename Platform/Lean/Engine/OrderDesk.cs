using System.Globalization;
using QuantConnect.Algorithm;
using QuantConnect.Data.Shortable;
using QuantConnect.Logging;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>All orders of a run and the simulated brokerage behind them. Requests queue up; after each one that is handled,
/// open orders are scanned for fills.</summary>
internal sealed partial class OrderDesk(QCAlgorithm algorithm, Action<OrderEvent> record) : IOrderProcessor
{
    private static readonly List<OrderTicket> NoTickets = [];

    private readonly OrderRounding _rounding = new(algorithm.Error);

    // By id - 1; ids are given out without gaps.
    private readonly List<OrderTicket> _tickets = [];
    private readonly List<OrderEvent> _events = [];
    private readonly Queue<OrderRequest> _queue = new();
    // Orders that the brokerage has taken and that are not closed, by id.
    private readonly List<Order> _pending = [];
    // Open tickets by id, of each security by its slot; null where there has been none.
    private readonly List<List<OrderTicket>> _openBySecurity = [];
    private readonly Dictionary<int, OrderStatus> _cancelPending = [];
    private readonly List<OrderEvent> _fills = [];
    private List<Order> _scanned;
    private int _openCount;
    private bool _needsScan;

    public int OrdersCount => _tickets.Count;

    public IReadOnlyList<OrderEvent> Events => _events;

    public IEnumerable<Order> Orders => _tickets.Where(x => x?.Order != null).Select(x => x.Order);

    public OrderTicket Process(OrderRequest request)
    {
        algorithm.Clock.RequireRunning();
        return request switch
        {
            SubmitOrderRequest submit => Submit(submit),
            UpdateOrderRequest update => Update(update),
            CancelOrderRequest cancel => Cancel(cancel),
            _ => throw new ArgumentException($"request: expected to submit, update or cancel, found {request.GetType().Name}", nameof(request)),
        };
    }

    public IEnumerable<OrderTicket> GetOrderTickets(Func<OrderTicket, bool> filter = null)
    {
        for (var i = 0; i < _tickets.Count; i++)
            if (_tickets[i] is { } ticket && (filter == null || filter(ticket))) yield return ticket;
    }

    public IEnumerable<OrderTicket> GetOpenOrderTickets(Func<OrderTicket, bool> filter = null)
    {
        if (_openCount == 0) return NoTickets;
        var found = new List<OrderTicket>();
        foreach (var list in _openBySecurity)
            foreach (var ticket in list ?? NoTickets)
                if (filter == null || filter(ticket)) found.Add(ticket);
        found.Sort(static (a, b) => a.OrderId.CompareTo(b.OrderId));
        return found;
    }

    /// <summary>Open tickets of a security by id; a copy, as requests change the original.</summary>
    public List<OrderTicket> OpenTickets(Security security) =>
        _openCount > 0 && OpenOf(security) is { Count: > 0 } list ? [.. list] : NoTickets;

    /// <summary>See <see cref="IRun.MarkOpen"/>.</summary>
    public void MarkOpen(bool[] flags, int[] places)
    {
        if (_openCount == 0) return;
        for (var slot = 0; slot < _openBySecurity.Count; slot++)
            if (_openBySecurity[slot] is { Count: > 0 }) flags[places[slot]] = true;
    }

    public ProjectedHoldings GetProjectedHoldings(Security security)
    {
        var open = 0m;
        if (OpenOf(security) is { } list)
            foreach (var ticket in list) open += ticket.QuantityRemaining;
        return new ProjectedHoldings(security.Holdings.Quantity, open);
    }

    public OrderTicket GetOrderTicket(int orderId) => orderId >= 1 && orderId <= _tickets.Count ? _tickets[orderId - 1] : null;

    public Order GetOrderById(int orderId) => GetOrderTicket(orderId)?.Order?.Clone();

    public IEnumerable<Order> GetOrders(Func<Order, bool> filter = null)
    {
        foreach (var order in Orders)
            if (filter == null || filter(order)) yield return order.Clone();
    }

    public List<Order> GetOpenOrders(Func<Order, bool> filter = null)
    {
        var found = new List<Order>();
        foreach (var ticket in GetOpenOrderTickets())
            if (ticket.Order is { } order && (filter == null || filter(order))) found.Add(order.Clone());
        return found;
    }

    /// <summary>Handles what waits, then scans for fills: once before and once after OnData in each time step.</summary>
    public void ProcessSynchronousEvents()
    {
        HandleQueue();
        Scan();
    }

    /// <summary>Closes the position of a delisted security at its last price and cancels its orders.</summary>
    public void HandleDelisting(Security security)
    {
        const string tag = "Liquidate from delisting";
        var quantity = -security.Holdings.Quantity;
        if (quantity != 0)
        {
            var request = new SubmitOrderRequest(OrderType.Market, security.Type, security.Symbol, quantity, 0, 0, algorithm.UtcTime, tag);
            algorithm.Transactions.SetOrderId(request);
            var ticket = new OrderTicket(algorithm.Transactions, request);
            request.Succeed(OrderRequestStatus.Processed);
            var order = Order.CreateOrder(request);
            order.Status = OrderStatus.Submitted;
            order.PriceAdjustmentMode = security.DataNormalizationMode;
            Register(ticket, security);
            ticket.SetOrder(order);
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero)
            {
                FillPrice = security.Price, Status = OrderStatus.Filled, FillQuantity = order.Quantity, Message = tag,
            });
        }
        if (!algorithm.IsWarmingUp) algorithm.Transactions.CancelOpenOrders(security.Symbol);
    }

    private OrderTicket Submit(SubmitOrderRequest request)
    {
        var security = algorithm.Securities[request.Symbol];
        var refused = algorithm.IsWarmingUp ? OrderResponse.WarmingUp(request)
            : request.Quantity < 0 && !CanBorrow(security, request.Quantity) ? OrderResponse.Error(request, OrderResponseErrorCode.ExceedsShortableQuantity, NotShortable(security, request.Quantity))
            : null;
        if (refused == null) request.Succeed(OrderRequestStatus.Error);
        else request.SetResponse(refused);
        var ticket = new OrderTicket(algorithm.Transactions, request);
        var order = Order.CreateOrder(request);
        Register(ticket, refused == null ? security : null);
        if (refused != null)
        {
            var tag = refused.ErrorCode == OrderResponseErrorCode.AlgorithmWarmingUp ? "Algorithm warming up." : refused.ErrorMessage;
            order.PriceCurrency = security.SymbolProperties.QuoteCurrency;
            order.Status = OrderStatus.Invalid;
            order.Tag = tag;
            ticket.SetOrder(order);
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, tag));
            return ticket;
        }
        order.SetSubmission(security.BidPrice, security.AskPrice, security.Close);
        order.Ticket = ticket;
        _submitted[request] = order;
        _queue.Enqueue(request);
        HandleQueue();
        return ticket;
    }

    // Live orders are the broker's to refuse.
    private bool CanBorrow(Security security, decimal quantity, int? updated = null) =>
        Brokerage != null || ReferenceEquals(security.ShortableProvider, NullShortableProvider.Instance) || algorithm.Shortable(security.Symbol, quantity, updated);

    private string NotShortable(Security security, decimal quantity) =>
        string.Create(CultureInfo.InvariantCulture, $"Order exceeds shortable quantity {algorithm.ShortableQuantity(security.Symbol)} for Symbol {security.Symbol} requested {quantity})");

    // Orders whose submission waits in the queue.
    private readonly Dictionary<SubmitOrderRequest, Order> _submitted = [];

    private OrderTicket Update(UpdateOrderRequest request)
    {
        var ticket = GetOrderTicket(request.OrderId);
        if (ticket?.Order is not { } order) return OrderTicket.InvalidUpdateOrderId(algorithm.Transactions, request);
        ticket.AddUpdateRequest(request);
        if (order.Status == OrderStatus.New) request.SetResponse(OrderResponse.InvalidNewStatus(request, order));
        else if (order.Status.IsClosed() && !request.IsAllowedForClosedOrder()) request.SetResponse(OrderResponse.InvalidStatus(request, order));
        else if (request.Quantity == 0) request.SetResponse(OrderResponse.ZeroQuantity(request));
        else if (algorithm.IsWarmingUp) request.SetResponse(OrderResponse.WarmingUp(request));
        else if ((request.Quantity ?? order.Quantity) is var quantity && (order.Quantity < 0 || quantity < 0) && algorithm.Securities[order.Symbol] is var security && !CanBorrow(security, quantity, order.Id))
            request.SetResponse(OrderResponse.Error(request, OrderResponseErrorCode.ExceedsShortableQuantity, NotShortable(security, ticket.Quantity)));
        else
        {
            request.Succeed(OrderRequestStatus.Processing);
            _queue.Enqueue(request);
        }
        return ticket;
    }

    private OrderTicket Cancel(CancelOrderRequest request)
    {
        var ticket = GetOrderTicket(request.OrderId);
        if (ticket?.Order is not { } order) return OrderTicket.InvalidCancelOrderId(algorithm.Transactions, request);
        if (!ticket.TrySetCancelRequest(request))
        {
            request.SetResponse(OrderResponse.Error(request, OrderResponseErrorCode.InvalidRequest, "Cancellation is already in progress."));
            return ticket;
        }
        if (request.Tag != null) order.Tag = request.Tag;
        if (order.Status == OrderStatus.New) request.SetResponse(OrderResponse.InvalidNewStatus(request, order));
        else if (order.Status.IsClosed()) request.SetResponse(OrderResponse.InvalidStatus(request, order));
        else if (algorithm.IsWarmingUp) request.SetResponse(OrderResponse.WarmingUp(request));
        else
        {
            _cancelPending[order.Id] = order.Status;
            order.Status = OrderStatus.CancelPending;
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero));
            request.Succeed(OrderRequestStatus.Processing);
            _queue.Enqueue(request);
        }
        return ticket;
    }

    private void Register(OrderTicket ticket, Security security)
    {
        while (_tickets.Count < ticket.OrderId) _tickets.Add(null);
        _tickets[ticket.OrderId - 1] = ticket;
        if (security == null) return;
        while (_openBySecurity.Count <= security.Slot) _openBySecurity.Add(null);
        (_openBySecurity[security.Slot] ??= []).Add(ticket);
        _openCount++;
    }

    private List<OrderTicket> OpenOf(Security security) => (uint)security.Slot < (uint)_openBySecurity.Count ? _openBySecurity[security.Slot] : null;

    private void HandleQueue()
    {
        while (_queue.TryDequeue(out var request))
        {
            var failure = request switch
            {
                SubmitOrderRequest submit => HandleSubmit(submit),
                UpdateOrderRequest update => HandleUpdate(update),
                _ => HandleCancel((CancelOrderRequest)request),
            };
            if (failure == null) request.Succeed(OrderRequestStatus.Processed);
            else request.SetResponse(failure, OrderRequestStatus.Processed);
            Scan();
        }
    }

    // These return null for success.
    private OrderResponse HandleSubmit(SubmitOrderRequest request)
    {
        _submitted.Remove(request, out var order);
        var ticket = _tickets[request.OrderId - 1];
        var security = algorithm.Securities[order.Symbol];
        order.PriceCurrency = security.SymbolProperties.QuoteCurrency;
        if (string.IsNullOrEmpty(order.Tag)) order.Tag = order.GetDefaultTag();
        order.Quantity = OrderRounding.Quantity(order, security);
        _rounding.Prices(order, security);
        order.PriceAdjustmentMode = security.DataNormalizationMode;
        ticket.SetOrder(order);
        if (order.Quantity == 0)
        {
            var zero = OrderResponse.ZeroQuantity(request);
            algorithm.Error(zero.ErrorMessage);
            Invalidate(order, zero.ErrorMessage);
            return zero;
        }

        if (!TryGetPower(order, security, out var power)) return NoPowerKnown(request);
        if (!power.IsSufficient)
        {
            var message = InsufficientPower(order, security, power);
            algorithm.Error(message);
            Invalidate(order, message);
            return OrderResponse.Error(request, OrderResponseErrorCode.InsufficientBuyingPower, message);
        }
        if (!algorithm.BrokerageModel.CanSubmitOrder(security, order, out var refusal))
        {
            var message = $"BrokerageModel declared unable to submit order: [{order.Id}] {refusal}";
            Invalidate(order, message);
            algorithm.Error(message);
            return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageModelRefusedToSubmitOrder, message);
        }

        if (Brokerage != null) return Place(request, order);
        _needsScan = true;
        AddPending(order);
        order.AddBrokerId();
        HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero) { Status = OrderStatus.Submitted });
        return null;
    }

    private OrderResponse HandleUpdate(UpdateOrderRequest request)
    {
        var ticket = GetOrderTicket(request.OrderId);
        var order = ticket.Order;
        if (order.Status == OrderStatus.New) return OrderResponse.InvalidNewStatus(request, order);
        var closed = order.Status.IsClosed();
        if (closed && !request.IsAllowedForClosedOrder()) return OrderResponse.InvalidStatus(request, order);
        var security = algorithm.Securities[order.Symbol];
        order.Quantity = OrderRounding.Quantity(order, security);
        if (!algorithm.BrokerageModel.CanUpdateOrder(security, order, request, out var refusal))
        {
            var message = $"OrderID: {order.Id} {refusal}";
            algorithm.Error(message);
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, "BrokerageModel declared unable to update order"));
            return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageModelRefusedToUpdateOrder, message);
        }
        var updated = order.Clone();
        updated.ApplyUpdateOrderRequest(request);
        if (!TryGetPower(updated, security, out var power)) return NoPowerKnown(request);
        if (!power.IsSufficient)
        {
            var message = $"Brokerage failed to update order with id: {order.Id}, Symbol: {order.Symbol.Value}, Insufficient buying power to complete order, Reason: {power.Reason}.";
            algorithm.Error(message);
            HandleOrderEvent(new OrderEvent(updated, algorithm.UtcTime, OrderFee.Zero, message));
            return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageFailedToUpdateOrder, message);
        }
        order.ApplyUpdateOrderRequest(request);
        _rounding.Prices(order, security);
        if (closed) return null;
        if (Brokerage != null ? !Brokerage.UpdateOrder(order) : !_pending.Contains(order))
        {
            var message = $"Brokerage failed to update order with id {request.OrderId}";
            algorithm.Error(message);
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, "Brokerage failed to update order"));
            return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageFailedToUpdateOrder, message);
        }
        if (Brokerage != null) return OrderResponse.Success(request);
        _needsScan = true;
        order.AddBrokerId();
        HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero) { Status = OrderStatus.UpdateSubmitted });
        return null;
    }

    private OrderResponse HandleCancel(CancelOrderRequest request)
    {
        var order = GetOrderTicket(request.OrderId).Order;
        if (order.Status == OrderStatus.New || order.Status.IsClosed())
        {
            if (_cancelPending.Remove(order.Id, out var before) && order.Status == OrderStatus.CancelPending) order.Status = before;
            return order.Status == OrderStatus.New ? OrderResponse.InvalidNewStatus(request, order) : OrderResponse.InvalidStatus(request, order);
        }
        if (Brokerage != null) return Cancel(request, order);
        var known = _pending.Remove(order);
        order.AddBrokerId();
        HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero) { Status = OrderStatus.Canceled });
        if (!known)
        {
            var message = $"Brokerage failed to cancel order with id {order.Id}";
            algorithm.Error(message);
            return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageFailedToCancelOrder, message);
        }
        if (request.Tag != null) order.Tag = request.Tag;
        return null;
    }

    // False, after an event, where the margin model fails: a quantity too large to count with, for one.
    private bool TryGetPower(Order order, Security security, out HasSufficientBuyingPowerForOrderResult power)
    {
        try
        {
            power = security.BuyingPowerModel.HasSufficientBuyingPowerForOrder(algorithm.Portfolio, security, order);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.Error(e);
            algorithm.Error($"Order Error: id: {order.Id}, Error executing margin models: {e.Message}");
            HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, "Error executing margin models"));
            power = null;
            return false;
        }
    }

    private static OrderResponse NoPowerKnown(OrderRequest request) =>
        OrderResponse.Error(request, OrderResponseErrorCode.ProcessingError, "An error occurred while checking sufficient buying power for the orders.");
}
