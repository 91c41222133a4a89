using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using QuantConnect.Orders.TimeInForces;

namespace QuantConnect.Orders;

/// <summary>Writes times in force with their type, unless it is the usual one.</summary>
public class TimeInForceJsonConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => typeof(TimeInForce).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        if (value is not TimeInForce timeInForce) return;
        writer.WriteStartObject();
        if (timeInForce is not GoodTilCanceledTimeInForce)
        {
            writer.WritePropertyName("$type");
            writer.WriteValue(timeInForce.GetType().FullName);
        }
        if (timeInForce is GoodTilDateTimeInForce untilDate)
        {
            writer.WritePropertyName(nameof(untilDate.Expiry));
            serializer.Serialize(writer, untilDate.Expiry);
        }
        writer.WriteEndObject();
    }

    /// <exception cref="JsonSerializationException">The type is none of those of this engine.</exception>
    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        // An empty object may be written as an empty array.
        if (JToken.Load(reader) is not JObject json || json["$type"] is not { } type) return TimeInForce.GoodTilCanceled;
        return (string)type switch
        {
            var name when name == typeof(DayTimeInForce).FullName => TimeInForce.Day,
            var name when name == typeof(GoodTilDateTimeInForce).FullName => TimeInForce.GoodTilDate((DateTime)json[nameof(GoodTilDateTimeInForce.Expiry)]),
            var name when name == typeof(GoodTilCanceledTimeInForce).FullName => TimeInForce.GoodTilCanceled,
            var name => throw new JsonSerializationException($"timeInForce: expected one of Day, GoodTilDate, GoodTilCanceled, found {name}"),
        };
    }
}
