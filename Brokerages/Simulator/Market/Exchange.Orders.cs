using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.Simulator.Market;

// What clients ask for.
internal sealed partial class Exchange
{
    /// <exception cref="RefusalException">Not as it is.</exception>
    public SimulatedOrder Submit(AlpacaOrderRequest request)
    {
        if (!Follow(request.Symbol)) throw RefusalException.Input($"asset \"{request.Symbol}\" not found");
        OrderChecks.Fields(request);
        if (request.ClientId.Length > 0 && _byClient.ContainsKey(request.ClientId)) throw new RefusalException(422, 40010001, "client_order_id must be unique");
        OrderChecks.Window(_window, request.Duration, _now);
        return Accept(Create(request, null), null);
    }

    /// <exception cref="RefusalException">Not open, or the change is not possible.</exception>
    public SimulatedOrder Replace(string id, string? clientId, decimal? quantity, OrderDuration? duration, decimal? limit, decimal? stop)
    {
        var order = Find(id);
        if (!order.IsOpen) throw RefusalException.Input($"order is not open: {order.Status}");
        if (order.Filled > 0) throw RefusalException.Input("a partially filled order cannot be replaced in the simulation");
        if (clientId is { Length: > 0 } && _byClient.ContainsKey(clientId)) throw new RefusalException(422, 40010001, "client_order_id must be unique");
        var request = new AlpacaOrderRequest(clientId ?? "", order.Symbol, order.Side, quantity ?? order.Quantity, order.Kind, duration ?? order.Duration, limit ?? order.LimitPrice, stop ?? order.StopPrice);
        OrderChecks.Fields(request);
        OrderChecks.Window(_window, request.Duration, _now);
        return Accept(Create(request, order), order);
    }

    /// <exception cref="RefusalException">Not open.</exception>
    public void Cancel(string id)
    {
        var order = Find(id);
        if (!order.IsOpen) throw RefusalException.Input($"order is already in \"{order.Status}\" state");
        Cancel(order);
    }

    public IReadOnlyList<string> CancelAll()
    {
        var open = _open.ToArray();
        foreach (var order in open) Cancel(order);
        return [.. open.Select(order => order.Id)];
    }

    /// <exception cref="RefusalException">No such order.</exception>
    public SimulatedOrder Find(string id) => _byId.TryGetValue(id, out var order) ? order : throw RefusalException.Missing($"order not found for {id}");

    /// <exception cref="RefusalException">No such order.</exception>
    public SimulatedOrder FindByClient(string clientId) => _byClient.TryGetValue(clientId, out var order) ? order : throw RefusalException.Missing($"order not found for {clientId}");

    /// <summary>A new id: random, and the same for the same seed.</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _draws.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes).ToString();
    }

    private SimulatedOrder Create(AlpacaOrderRequest request, SimulatedOrder? replaced)
    {
        var id = NewId();
        return new SimulatedOrder
        {
            Id = id,
            ClientId = request.ClientId.Length > 0 ? request.ClientId : NewId(),
            Symbol = request.Symbol,
            Side = request.Side,
            Kind = request.Kind,
            Duration = request.Duration,
            Quantity = request.Quantity,
            LimitPrice = request.LimitPrice,
            StopPrice = request.StopPrice,
            SubmittedAt = _now,
            UpdatedAt = _now,
            Replaces = replaced?.Id,
            EligibleFrom = (_now.Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute,
            Session = (request.Duration == OrderDuration.OnOpen ? _library.Calendar.OpeningAfter(_now) : _library.Calendar.ClosingAfter(_now)).Date,
        };
    }

    private SimulatedOrder Accept(SimulatedOrder order, SimulatedOrder? replaced)
    {
        var held = Account.Held(order.Symbol);
        var price = PriceOf(order.Symbol);
        if (price == 0) throw RefusalException.Input($"asset {order.Symbol} is not active");
        OrderChecks.Shares(order, held, _open);
        OrderChecks.Wash(order, _open);
        var others = _open.Where(other => other != replaced).Sum(other => OrderChecks.Exposure(other, Account.Held(other.Symbol), PriceOf(other.Symbol)));
        if (OrderChecks.Exposure(order, held, price) > Account.BuyingPower(PriceOf) - others) throw RefusalException.Forbidden("insufficient buying power");

        if (replaced is not null)
        {
            replaced.ReplacedBy = order.Id;
            replaced.ReplacedAt = _now;
            Announce("replaced", replaced, "replaced");
        }
        _byId[order.Id] = order;
        _byClient[order.ClientId] = order;
        _all.Add(order);
        _open.Add(order);
        if (_today is null)
        {
            if (order.Duration is OrderDuration.ImmediateOrCancel or OrderDuration.FillOrKill) Cancel(order);
            return order;
        }
        if (order.Duration == OrderDuration.OnOpen) return order;
        Announce("new", order, "new");
        if (order.Duration == OrderDuration.OnClose) return order;
        if (!_halted.Contains(order.Symbol) && Current(order.Symbol) is { } now) Try(order, now);
        if (order is { IsOpen: true, Duration: OrderDuration.ImmediateOrCancel or OrderDuration.FillOrKill }) Cancel(order);
        return order;
    }

    private void Cancel(SimulatedOrder order)
    {
        order.CanceledAt = _now;
        Announce("canceled", order, "canceled");
    }
}
