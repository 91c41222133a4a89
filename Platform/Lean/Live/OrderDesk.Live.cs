using QuantConnect.Interfaces;
using QuantConnect.Orders;

namespace QuantConnect.Lean.Engine;

internal sealed partial class OrderDesk
{
    /// <summary>Carries out the orders of a live run; null: they are simulated here.</summary>
    public IBrokerage Brokerage { get; set; }

    /// <summary>Takes up an order that was open before this run.</summary>
    public void Restore(Order order)
    {
        var security = algorithm.Securities[order.Symbol];
        var (limit, stop) = order switch
        {
            LimitOrder x => (x.LimitPrice, 0m),
            StopLimitOrder x => (x.LimitPrice, x.StopPrice),
            StopMarketOrder x => (0m, x.StopPrice),
            _ => (0m, 0m),
        };
        var request = new SubmitOrderRequest(order.Type, order.SecurityType, order.Symbol, order.Quantity, stop, limit, order.Time, order.Tag, order.Properties);
        algorithm.Transactions.SetOrderId(request);
        order.Id = request.OrderId;
        order.PriceCurrency = security.SymbolProperties.QuoteCurrency;
        request.SetResponse(OrderResponse.Success(request), OrderRequestStatus.Processed);
        var ticket = new OrderTicket(algorithm.Transactions, request);
        Register(ticket, security);
        ticket.SetOrder(order);
    }

    /// <summary>Books what the brokerage told of an order; what is no news is left out.</summary>
    public void Take(OrderEvent orderEvent)
    {
        if (GetOrderTicket(orderEvent.OrderId)?.Order is not { } order) return;
        if (orderEvent.FillQuantity == 0 && (order.Status == orderEvent.Status || order.Status.IsClosed())) return;
        HandleOrderEvent(orderEvent);
    }

    private OrderResponse Place(OrderRequest request, Order order)
    {
        if (Brokerage.PlaceOrder(order)) return OrderResponse.Success(request);
        var message = $"Brokerage failed to place order: [{order.Id}]";
        Invalidate(order, message);
        algorithm.Error(message);
        return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageFailedToSubmitOrder, message);
    }

    private OrderResponse Cancel(OrderRequest request, Order order)
    {
        if (Brokerage.CancelOrder(order))
        {
            if (request.Tag != null) order.Tag = request.Tag;
            return OrderResponse.Success(request);
        }
        if (_cancelPending.Remove(order.Id, out var before)) order.Status = before;
        var message = $"Brokerage failed to cancel order with id {order.Id}";
        algorithm.Error(message);
        return OrderResponse.Error(request, OrderResponseErrorCode.BrokerageFailedToCancelOrder, message);
    }
}
