using Newtonsoft.Json;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders;

/// <summary>Trades at the limit price or better.</summary>
public class LimitOrder : Order
{
    public LimitOrder() { }

    public LimitOrder(Symbol symbol, decimal quantity, decimal limitPrice, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) => LimitPrice = limitPrice;

    [JsonProperty("limitPrice")] public decimal LimitPrice { get; internal set; }

    public override OrderType Type => OrderType.Limit;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => ValueAtBest(Quantity, LimitPrice, security.Price);

    public override void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        base.ApplyUpdateOrderRequest(request);
        if (request.LimitPrice.HasValue) LimitPrice = request.LimitPrice.Value;
    }

    // A sale counts at the higher, a purchase at the lower of the order's price and the market's.
    internal static decimal ValueAtBest(decimal quantity, decimal orderPrice, decimal price) =>
        quantity < 0 ? quantity * Math.Max(orderPrice, price) : quantity > 0 ? quantity * Math.Min(orderPrice, price) : 0m;
}

/// <summary>Becomes a market order when the price reaches the stop.</summary>
public class StopMarketOrder : Order
{
    public StopMarketOrder() { }

    public StopMarketOrder(Symbol symbol, decimal quantity, decimal stopPrice, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties) => StopPrice = stopPrice;

    [JsonProperty("stopPrice")] public decimal StopPrice { get; internal set; }

    public override OrderType Type => OrderType.StopMarket;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => LimitOrder.ValueAtBest(Quantity, StopPrice, security.Price);

    public override void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        base.ApplyUpdateOrderRequest(request);
        if (request.StopPrice.HasValue) StopPrice = request.StopPrice.Value;
    }
}

/// <summary>A stop that follows the price at a distance, never away from it.</summary>
public class TrailingStopOrder : StopMarketOrder
{
    public TrailingStopOrder() { }

    public TrailingStopOrder(Symbol symbol, decimal quantity, decimal stopPrice, decimal trailingAmount, bool trailingAsPercentage, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, stopPrice, time, tag, properties)
    {
        TrailingAmount = trailingAmount;
        TrailingAsPercentage = trailingAsPercentage;
    }

    [JsonProperty("trailingAmount")] public decimal TrailingAmount { get; internal set; }
    [JsonProperty("trailingAsPercentage")] public bool TrailingAsPercentage { get; internal set; }

    public override OrderType Type => OrderType.TrailingStop;
    public override Order Clone() => Copy();

    public override string GetDefaultTag() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"Trailing Amount: {(TrailingAsPercentage ? $"{(TrailingAmount * 100).ToStringInvariant()}%" : Currencies.GetCurrencySymbol(PriceCurrency) + TrailingAmount.ToStringInvariant())}");

    public override void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        base.ApplyUpdateOrderRequest(request);
        if (request.TrailingAmount.HasValue) TrailingAmount = request.TrailingAmount.Value;
    }

    /// <returns>False while the stop is no farther from the market than the trailing amount.</returns>
    public static bool TryUpdateStopPrice(decimal currentMarketPrice, decimal currentStopPrice, decimal trailingAmount, bool trailingAsPercentage, OrderDirection direction, out decimal updatedStopPrice)
    {
        updatedStopPrice = 0m;
        var distance = direction == OrderDirection.Sell ? currentMarketPrice - currentStopPrice : currentStopPrice - currentMarketPrice;
        var allowed = trailingAsPercentage ? currentMarketPrice * trailingAmount : trailingAmount;
        if (distance <= allowed) return false;
        updatedStopPrice = CalculateStopPrice(currentMarketPrice, trailingAmount, trailingAsPercentage, direction);
        return true;
    }

    public static decimal CalculateStopPrice(decimal currentMarketPrice, decimal trailingAmount, bool trailingAsPercentage, OrderDirection direction)
    {
        var distance = trailingAsPercentage ? currentMarketPrice * trailingAmount : trailingAmount;
        return direction == OrderDirection.Buy ? currentMarketPrice + distance : currentMarketPrice - distance;
    }
}

/// <summary>Becomes a limit order when the price reaches the stop.</summary>
public class StopLimitOrder : Order
{
    public StopLimitOrder() { }

    public StopLimitOrder(Symbol symbol, decimal quantity, decimal stopPrice, decimal limitPrice, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties)
    {
        StopPrice = stopPrice;
        LimitPrice = limitPrice;
    }

    [JsonProperty("stopPrice")] public decimal StopPrice { get; internal set; }
    [JsonProperty("stopTriggered")] public bool StopTriggered { get; internal set; }
    [JsonProperty("limitPrice")] public decimal LimitPrice { get; internal set; }

    public override OrderType Type => OrderType.StopLimit;
    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => LimitOrder.ValueAtBest(Quantity, LimitPrice, security.Price);

    public override void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        base.ApplyUpdateOrderRequest(request);
        if (request.StopPrice.HasValue) StopPrice = request.StopPrice.Value;
        if (request.LimitPrice.HasValue) LimitPrice = request.LimitPrice.Value;
    }
}

/// <summary>Becomes a limit order when the price comes to the trigger from the favourable side.</summary>
public class LimitIfTouchedOrder : Order
{
    public LimitIfTouchedOrder() { }

    public LimitIfTouchedOrder(Symbol symbol, decimal quantity, decimal? triggerPrice, decimal limitPrice, DateTime time, string tag = "", IOrderProperties properties = null)
        : base(symbol, quantity, time, tag, properties)
    {
        TriggerPrice = triggerPrice.GetValueOrDefault();
        LimitPrice = limitPrice;
    }

    public override OrderType Type => OrderType.LimitIfTouched; // first, as in the hash of orders
    [JsonProperty("triggerPrice")] public decimal TriggerPrice { get; internal set; }
    [JsonProperty("limitPrice")] public decimal LimitPrice { get; internal set; }
    [JsonProperty("triggerTouched")] public bool TriggerTouched { get; internal set; }

    public override Order Clone() => Copy();

    protected override decimal GetValueImpl(Security security) => LimitOrder.ValueAtBest(Quantity, LimitPrice, security.Price);

    public override void ApplyUpdateOrderRequest(UpdateOrderRequest request)
    {
        base.ApplyUpdateOrderRequest(request);
        if (request.TriggerPrice.HasValue) TriggerPrice = request.TriggerPrice.Value;
        if (request.LimitPrice.HasValue) LimitPrice = request.LimitPrice.Value;
    }
}
