namespace LeanDeep.Brokerages.Alpaca;

/// <summary>What happened to an order.</summary>
/// <param name="Event">The broker's word: new, fill, partial_fill, canceled, expired, rejected, replaced …; null when it was found out by asking.</param>
/// <param name="Order">The order after it, quantities of the whole order.</param>
/// <param name="ExecutionId">Of a fill.</param>
/// <param name="Price">Of this fill.</param>
/// <param name="Quantity">Of this fill.</param>
public sealed record TradeUpdate(string? Event, AlpacaOrder Order, string? ExecutionId = null, decimal? Price = null, decimal? Quantity = null, DateTime? Time = null);

/// <summary>How an order has moved on.</summary>
/// <param name="FillQuantity">Shares filled since the last change, 0 when none.</param>
/// <param name="FillPrice">Their mean price.</param>
/// <param name="Before">The order's status before; null when it was not known.</param>
public sealed record OrderChange(AlpacaOrder Order, decimal FillQuantity, decimal FillPrice, OrderStatus? Before, DateTime? Time);
