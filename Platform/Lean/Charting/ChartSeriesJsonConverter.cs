using Newtonsoft.Json;
using QuantConnect.Lean.Engine.Results;

namespace QuantConnect;

/// <summary>Writes a chart's series sorted by pane and then by size, so that stacked areas are continuous.</summary>
public class ChartSeriesJsonConverter : JsonConverter
{
    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => typeof(Dictionary<string, BaseSeries>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        // What the engine writes goes past the writer to the file behind it.
        var file = serializer.Context.Context as Utf8TextWriter;
        var text = file == null ? null : new JsonText();
        writer.WriteStartObject();
        foreach (var (name, series) in ((Dictionary<string, BaseSeries>)value)
            .OrderBy(x => x.Value.Index)
            .ThenBy(x => x.Value.Values.Count)
            .ThenBy(x => x.Value.Values.Sum(point => (point as ChartPoint)?.Y ?? 0)))
        {
            writer.WritePropertyName(name);
            // One line a series, whatever the formatting of the file.
            if (file != null && SeriesJson.CanWrite(series))
            {
                writer.WriteRawValue("");
                text.Clear();
                SeriesJson.Write(text, series);
                file.WriteBytes(text.Bytes);
            }
            else writer.WriteRawValue(JsonConvert.SerializeObject(series, Formatting.None));
        }
        writer.WriteEndObject();
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) =>
        throw new NotSupportedException($"{nameof(ChartSeriesJsonConverter)} only writes");
}
