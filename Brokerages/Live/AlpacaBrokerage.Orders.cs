using System.Diagnostics;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Guards;
using LeanDeep.Brokerages.State;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using AlpacaStatus = LeanDeep.Brokerages.Alpaca.OrderStatus;
using OrderStatus = QuantConnect.Orders.OrderStatus;

namespace LeanDeep.Brokerages.Live;

// Orders: LEAN's on one side, the router's on the other.
public sealed partial class AlpacaBrokerage
{
    private readonly SemaphoreSlim _due = new(0);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Order> _orders = new();
    // Shares that open orders of a name still change; of the algorithm's thread and, for news, under the lock.
    private readonly Dictionary<string, decimal> _pending = [];
    private readonly List<(string Id, Order Order)> _placed = [];
    private decimal? _gross;
    private int _news;

    /// <summary>What the algorithm says decides for it; the value of its runtime statistic "Model".</summary>
    public string? Model { get; set; }

    /// <summary>Seconds from the arrival of a decision's last bar to its last order with the broker.</summary>
    public LatencyLog Latency { get; } = new();

    /// <summary>How often news of orders have come.</summary>
    public int News => Volatile.Read(ref _news);

    /// <summary>Orders committed.</summary>
    public int DecidedOrders { get; private set; }

    /// <summary>Orders kept back.</summary>
    public int BlockedOrders { get; private set; }

    public override List<Order> GetOpenOrders()
    {
        var open = new List<Order>();
        foreach (var booked in Router.Open.Where(order => order.Root is null || order.Root.IsClosed))
        {
            var quantity = booked.Sign * (booked.Remaining + (booked.Rest?.Remaining ?? 0));
            var (symbol, terms, tag) = (SymbolOf(booked.Request.Symbol), booked.Request, booked.Tag ?? "");
            Order order = (terms.Kind, terms.Duration) switch
            {
                (OrderKind.Market, OrderDuration.OnOpen) => new MarketOnOpenOrder(symbol, quantity, booked.Decided, tag),
                (OrderKind.Market, OrderDuration.OnClose) => new MarketOnCloseOrder(symbol, quantity, booked.Decided, tag),
                (OrderKind.Limit, _) => new LimitOrder(symbol, quantity, terms.LimitPrice!.Value, booked.Decided, tag),
                (OrderKind.Stop, _) => new StopMarketOrder(symbol, quantity, terms.StopPrice!.Value, booked.Decided, tag),
                (OrderKind.StopLimit, _) => new StopLimitOrder(symbol, quantity, terms.StopPrice!.Value, terms.LimitPrice!.Value, booked.Decided, tag),
                _ => new MarketOrder(symbol, quantity, booked.Decided, tag),
            };
            order.Status = OrderStatus.Submitted;
            var id = (booked.Root ?? booked).Ids[0];
            order.BrokerId.Add(id);
            _orders[id] = order;
            lock (_pending) _pending[terms.Symbol] = _pending.GetValueOrDefault(terms.Symbol) + quantity;
            open.Add(order);
        }
        return open;
    }

