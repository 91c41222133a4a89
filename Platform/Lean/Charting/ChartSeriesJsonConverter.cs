using Newtonsoft.Json;

namespace QuantConnect;

/// <summary>Writes a chart's series sorted by pane and then by size, so that stacked areas are continuous.</summary>
public class ChartSeriesJsonConverter : JsonConverter
{
    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => typeof(Dictionary<string, BaseSeries>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        writer.WriteStartObject();
        foreach (var (name, series) in ((Dictionary<string, BaseSeries>)value)
            .OrderBy(x => x.Value.Index)
            .ThenBy(x => x.Value.Values.Count)
            .ThenBy(x => x.Value.Values.Sum(point => (point as ChartPoint)?.Y ?? 0)))
        {
            writer.WritePropertyName(name);
            // One line a series, whatever the formatting of the file.
            writer.WriteRawValue(JsonConvert.SerializeObject(series, Formatting.None));
        }
        writer.WriteEndObject();
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) =>
        throw new NotSupportedException($"{nameof(ChartSeriesJsonConverter)} only writes");
}
