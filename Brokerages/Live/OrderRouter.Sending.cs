using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Brokerages.Live;

public sealed partial class OrderRouter
{
    /// <summary>When the next order is to be sent, UTC; null when none waits for its window.</summary>
    public DateTime? NextDue()
    {
        var now = _now();
        DateTime? next = null;
        foreach (var order in Waiting())
        {
            var at = _window!.Plan(order.Request.Duration, order.Decided, now).SendAt;
            if (at < _notBefore) at = _notBefore;
            if (!(at >= next)) next = at;
        }
        return next;
    }

    /// <summary>Sends what is due, in the order of the decisions.</summary>
    /// <returns>How many went to the broker or ended.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancellation)
    {
        var now = _now();
        if (now < _notBefore) return 0;
        await LoadCalendarAsync(now, cancellation).ConfigureAwait(false);
        var count = 0;
        foreach (var order in Waiting())
        {
            var plan = _window!.Plan(order.Request.Duration, order.Decided, now);
            if (plan.Missed)
            {
                // Where an earlier attempt left that open, it may be with the broker.
                if (await _client.FindAsync(order.ClientId, cancellation).ConfigureAwait(false) is not null)
                {
                    lock (_lock) order.IsSent = true;
                    continue;
                }
                End(order, $"missed the session of {plan.Session.Date:yyyy-MM-dd}");
                count++;
                continue;
            }
            if (plan.SendAt > now) continue;
            Divide(order, now);
            // From here on a cancellation asks the broker.
            lock (_lock)
            {
                if (order.IsClosed) continue;
                order.IsSent = true;
            }
            try
            {
                var sent = await _client.SubmitAsync(order.Request, cancellation).ConfigureAwait(false);
                count++;
                // Known from here on, so that a break of the update stream cannot hide what becomes of it.
                if (Tracker.Apply(new TradeUpdate(null, sent)) is { } change) Hear(change);
                if (order.CancelAsked) await _client.CancelAsync(sent.Id, cancellation).ConfigureAwait(false);
            }
            catch (AlpacaException e) when (e.Failure is AlpacaFailure.Refused or AlpacaFailure.NotFound)
            {
                End(order, e.Message);
                count++;
            }
            catch (AlpacaException e) when (e.Failure == AlpacaFailure.Unauthorized)
            {
                lock (_lock) order.IsSent = false;
                Fatal ??= e;
                return count;
            }
            catch (AlpacaException e)
            {
                // It stays in the journal, and to send it again is safe.
                lock (_lock) order.IsSent = false;
                OnFault?.Invoke(e.Message);
                _notBefore = now + SecondTry;
                return count;
            }
        }
        return count;
    }

    /// <summary>Cancels all open orders and closes all positions, whatever the algorithm does. Where the market is closed the orders wait for its open with the broker.</summary>
    /// <returns>How many orders were cancelled and how many positions are being closed.</returns>
    public async Task<(int Cancelled, int Closed)> FlattenAsync(CancellationToken cancellation)
    {
        var open = Open;
        foreach (var order in open) await CancelAsync(order.ClientId, "flatten", cancellation).ConfigureAwait(false);
        // What a cancellation leaves filled belongs to the positions.
        for (var i = 0; i < 200 && (await _client.OrdersAsync(null, cancellation).ConfigureAwait(false)).Any(order => open.Any(known => known.Ids.Contains(order.ClientId))); i++)
            await Task.Delay(50, cancellation).ConfigureAwait(false);
        var positions = await _client.PositionsAsync(cancellation).ConfigureAwait(false);
        foreach (var held in positions)
            Stage(new AlpacaOrderRequest("", held.Symbol, held.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy, Math.Abs(held.Quantity), OrderKind.Market, OrderDuration.Day), _now(), "flatten", null);
        Commit(Reached ?? _now());
        for (var tries = 0; tries < 20 && NextDue() is not null; tries++)
            if (await SendDueAsync(cancellation).ConfigureAwait(false) == 0) await Task.Delay(50, cancellation).ConfigureAwait(false);
        return (open.Length, positions.Count);
    }

    // What the broker does not have and may have now; the rest of a split order after its first part.
    private BookedOrder[] Waiting()
    {
        lock (_lock)
            return [.. _book.Orders.Where(order => order is { IsClosed: false, IsSent: false } && (order.Root is null || order.Root is { IsClosed: true, Status: OrderStatus.Filled }))];
    }

    // An order across zero becomes two, in the journal before either goes.
    private void Divide(BookedOrder order, DateTime now)
    {
        lock (_lock)
        {
            if (order.Root is not null || order.Rest is not null) return;
            var (first, then) = CrossZeroSplit.Of(_book.Held(order.Request.Symbol), order.Sign * order.Request.Quantity);
            if (then == 0) return;
            var isAuction = order.Request.Duration is OrderDuration.OnOpen or OrderDuration.OnClose;
            Write(new Split(now, order.ClientId, Math.Abs(first), order.Request with
            {
                ClientId = order.ClientId + "-rest", Quantity = Math.Abs(then), Duration = isAuction ? OrderDuration.Day : order.Request.Duration,
            }));
        }
    }

    private void End(BookedOrder order, string reason)
    {
        lock (_lock) Withdraw(order, reason);
        OnNews?.Invoke(new OrderNews(order, 0, 0, true, reason, _now()));
    }

    private async Task LoadCalendarAsync(DateTime now, CancellationToken cancellation)
    {
        if (_calendar is { } known && known.Sessions[^1].Date > DateOnly.FromDateTime(now).AddDays(10)) return;
        var today = DateOnly.FromDateTime(now);
        _calendar = await _client.CalendarAsync(today.AddDays(-30), today.AddDays(90), cancellation).ConfigureAwait(false);
        _window = new OrderWindow(_calendar);
    }
}
