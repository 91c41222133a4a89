namespace LeanDeep.Brokerages.Alpaca;

/// <summary>An order to be sent.</summary>
/// <param name="ClientId">client_order_id: unique in the account for ever, at most 128 characters. It is what keeps an order from being sent twice.</param>
/// <param name="Quantity">Shares, above 0.</param>
public sealed record AlpacaOrderRequest(string ClientId, string Symbol, OrderSide Side, decimal Quantity, OrderKind Kind, OrderDuration Duration,
    decimal? LimitPrice = null, decimal? StopPrice = null)
{
    /// <exception cref="ArgumentException">Fields that do not go together.</exception>
    internal void Check()
    {
        if (ClientId.Length is 0 or > 128) throw new ArgumentException($"client order id: expected 1 to 128 characters, found {ClientId.Length}");
        if (Quantity <= 0) throw new ArgumentException($"order {ClientId}: expected a quantity above 0, found {Quantity}");
        if (Kind is OrderKind.Limit or OrderKind.StopLimit != LimitPrice is > 0) throw new ArgumentException($"order {ClientId}: expected a limit price exactly with limit orders, found {Kind} and {LimitPrice?.ToString() ?? "none"}");
        if (Kind is OrderKind.Stop or OrderKind.StopLimit != StopPrice is > 0) throw new ArgumentException($"order {ClientId}: expected a stop price exactly with stop orders, found {Kind} and {StopPrice?.ToString() ?? "none"}");
    }
}

/// <summary>What may change of an order that is open; null leaves it as it is.</summary>
public sealed record AlpacaReplacement(string ClientId, decimal? Quantity = null, decimal? LimitPrice = null, decimal? StopPrice = null, OrderDuration? Duration = null);

/// <summary>An order as the broker has it. Quantities are of the whole order; times UTC.</summary>
public sealed record AlpacaOrder
{
    public required string Id { get; init; }
    public required string ClientId { get; init; }
    public required string Symbol { get; init; }
    public OrderSide Side { get; init; }
    public OrderKind Kind { get; init; }
    public OrderDuration Duration { get; init; }
    public decimal Quantity { get; init; }
    public decimal FilledQuantity { get; init; }

    /// <summary>Null while nothing is filled.</summary>
    public decimal? AveragePrice { get; init; }

    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public OrderStatus Status { get; init; }
    public DateTime? SubmittedAt { get; init; }
    public DateTime? UpdatedAt { get; init; }

    /// <summary>Id of the order that took this one's place.</summary>
    public string? ReplacedBy { get; init; }

    public string? Replaces { get; init; }

    /// <summary>Nothing more will happen to it.</summary>
    public bool IsClosed => Status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired or OrderStatus.Replaced or OrderStatus.Rejected;
}

/// <param name="Quantity">Negative when short.</param>
/// <param name="AveragePrice">Mean price of entry.</param>
public sealed record AlpacaPosition(string Symbol, decimal Quantity, decimal AveragePrice, decimal CurrentPrice, decimal MarketValue);

public sealed record AlpacaAccount(string Number, string Status, string Currency, decimal Cash, decimal Equity, decimal LastEquity, decimal BuyingPower,
    bool TradingBlocked, bool ShortingEnabled);

/// <summary>The broker's own clock. Times are UTC.</summary>
public sealed record AlpacaClock(DateTime Now, bool IsOpen, DateTime NextOpen, DateTime NextClose);

public sealed record AlpacaAsset(string Symbol, string Exchange, bool Tradable, bool Shortable, bool Fractionable);
