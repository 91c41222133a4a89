using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace QuantConnect.Util;

/// <summary>Writes a point as <c>[x, y]</c>; reads that and the object form <c>{"x":…,"y":…}</c>.</summary>
public class ChartPointJsonConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(ChartPoint);

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.StartArray)
        {
            var pair = JArray.Load(reader);
            return new ChartPoint(pair[0].Value<long>(), pair[1].Value<decimal?>());
        }
        var point = JObject.Load(reader);
        var x = point["x"].Value<long>();
        return point["y"] switch
        {
            null => new ChartPoint(x, 0),
            { Type: JTokenType.Float or JTokenType.Integer or JTokenType.Null } y => new ChartPoint(x, y.Value<decimal?>()),
            _ => null
        };
    }

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var point = (ChartPoint)value;
        writer.WriteStartArray();
        writer.WriteValue(point.X);
        writer.WriteValue(point.Y);
        writer.WriteEndArray();
    }
}
