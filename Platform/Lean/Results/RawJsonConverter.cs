using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes values by the thousand past Newtonsoft's writer, straight to the file behind it.</summary>
/// <param name="file">What the writer writes to; the writer itself holds nothing back.</param>
internal abstract class RawJsonConverter(Utf8TextWriter file) : JsonConverter
{
    private readonly JsonText _text = new();

    public override bool CanRead => false;

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) =>
        throw new NotSupportedException("results are only written");

    /// <summary>One value after a property's name or another value; the writer adds what must stand before it.</summary>
    protected void Raw(JsonWriter writer, Action<JsonText> write)
    {
        writer.WriteRawValue("");
        _text.Clear();
        write(_text);
        file.WriteBytes(_text.Bytes);
    }
}

/// <summary>Orders by id.</summary>
internal sealed class OrdersJsonConverter(Utf8TextWriter file) : RawJsonConverter(file)
{
    public override bool CanConvert(Type objectType) => typeof(IDictionary<int, Order>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        writer.WriteStartObject();
        foreach (var (id, order) in (IDictionary<int, Order>)value)
        {
            writer.WritePropertyName(id.ToStringInvariant(), escape: false);
            if (OrderJson.CanWrite(order)) Raw(writer, text => OrderJson.Write(text, order, order.Price));
            else serializer.Serialize(writer, order);
        }
        writer.WriteEndObject();
    }
}

/// <summary>Closed trades.</summary>
internal sealed class TradesJsonConverter(Utf8TextWriter file) : RawJsonConverter(file)
{
    public override bool CanConvert(Type objectType) => objectType == typeof(Trade);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer) => Raw(writer, text => TradeJson.Write(text, (Trade)value));
}

/// <summary>Profit or loss by UTC time.</summary>
internal sealed class ProfitLossJsonConverter(Utf8TextWriter file) : RawJsonConverter(file)
{
    public override bool CanConvert(Type objectType) => typeof(IDictionary<DateTime, decimal>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        Raw(writer, text =>
        {
            text.Raw("{"u8);
            var entries = (IDictionary<DateTime, decimal>)value;
            foreach (var (time, result) in entries)
            {
                text.Utc(time);
                text.Raw(":"u8);
                text.Number(result);
                text.Raw(","u8);
            }
            if (entries.Count > 0) text.Back(1);
            text.Raw("}"u8);
        });
    }
}
