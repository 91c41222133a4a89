using System.Drawing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace QuantConnect.Util;

/// <summary>Writes and reads a series with its points.</summary>
public class SeriesJsonConverter : JsonConverter
{
    private static readonly JsonSerializer Points = JsonSerializer.Create();

    public override bool CanConvert(Type objectType) => typeof(BaseSeries).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var series = (BaseSeries)value;
        writer.WriteStartObject();
        writer.WritePropertyName("name");
        writer.WriteValue(series.Name);
        writer.WritePropertyName("unit");
        writer.WriteValue(series.Unit);
        writer.WritePropertyName("index");
        writer.WriteValue(series.Index);
        writer.WritePropertyName("seriesType");
        writer.WriteValue((int)series.SeriesType);
        if (series.ZIndex is { } zIndex)
        {
            writer.WritePropertyName("zIndex");
            writer.WriteValue(zIndex);
        }
        if (series.IndexName != null)
        {
            writer.WritePropertyName("indexName");
            writer.WriteValue(series.IndexName);
        }
        if (series.Tooltip != null)
        {
            writer.WritePropertyName("tooltip");
            writer.WriteValue(series.Tooltip);
        }

        writer.WritePropertyName("values");
        // A pie shows one value, the sum.
        Points.Serialize(writer, series.SeriesType == SeriesType.Pie
            ? series.ConsolidateChartPoints() is { } sum ? [sum] : []
            : series.Values);
        if (series is Series colored)
        {
            writer.WritePropertyName("color");
            writer.WriteValue(ColorJsonConverter.Text(colored.Color));
            writer.WritePropertyName("scatterMarkerSymbol");
            Points.Serialize(writer, colored.ScatterMarkerSymbol);
        }
        writer.WriteEndObject();
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        var json = JObject.Load(reader);
        var type = (SeriesType)Get("seriesType").Value<int>();
        var values = Get("values");
        BaseSeries series;
        if (type == SeriesType.Candle)
        {
            series = new CandlestickSeries { Values = Read<Candlestick>() };
        }
        else
        {
            series = new Series
            {
                Color = Get("color") is { } color ? color.ToObject<Color>(JsonSerializer.Create(new JsonSerializerSettings { Converters = { new ColorJsonConverter() } })) : Color.Empty,
                ScatterMarkerSymbol = Get("scatterMarkerSymbol")?.ToObject<ScatterMarkerSymbol>() ?? ScatterMarkerSymbol.None,
                Values = type == SeriesType.Scatter ? Read<ScatterChartPoint>() : Read<ChartPoint>()
            };
        }
        series.Name = (string)Get("name");
        series.Unit = (string)Get("unit");
        series.Index = Get("index").Value<int>();
        series.ZIndex = (int?)Get("zIndex");
        series.IndexName = (string)Get("indexName");
        series.Tooltip = (string)Get("tooltip");
        series.SeriesType = type;
        return series;

        JToken Get(string name) => json.GetValue(name, StringComparison.OrdinalIgnoreCase);

        List<ISeriesPoint> Read<T>() where T : class, ISeriesPoint =>
            [.. values.Select(x => x.ToObject<T>(Points)).Where(x => x != null)];
    }
}
