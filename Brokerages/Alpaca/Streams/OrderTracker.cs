namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>Turns updates that may be repeated, out of order or missing into changes that add up.</summary>
/// <remarks>An order's filled quantity only grows, and a closed order stays closed: so an update that brings neither is old news, and one that brings more
/// than the last fill tells what was missed. Sums of quantity × price agree with the broker's average price. Thread-safe.</remarks>
public sealed class OrderTracker
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AlpacaOrder> _orders = [];

    /// <summary>Orders that are not closed, by the broker's id.</summary>
    public IReadOnlyList<AlpacaOrder> Open { get { lock (_lock) return [.. _orders.Values.Where(order => !order.IsClosed)]; } }

    /// <summary>The order as last known; null when it is not.</summary>
    public AlpacaOrder? Find(string id) { lock (_lock) return _orders.GetValueOrDefault(id); }

    /// <summary>Takes an order as known without a change: at the start, from a journal or the broker.</summary>
    public void Know(AlpacaOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        lock (_lock) _orders[order.Id] = order;
    }

    /// <summary>Takes what was heard of an order.</summary>
    /// <returns>What is new; null when nothing is.</returns>
    public OrderChange? Apply(TradeUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        lock (_lock) return Merge(update);
    }

    /// <summary>Forgets closed orders, so that memory stays flat.</summary>
    /// <param name="before">UTC; those last changed earlier.</param>
    public void Forget(DateTime before)
    {
        lock (_lock)
            foreach (var order in _orders.Values.Where(order => order.IsClosed && order.UpdatedAt < before).ToArray()) _orders.Remove(order.Id);
    }

    private OrderChange? Merge(TradeUpdate update)
    {
        var after = update.Order;
        var before = _orders.GetValueOrDefault(after.Id);
        var known = before?.FilledQuantity ?? 0;
        var fresh = after.FilledQuantity - known;
        if (before is not null && fresh <= 0 && (before.IsClosed || after.Status == before.Status || Older(after, before))) return null;
        if (fresh < 0) return null;
        // A late partial fill does not open a closed order again.
        var merged = before is { IsClosed: true } || (before is not null && Older(after, before) && !after.IsClosed) ? after with { Status = before.Status } : after;
        _orders[after.Id] = merged;
        var price = fresh == 0 ? 0
            : update.Quantity == fresh && update.Price is { } single ? single
            : ((after.AveragePrice ?? 0) * after.FilledQuantity - (before?.AveragePrice ?? 0) * known) / fresh;
        return new OrderChange(merged, fresh, price, before?.Status, update.Time ?? after.UpdatedAt);
    }

    private static bool Older(AlpacaOrder order, AlpacaOrder than) => order.UpdatedAt < than.UpdatedAt;
}
