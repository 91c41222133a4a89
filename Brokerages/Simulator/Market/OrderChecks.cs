using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>What the broker looks at before it takes an order.</summary>
internal static class OrderChecks
{
    /// <summary>Fields that go together.</summary>
    public static void Fields(AlpacaOrderRequest order)
    {
        if (order.ClientId.Length > 128) throw RefusalException.Input("client_order_id must be no more than 128 characters");
        if (order.Quantity <= 0) throw RefusalException.Input("qty must be > 0");
        if (order.Quantity != decimal.Truncate(order.Quantity) && order is not { Kind: OrderKind.Market, Duration: OrderDuration.Day })
            throw RefusalException.Input("fractional orders must be market DAY orders");
        if (order.Kind is OrderKind.Limit or OrderKind.StopLimit && order.LimitPrice is not > 0) throw RefusalException.Input("limit orders require limit price");
        if (order.Kind is OrderKind.Stop or OrderKind.StopLimit && order.StopPrice is not > 0) throw RefusalException.Input("stop orders require stop price");
        if (order.Kind is OrderKind.Market or OrderKind.Stop && order.LimitPrice is not null) throw RefusalException.Input($"{Words.Of(order.Kind)} orders must not have limit price");
        if (order.Duration is OrderDuration.OnOpen or OrderDuration.OnClose && order.Kind is not (OrderKind.Market or OrderKind.Limit))
            throw RefusalException.Input($"{Words.Of(order.Duration)} orders must be market or limit orders");
    }

    /// <summary>Orders for auctions outside their windows.</summary>
    public static void Window(OrderWindow window, OrderDuration duration, DateTime now)
    {
        if (duration is not (OrderDuration.OnOpen or OrderDuration.OnClose) || window.NextAllowed(duration, now) == now) return;
        throw RefusalException.Input(duration == OrderDuration.OnOpen
            ? "opg orders must be submitted after 7:00pm and before 9:28am"
            : "cls orders must be submitted after 7:00pm and before 3:50pm");
    }

    /// <summary>Shares: what a position and its open orders leave to be closed, and no order across zero.</summary>
    public static void Shares(SimulatedOrder order, decimal held, IEnumerable<SimulatedOrder> open)
    {
        if (held == 0 || Math.Sign(order.Signed(1)) == Math.Sign(held)) return;
        var existing = Math.Abs(held);
        var promised = open.Where(other => other.Symbol == order.Symbol && other.Side == order.Side && other.Id != order.Replaces).Sum(other => other.Remaining);
        if (order.Quantity > existing - promised)
            throw RefusalException.Forbidden($"insufficient qty available for order (requested: {order.Quantity}, available: {Math.Max(0, existing - promised)})");
    }

    /// <summary>Trades with oneself.</summary>
    public static void Wash(SimulatedOrder order, IEnumerable<SimulatedOrder> open)
    {
        foreach (var other in open)
        {
            if (other.Symbol != order.Symbol || other.Side == order.Side || other.Id == order.Replaces) continue;
            var (buy, sell) = order.Side == OrderSide.Buy ? (order, other) : (other, order);
            if (buy.LimitPrice is not { } bid || sell.LimitPrice is not { } ask || bid >= ask)
                throw RefusalException.Forbidden("potential wash trade detected. use complex orders");
        }
    }

    /// <summary>What an order adds to a position, in dollars.</summary>
    public static decimal Exposure(SimulatedOrder order, decimal held, decimal price)
    {
        var opening = Math.Sign(order.Signed(1)) == -Math.Sign(held) ? Math.Max(0, order.Remaining - Math.Abs(held)) : order.Remaining;
        return opening * (order.LimitPrice ?? Math.Max(price, order.StopPrice ?? 0));
    }
}
