using System.ComponentModel;
using System.Globalization;
using Newtonsoft.Json;
using QuantConnect.Orders.Fees;

namespace QuantConnect.Orders;

/// <summary>A change of an order: accepted, filled, cancelled, refused.</summary>
public class OrderEvent
{
    // Events of market orders, which are most, have none.
    private Prices _prices;

    public OrderEvent()
    {
    }

    public OrderEvent(int orderId, Symbol symbol, DateTime utcTime, OrderStatus status, OrderDirection direction, decimal fillPrice, decimal fillQuantity, OrderFee orderFee, string message = "")
    {
        OrderId = orderId;
        Symbol = symbol;
        UtcTime = utcTime;
        Status = status;
        Direction = direction;
        FillPrice = fillPrice;
        FillPriceCurrency = string.Empty;
        FillQuantity = fillQuantity;
        OrderFee = orderFee;
        Message = message;
    }

    public OrderEvent(Order order, DateTime utcTime, OrderFee orderFee, string message = "")
    {
        OrderId = order.Id;
        Symbol = order.Symbol;
        Status = order.Status;
        Quantity = order.Quantity;
        Direction = order.Direction;
        FillPriceCurrency = order.PriceCurrency;
        UtcTime = utcTime;
        OrderFee = orderFee;
        Message = message;
    }

    public int OrderId { get; set; }

    /// <summary>Number of the event within its order, from 1.</summary>
    public int Id { get; set; }

    public Symbol Symbol { get; set; }
    public DateTime UtcTime { get; set; }
    public OrderStatus Status { get; set; }
    public OrderFee OrderFee { get; set; }

    public decimal FillPrice
    {
        get;
        set => field = value.Normalize();
    }

    public string FillPriceCurrency { get; set; }

    public decimal FillQuantity
    {
        get;
        set => field = value.Normalize();
    }

    [JsonIgnore] public decimal AbsoluteFillQuantity => Math.Abs(FillQuantity);
    public OrderDirection Direction { get; set; }
    [DefaultValue(""), JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)] public string Message { get; set; }
    public bool IsAssignment { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? StopPrice
    {
        get => _prices?.StopPrice;
        set
        {
            if (value is { } price) OwnPrices.StopPrice = price.Normalize();
        }
    }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? TriggerPrice
    {
        get => _prices?.TriggerPrice;
        set
        {
            if (value is { } price) OwnPrices.TriggerPrice = price.Normalize();
        }
    }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? LimitPrice
    {
        get => _prices?.LimitPrice;
        set
        {
            if (value is { } price) OwnPrices.LimitPrice = price.Normalize();
        }
    }

    public decimal Quantity
    {
        get;
        set => field = value.Normalize();
    }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)] public bool IsInTheMoney { get; set; }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? TrailingAmount
    {
        get => _prices?.TrailingAmount;
        set
        {
            if (value is { } price) OwnPrices.TrailingAmount = price.Normalize();
        }
    }

    [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
    public bool? TrailingAsPercentage
    {
        get => _prices?.TrailingAsPercentage;
        set
        {
            if (value.HasValue || _prices != null) OwnPrices.TrailingAsPercentage = value;
        }
    }

    [JsonIgnore] public OrderTicket Ticket { get; set; }

    public OrderEvent Clone()
    {
        var clone = (OrderEvent)MemberwiseClone();
        clone._prices = _prices?.Copy();
        return clone;
    }

    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Time: {UtcTime} OrderID: {OrderId} EventID: {Id} Symbol: {Symbol.Value} Status: {Status} Quantity: {Quantity}");
        var currency = Currencies.GetCurrencySymbol(FillPriceCurrency);
        if (FillQuantity != 0) text += string.Create(CultureInfo.InvariantCulture, $" FillQuantity: {FillQuantity} FillPrice: {currency}{FillPrice.SmartRounding()}");
        if (LimitPrice.HasValue) text += string.Create(CultureInfo.InvariantCulture, $" LimitPrice: {currency}{LimitPrice.Value.SmartRounding()}");
        if (StopPrice.HasValue) text += string.Create(CultureInfo.InvariantCulture, $" StopPrice: {currency}{StopPrice.Value.SmartRounding()}");
        if (TriggerPrice.HasValue) text += string.Create(CultureInfo.InvariantCulture, $" TriggerPrice: {currency}{TriggerPrice.Value.SmartRounding()}");
        if (OrderFee.Value.Amount != 0m) text += string.Create(CultureInfo.InvariantCulture, $" OrderFee: {OrderFee}");
        if (!string.IsNullOrEmpty(Message)) text += string.Create(CultureInfo.InvariantCulture, $" Message: {Message}");
        return text;
    }

    private Prices OwnPrices => _prices ??= new Prices();

    private sealed class Prices
    {
        public decimal? StopPrice, TriggerPrice, LimitPrice, TrailingAmount;
        public bool? TrailingAsPercentage;

        public Prices Copy() => (Prices)MemberwiseClone();
    }
}
