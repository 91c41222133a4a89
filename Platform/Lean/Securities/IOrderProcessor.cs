using QuantConnect.Orders;

namespace QuantConnect.Securities;

/// <summary>All orders of a run.</summary>
public interface IOrderProvider
{
    int OrdersCount { get; }
    Order GetOrderById(int orderId);
    IEnumerable<OrderTicket> GetOrderTickets(Func<OrderTicket, bool> filter = null);
    IEnumerable<OrderTicket> GetOpenOrderTickets(Func<OrderTicket, bool> filter = null);
    OrderTicket GetOrderTicket(int orderId);
    IEnumerable<Order> GetOrders(Func<Order, bool> filter = null);
    List<Order> GetOpenOrders(Func<Order, bool> filter = null);

    /// <summary>The position, and what open orders have yet to change in it.</summary>
    ProjectedHoldings GetProjectedHoldings(Security security);
}

/// <summary>Carries out order requests.</summary>
public interface IOrderProcessor : IOrderProvider
{
    OrderTicket Process(OrderRequest request);
}