    public override bool PlaceOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (TermsOf(order) is not { } terms) return false;
        var now = _clock.GetUtcNow();
        if (RiskGuards.Check(_options.Limits, CheckOf(order, now)) is { } verdict)
        {
            BlockedOrders++;
            Router.Stage(new Blocked(now, terms.Symbol, order.Quantity, verdict.Guard, verdict.Reason));
            var message = $"blocked by guard {verdict.Guard}: {verdict.Reason}";
            OnAlert?.Invoke("blocked", message);
            OnOrderEvent(new OrderEvent(order, now, OrderFee.Zero, message) { Status = OrderStatus.Invalid });
            return true;
        }
        var id = Router.Stage(terms, order.Time, string.IsNullOrEmpty(order.Tag) ? null : order.Tag, Model, PriceOf(order.Symbol));
        order.BrokerId.Add(id);
        _orders[id] = order;
        _placed.Add((id, order));
        lock (_pending) _pending[terms.Symbol] = _pending.GetValueOrDefault(terms.Symbol) + order.Quantity;
        if (_gross is { } gross) _gross = gross + Math.Abs(order.Quantity) * PriceOf(order.Symbol);
        return true;
    }

    public override bool UpdateOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (limit, stop) = order switch
        {
            LimitOrder x => ((decimal?)x.LimitPrice, (decimal?)null),
            StopLimitOrder x => (x.LimitPrice, x.StopPrice),
            StopMarketOrder x => (null, x.StopPrice),
            _ => (null, null),
        };
        var done = IdOf(order) is { } id && Router.ReplaceAsync(id, order.AbsoluteQuantity, limit, stop, _stop.Token).GetAwaiter().GetResult();
        if (done) OnOrderEvent(new OrderEvent(order, _clock.GetUtcNow(), OrderFee.Zero) { Status = OrderStatus.UpdateSubmitted });
        return done;
    }

    public override bool CancelOrder(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (IdOf(order) is not { } id) return false;
        var result = Router.CancelAsync(id, "cancelled by the algorithm", _stop.Token).GetAwaiter().GetResult();
        if (result == CancelResult.Withdrawn)
        {
            _placed.RemoveAll(placed => placed.Id == id);
            Forget(order);
            OnOrderEvent(new OrderEvent(order, _clock.GetUtcNow(), OrderFee.Zero) { Status = OrderStatus.Canceled });
        }
        return result != CancelResult.Over;
    }

    /// <summary>Writes what the algorithm has decided since the last call, and lets it go out.</summary>
    /// <param name="reached">UTC end of the last bars that the algorithm has seen.</param>
    /// <exception cref="IOException">The journal cannot be written: nothing was decided.</exception>
    public void Commit(DateTime reached)
    {
        _gross = null;
        Router.Commit(reached);
        if (_placed.Count == 0) return;
        var now = _clock.GetUtcNow();
        Latency.Begin(Stopwatch.GetTimestamp() - _lastArrival < Stopwatch.Frequency * 10 ? _lastArrival : Stopwatch.GetTimestamp());
        OnOrderEvents([.. _placed.Select(placed => new OrderEvent(placed.Order, now, OrderFee.Zero) { Status = OrderStatus.Submitted })]);
        DecidedOrders += _placed.Count;
        _placed.Clear();
        _due.Release();
    }

    /// <summary>Sends what is due.</summary>
    /// <returns>How many orders went out or ended.</returns>
    public async Task<int> SendDueAsync()
    {
        var count = await Router.SendDueAsync(_stop.Token).ConfigureAwait(false);
        if (count > 0) Latency.End(Stopwatch.GetTimestamp());
        return count;
    }

    private static AlpacaOrderRequest? TermsOf(Order order)
    {
        var side = order.Quantity > 0 ? OrderSide.Buy : OrderSide.Sell;
        var resting = order.TimeInForce == TimeInForce.Day ? OrderDuration.Day : OrderDuration.GoodTilCanceled;
        AlpacaOrderRequest Of(OrderKind kind, OrderDuration duration, decimal? limit = null, decimal? stop = null) => new("", order.Symbol.Value, side, order.AbsoluteQuantity, kind, duration, limit, stop);
        return order switch
        {
            LimitOrder limit => Of(OrderKind.Limit, resting, limit: limit.LimitPrice),
            StopLimitOrder both => Of(OrderKind.StopLimit, resting, both.LimitPrice, both.StopPrice),
            TrailingStopOrder => null,
            StopMarketOrder stop => Of(OrderKind.Stop, resting, stop: stop.StopPrice),
            MarketOnOpenOrder => Of(OrderKind.Market, OrderDuration.OnOpen),
            MarketOnCloseOrder => Of(OrderKind.Market, OrderDuration.OnClose),
            MarketOrder => Of(OrderKind.Market, OrderDuration.Day),
            _ => null,
        };
    }

    private OrderCheck CheckOf(Order order, DateTime now)
    {
        var symbol = order.Symbol.Value;
        decimal pending;
        lock (_pending) pending = _pending.GetValueOrDefault(symbol);
        _gross ??= Gross();
        return new OrderCheck(symbol, order.Quantity, _algorithm.Portfolio[order.Symbol].Quantity, pending, PriceOf(order.Symbol), _gross.Value, _algorithm.Portfolio.TotalPortfolioValue,
            Equity(now), Router.Calendar.IsOpen(now), _bars.LastOf(symbol)?.AddMinutes(1), Model, Router.HasDecided(symbol, order.Time), now);
    }

    private decimal Gross()
    {
        var gross = 0m;
        KeyValuePair<string, decimal>[] pending;
        lock (_pending) pending = [.. _pending];
        var open = pending.ToDictionary(item => item.Key, item => item.Value);
        foreach (var (symbol, holding) in _algorithm.Portfolio)
            if (holding.Quantity != 0 || open.ContainsKey(symbol.Value))
                gross += Math.Abs(holding.Quantity + open.GetValueOrDefault(symbol.Value)) * PriceOf(symbol);
        return gross;
    }

    private decimal PriceOf(Symbol symbol) => _algorithm.Securities.TryGetValue(symbol, out var security) ? security.Price : 0;

    private static string? IdOf(Order order) => order.BrokerId.Count > 0 ? order.BrokerId[0] : null;

    private void Forget(Order order, decimal? filled = null)
    {
        lock (_pending)
        {
            var left = _pending.GetValueOrDefault(order.Symbol.Value) - (filled ?? order.Quantity);
            if (left == 0) _pending.Remove(order.Symbol.Value);
            else _pending[order.Symbol.Value] = left;
        }
    }

    private void OnNews(OrderNews news)
    {
        Interlocked.Increment(ref _news);
        var root = news.Order.Root ?? news.Order;
        if (!_orders.TryGetValue(root.Ids[0], out var order)) return;
        var filled = news.Order.Sign * news.FillQuantity;
        var restFollows = news.Order.Rest is { IsClosed: false };
        var isDone = news.IsOver && !restFollows;
        var whole = root.Filled + (root.Rest?.Filled ?? 0);
        var isFilled = isDone && news.Order.Status == AlpacaStatus.Filled;
        var status = isFilled ? OrderStatus.Filled : !isDone ? OrderStatus.PartiallyFilled
            : news.Refusal is not null && whole == 0 ? OrderStatus.Invalid : OrderStatus.Canceled;
        if (filled != 0) Forget(order, filled);
        if (isDone && !isFilled)
            Forget(order, news.Order.Sign * (news.Order.Request.Quantity - (news.Order.Filled - news.Order.FilledBefore) + (root.Rest is { } rest && rest != news.Order ? rest.Request.Quantity : 0)));
        if (news.Refusal is { } refusal) OnAlert?.Invoke("order", $"{order.Symbol.Value} {order.Quantity}: {refusal}");
        // A fill, and the end where there is one beside it.
        var fill = new OrderEvent(order, news.Time, OrderFee.Zero, news.Refusal ?? "") { Status = filled != 0 && isDone && !isFilled ? OrderStatus.PartiallyFilled : status, FillQuantity = filled, FillPrice = news.FillPrice };
        if (fill.Status != OrderStatus.PartiallyFilled || filled != 0) OnOrderEvent(fill);
        if (fill.Status != status) OnOrderEvent(new OrderEvent(order, news.Time, OrderFee.Zero, news.Refusal ?? "") { Status = status });
        if (restFollows && news.IsOver) _due.Release();
        if (isDone) _orders.TryRemove(root.Ids[0], out _);
    }
}
