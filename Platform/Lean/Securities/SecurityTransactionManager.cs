using QuantConnect.Interfaces;
using QuantConnect.Orders;

namespace QuantConnect.Securities;

/// <summary>What is held, and what open orders would add.</summary>
public class ProjectedHoldings(decimal holdingsQuantity, decimal openOrdersQuantity)
{
    public decimal HoldingsQuantity { get; set; } = holdingsQuantity;
    public decimal OpenOrdersQuantity { get; set; } = openOrdersQuantity;
    public decimal ProjectedQuantity => HoldingsQuantity + OpenOrdersQuantity;
}

/// <summary>The algorithm's orders: sending, changing, looking up.</summary>
public class SecurityTransactionManager
{
    private readonly SecurityManager _securities;
    private readonly Func<bool> _isWarmingUp;
    // By time.
    private readonly List<(DateTime Time, decimal ProfitLoss, bool IsWin)> _records = [];
    private IOrderProcessor _processor;
    private int _orderId;

    internal SecurityTransactionManager(SecurityManager securities, Func<bool> isWarmingUp)
    {
        _securities = securities;
        _isWarmingUp = isWarmingUp;
    }

    public DateTime UtcTime => _securities.UtcTime;

    /// <summary>Profit of closing fills by time (UTC); equal times are a millisecond apart.</summary>
    public Dictionary<DateTime, decimal> TransactionRecord => _records.ToDictionary(x => x.Time, x => x.ProfitLoss);

    /// <summary>The same, in order of time.</summary>
    internal IReadOnlyList<(DateTime Time, decimal ProfitLoss, bool IsWin)> Records => _records;

    /// <summary>Profit or loss of the records from one UTC time to before another.</summary>
    internal List<decimal> ResultsBetween(DateTime from, DateTime end)
    {
        var first = _records.Count;
        while (first > 0 && _records[first - 1].Time >= from) first--;
        var results = new List<decimal>(_records.Count - first);
        for (; first < _records.Count && _records[first].Time < end; first++) results.Add(_records[first].ProfitLoss);
        return results;
    }

    public int WinCount => _records.Count(x => x.IsWin);
    public int LossCount => _records.Count(x => !x.IsWin);
    public Dictionary<DateTime, decimal> WinningTransactions => _records.Where(x => x.IsWin).ToDictionary(x => x.Time, x => x.ProfitLoss);
    public Dictionary<DateTime, decimal> LosingTransactions => _records.Where(x => !x.IsWin).ToDictionary(x => x.Time, x => x.ProfitLoss);
    public int LastOrderId => _orderId;
    public TimeSpan MarketOrderFillTimeout { get; set; } = TimeSpan.Zero;
    public int OrdersCount => _processor?.OrdersCount ?? 0;

    /// <exception cref="InvalidOperationException">The algorithm is warming up.</exception>
    public OrderTicket ProcessRequest(OrderRequest request)
    {
        if (_isWarmingUp()) throw new InvalidOperationException(OrderResponse.WarmingUp(request).ToString());
        if (request is SubmitOrderRequest submit) SetOrderId(submit);
        return _processor.Process(request);
    }

    public void SetOrderId(SubmitOrderRequest request)
    {
        if (request.OrderId < 1) request.SetOrderId(GetIncrementOrderId());
    }

    public OrderTicket AddOrder(SubmitOrderRequest request) => ProcessRequest(request);

    public OrderTicket UpdateOrder(UpdateOrderRequest request) => ProcessRequest(request);

    public OrderTicket CancelOrder(int orderId, string orderTag = null) => RemoveOrder(orderId, orderTag);

    public OrderTicket RemoveOrder(int orderId, string tag = null) => ProcessRequest(new CancelOrderRequest(UtcTime, orderId, tag ?? string.Empty));

    public List<OrderTicket> CancelOpenOrders()
    {
        if (_isWarmingUp()) throw new InvalidOperationException("This operation is not allowed in Initialize or during warm up: CancelOpenOrders. Please move this code to the OnWarmupFinished() method.");
        var cancelled = new List<OrderTicket>();
        foreach (var ticket in GetOpenOrderTickets())
        {
            ticket.Cancel(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Canceled by CancelOpenOrders() at {UtcTime:o}"));
            cancelled.Add(ticket);
        }
        return cancelled;
    }

    public List<OrderTicket> CancelOpenOrders(Symbol symbol, string tag = null)
    {
        if (_isWarmingUp()) throw new InvalidOperationException("This operation is not allowed in Initialize or during warm up: CancelOpenOrders. Please move this code to the OnWarmupFinished() method.");
        var cancelled = new List<OrderTicket>();
        foreach (var ticket in GetOpenOrderTickets(symbol))
        {
            ticket.Cancel(tag);
            cancelled.Add(ticket);
        }
        return cancelled;
    }

    public IEnumerable<OrderTicket> GetOrderTickets(Func<OrderTicket, bool> filter = null) => [.. _processor.GetOrderTickets(filter)];

    public IEnumerable<OrderTicket> GetOpenOrderTickets(Symbol symbol) => GetOpenOrderTickets(x => x.Symbol == symbol);

    public IEnumerable<OrderTicket> GetOpenOrderTickets(Func<OrderTicket, bool> filter = null) => [.. _processor.GetOpenOrderTickets(filter)];

    public decimal GetOpenOrdersRemainingQuantity(Func<OrderTicket, bool> filter = null)
    {
        var sum = 0m;
        foreach (var ticket in _processor.GetOpenOrderTickets(filter)) sum += ticket.QuantityRemaining;
        return sum;
    }

    public decimal GetOpenOrdersRemainingQuantity(Symbol symbol) => GetOpenOrdersRemainingQuantity(x => x.Symbol == symbol);

    public OrderTicket GetOrderTicket(int orderId) => _processor.GetOrderTicket(orderId);

    /// <returns>Whether the order is closed; a backtest never waits.</returns>
    public bool WaitForOrder(int orderId) => GetOrderTicket(orderId)?.Status.IsClosed() ?? false;

    public List<Order> GetOpenOrders(Symbol symbol) => GetOpenOrders(x => x.Symbol == symbol);

    public List<Order> GetOpenOrders(Func<Order, bool> filter = null) => _processor.GetOpenOrders(filter);

    /// <summary>A copy of the order, or null.</summary>
    public Order GetOrderById(int orderId) => _processor.GetOrderById(orderId);

    public List<Order> GetOrdersByBrokerageId(string brokerageId) => [.. _processor.GetOrders(x => x.BrokerId.Contains(brokerageId))];

    public IEnumerable<Order> GetOrders(Func<Order, bool> filter = null) => [.. _processor.GetOrders(filter)];

    public int GetIncrementOrderId() => ++_orderId;

    public void SetOrderProcessor(IOrderProcessor orderProvider) => _processor = orderProvider;

    public void AddTransactionRecord(DateTime time, decimal transactionProfitLoss, bool isWin)
    {
        int at = 0, end = _records.Count;
        while (at < end)
        {
            var middle = (at + end) >>> 1;
            if (_records[middle].Time < time) at = middle + 1;
            else end = middle;
        }
        for (; at < _records.Count && _records[at].Time == time; at++) time = time.AddMilliseconds(1);
        _records.Insert(at, (time, transactionProfitLoss, isWin));
    }

    public ProjectedHoldings GetProjectedHoldings(Security security) => _processor.GetProjectedHoldings(security);
}
