using QuantConnect.Logging;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.Fills;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

internal sealed partial class OrderDesk
{
    // One pass over the orders that the brokerage holds, by id.
    private void Scan()
    {
        if (!_needsScan) return;
        // A fill may lead to a request and that to another scan: each has its own list of what is pending now.
        var orders = _scanned ?? [];
        _scanned = null;
        orders.AddRange(_pending);
        foreach (var order in orders)
            ScanOne(order);
        orders.Clear();
        _scanned = orders;
        _needsScan = _pending.Count > 0;
    }

    private void ScanOne(Order order)
    {
        if (order.Status.IsClosed())
        {
            _pending.Remove(order);
            return;
        }
        if (order.Time == algorithm.UtcTime && order.Type != OrderType.Market) return;
        var security = algorithm.Securities[order.Symbol];
        if (order.Type == OrderType.MarketOnOpen && (!security.HasData || security.Zone.FromUtc(order.Time) >= security.Cache.LastEnd)) return;
        if (order.TimeInForce.IsOrderExpired(security, order))
        {
            Remove(order, OrderStatus.Canceled, "The order has expired.");
            return;
        }
        if (!algorithm.BrokerageModel.CanExecuteOrder(security, order)) return;

        HasSufficientBuyingPowerForOrderResult power;
        try
        {
            power = security.BuyingPowerModel.HasSufficientBuyingPowerForOrder(algorithm.Portfolio, security, order);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Remove(order, OrderStatus.Invalid, e.Message);
            algorithm.Error($"Order Error: ids: [{order.Id}], Error executing margin models: {e.Message}");
            return;
        }
        if (!power.IsSufficient)
        {
            if (order.Status == OrderStatus.CancelPending) return;
            var message = InsufficientPower(order, security, power);
            Remove(order, OrderStatus.Invalid, message);
            algorithm.Error(message);
            return;
        }
        Fill(order, security);
    }

    private void Fill(Order order, Security security)
    {
        var fills = new List<OrderEvent>(1);
        try
        {
            var fill = security.FillModel.Fill(new FillModelParameters(security, order, algorithm.Settings.StalePriceTimeSpan));
            var valid = true;
            foreach (var item in fill) valid &= order.TimeInForce.IsFillValid(security, order, item);
            if (valid) fills.AddRange(fill);
            foreach (var item in fills)
                if (item.Status == OrderStatus.Filled && item.OrderFee.Value.Amount == 0m)
                    item.OrderFee = security.FeeModel.GetOrderFee(new OrderFeeParameters(security, order));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.Error(e);
            algorithm.Error($"Order Error: id: {order.Id}, Transaction model failed to fill for order type: {order.Type} with error: {e.Message}");
        }
        if (fills.Count == 0) return;
        var all = true;
        foreach (var item in fills)
        {
            all &= item.Status.IsClosed();
            if (order.Status == item.Status && item.FillQuantity == 0) continue;
            order.Status = item.Status;
            HandleOrderEvent(item);
        }
        if (all) _pending.Remove(order);
    }

    private void HandleOrderEvent(OrderEvent orderEvent)
    {
        var ticket = _tickets[orderEvent.OrderId - 1];
        var order = ticket.Order;
        var security = algorithm.Securities[order.Symbol];
        orderEvent.Ticket = ticket;
        if (orderEvent.Status.IsClosed() && OpenOf(security) is { } open && open.Remove(ticket)) _openCount--;
        if (_cancelPending.ContainsKey(order.Id))
        {
            if (orderEvent.Status.IsClosed()) _cancelPending.Remove(order.Id);
            else if (orderEvent.Status != OrderStatus.CancelPending) _cancelPending[order.Id] = orderEvent.Status;
        }
        if ((order.Status != OrderStatus.Filled && order.Status != OrderStatus.Canceled) || orderEvent.Status != OrderStatus.Invalid) order.Status = orderEvent.Status;
        orderEvent.Id = order.GetNewId();
        switch (orderEvent.Status)
        {
            case OrderStatus.Canceled:
                order.CanceledTime = orderEvent.UtcTime;
                break;
            case OrderStatus.PartiallyFilled or OrderStatus.Filled:
                order.LastFillTime = orderEvent.UtcTime;
                break;
            case OrderStatus.UpdateSubmitted or OrderStatus.Submitted when ticket.UpdateRequests.Count > 0:
                order.LastUpdateTime = orderEvent.UtcTime;
                break;
        }
        orderEvent.Quantity = order.Quantity;
        CopyPrices(order, orderEvent);
        if (orderEvent.Status.IsFill())
        {
            _fills.Clear();
            _fills.Add(orderEvent);
            algorithm.Portfolio.ProcessFills(_fills);
            algorithm.TradeBuilder.ProcessFill(orderEvent, security.QuoteCurrency.ConversionRate,
                algorithm.Portfolio.CashBook.ConvertToAccountCurrency(orderEvent.OrderFee.Value).Amount, security.SymbolProperties.ContractMultiplier);
        }
        ticket.AddOrderEvent(orderEvent);
        if (orderEvent.Status == OrderStatus.None) return;
        _events.Add(orderEvent);
        record(orderEvent);
        algorithm.Execution.OnOrderEvent(algorithm, orderEvent);
        try
        {
            algorithm.OnOrderEvent(orderEvent);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            algorithm.Clock.RequireRunning();
            algorithm.SetRunTimeError(e);
        }
    }

    private void Remove(Order order, OrderStatus status, string message)
    {
        _pending.Remove(order);
        HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, message) { Status = status });
    }

    private void Invalidate(Order order, string message)
    {
        if (!order.Status.IsClosed()) order.Status = OrderStatus.Invalid;
        HandleOrderEvent(new OrderEvent(order, algorithm.UtcTime, OrderFee.Zero, message));
    }

    private void AddPending(Order order)
    {
        if (_pending.Count == 0 || _pending[^1].Id < order.Id)
        {
            _pending.Add(order);
            return;
        }
        var at = 0;
        while (at < _pending.Count && _pending[at].Id <= order.Id) at++;
        _pending.Insert(at, order);
    }

    private static string InsufficientPower(Order order, Security security, HasSufficientBuyingPowerForOrderResult power) =>
        $"Order Error: ids: [{order.Id}], Insufficient buying power to complete orders (Value:[{order.GetValue(security).SmartRounding().ToStringInvariant()}]), Reason: {power.Reason}.";

    private static void CopyPrices(Order order, OrderEvent orderEvent)
    {
        switch (order)
        {
            case LimitOrder limit:
                orderEvent.LimitPrice = limit.LimitPrice;
                break;
            case TrailingStopOrder trailing:
                orderEvent.StopPrice = trailing.StopPrice;
                orderEvent.TrailingAmount = trailing.TrailingAmount;
                break;
            case StopMarketOrder stop:
                orderEvent.StopPrice = stop.StopPrice;
                break;
            case StopLimitOrder stopLimit:
                orderEvent.LimitPrice = stopLimit.LimitPrice;
                orderEvent.StopPrice = stopLimit.StopPrice;
                break;
            case LimitIfTouchedOrder touched:
                orderEvent.LimitPrice = touched.LimitPrice;
                orderEvent.TriggerPrice = touched.TriggerPrice;
                break;
        }
    }
}
