using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace QuantConnect;

/// <summary>Reads a scatter point in either form; it is written as an object, by default.</summary>
public class ScatterChartPointJsonConverter : JsonConverter
{
    public override bool CanWrite => false;

    public override bool CanConvert(Type objectType) => objectType == typeof(ScatterChartPoint);

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.StartObject)
        {
            var point = JObject.Load(reader);
            return new ScatterChartPoint(point["x"].Value<long>(), point["y"].Value<decimal?>(), (string)point["tooltip"]);
        }
        var pair = JArray.Load(reader);
        return new ScatterChartPoint(pair[0].Value<long>(), pair[1].Value<decimal?>());
    }

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer) =>
        throw new NotSupportedException($"{nameof(ScatterChartPointJsonConverter)} only reads");
}
