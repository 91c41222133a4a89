using System.ComponentModel;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace QuantConnect.Orders.Serialization;

/// <summary>An order event as it is written to a file.</summary>
public class SerializedOrderEvent
{
    public SerializedOrderEvent()
    {
    }

    public SerializedOrderEvent(OrderEvent orderEvent, string algorithmId)
    {
        AlgorithmId = algorithmId;
        OrderId = orderEvent.OrderId;
        OrderEventId = orderEvent.Id;
        Symbol = orderEvent.Symbol.ID.ToString();
        SymbolValue = orderEvent.Symbol.Value;
        SymbolPermtick = orderEvent.Symbol.ID.Symbol;
        Time = QuantConnect.Time.DateTimeToUnixTimeStamp(orderEvent.UtcTime);
        Status = orderEvent.Status;
        if (orderEvent.OrderFee is { } fee && fee.Value.Currency != Currencies.NullCurrency)
        {
            OrderFeeAmount = fee.Value.Amount;
            OrderFeeCurrency = fee.Value.Currency;
        }
        FillPrice = orderEvent.FillPrice;
        FillPriceCurrency = orderEvent.FillPriceCurrency;
        FillQuantity = orderEvent.FillQuantity;
        Direction = orderEvent.Direction;
        Message = orderEvent.Message;
        IsAssignment = orderEvent.IsAssignment;
        Quantity = orderEvent.Quantity;
        StopPrice = orderEvent.StopPrice;
        LimitPrice = orderEvent.LimitPrice;
    }

    [JsonProperty("id")]
    public virtual string Id => $"{AlgorithmId}-{OrderId}-{OrderEventId}";

    [JsonProperty("algorithmId")]
    public string AlgorithmId { get; set; }

    [JsonProperty("orderId")]
    public int OrderId { get; set; }

    [JsonProperty("orderEventId")]
    public int OrderEventId { get; set; }

    [JsonProperty("symbol")]
    public string Symbol { get; set; }

    [JsonProperty("symbolValue")]
    public string SymbolValue { get; set; }

    [JsonProperty("symbolPermtick")]
    public string SymbolPermtick { get; set; }

    /// <summary>Unix seconds.</summary>
    [JsonProperty("time")]
    public double Time { get; set; }

    [JsonProperty("status"), JsonConverter(typeof(CamelCaseEnumConverter))]
    public OrderStatus Status { get; set; }

    [JsonProperty("orderFeeAmount", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? OrderFeeAmount { get; set; }

    [JsonProperty("orderFeeCurrency", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public string OrderFeeCurrency { get; set; }

    [JsonProperty("fillPrice")]
    public decimal FillPrice { get; set; }

    [JsonProperty("fillPriceCurrency")]
    public string FillPriceCurrency { get; set; }

    [JsonProperty("fillQuantity")]
    public decimal FillQuantity { get; set; }

    [JsonProperty("direction"), JsonConverter(typeof(CamelCaseEnumConverter))]
    public OrderDirection Direction { get; set; }

    [DefaultValue(""), JsonProperty("message", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public string Message { get; set; }

    [JsonProperty("isAssignment")]
    public bool IsAssignment { get; set; }

    [JsonProperty("quantity")]
    public decimal Quantity { get; set; }

    [JsonProperty("stopPrice", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? StopPrice { get; set; }

    [JsonProperty("limitPrice", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public decimal? LimitPrice { get; set; }

    private sealed class CamelCaseEnumConverter() : StringEnumConverter(new CamelCaseNamingStrategy());
}
