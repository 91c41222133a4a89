using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Orders.Serialization;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes order events as a serializer writes <see cref="SerializedOrderEvent"/>, without its reflection.</summary>
internal static class OrderEventJson
{
    private static readonly Dictionary<OrderStatus, string> Statuses = Enum.GetValues<OrderStatus>().ToDictionary(x => x, x => Camel(x.ToString()));
    private static readonly Dictionary<OrderDirection, string> Directions = Enum.GetValues<OrderDirection>().ToDictionary(x => x, x => Camel(x.ToString()));

    /// <summary>All events as one array.</summary>
    public static void Write(JsonWriter writer, IEnumerable<OrderEvent> events, string algorithmId)
    {
        writer.WriteStartArray();
        foreach (var item in events) Write(writer, item, algorithmId);
        writer.WriteEndArray();
    }

    private static void Write(JsonWriter writer, OrderEvent item, string algorithmId)
    {
        writer.WriteStartObject();
        Text("id", $"{algorithmId}-{item.OrderId.ToStringInvariant()}-{item.Id.ToStringInvariant()}");
        Text("algorithmId", algorithmId);
        writer.WritePropertyName("orderId");
        writer.WriteValue(item.OrderId);
        writer.WritePropertyName("orderEventId");
        writer.WriteValue(item.Id);
        Text("symbol", item.Symbol.ID.ToString());
        Text("symbolValue", item.Symbol.Value);
        Text("symbolPermtick", item.Symbol.ID.Symbol);
        writer.WritePropertyName("time");
        writer.WriteValue(Time.DateTimeToUnixTimeStamp(item.UtcTime));
        Text("status", Statuses[item.Status]);
        if (item.OrderFee is { } fee && fee.Value.Currency != Currencies.NullCurrency)
        {
            Money("orderFeeAmount", fee.Value.Amount);
            if (fee.Value.Currency != null) Text("orderFeeCurrency", fee.Value.Currency);
        }
        Money("fillPrice", item.FillPrice);
        Text("fillPriceCurrency", item.FillPriceCurrency);
        Money("fillQuantity", item.FillQuantity);
        Text("direction", Directions[item.Direction]);
        if (item.Message != "") Text("message", item.Message);
        writer.WritePropertyName("isAssignment");
        writer.WriteValue(item.IsAssignment);
        Money("quantity", item.Quantity);
        if (item.StopPrice is { } stop) Money("stopPrice", stop);
        if (item.LimitPrice is { } limit) Money("limitPrice", limit);
        writer.WriteEndObject();

        void Text(string name, string text)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(text);
        }

        void Money(string name, decimal money)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(money);
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
