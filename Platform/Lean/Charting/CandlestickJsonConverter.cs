using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace QuantConnect.Util;

/// <summary>Writes a candle as <c>[time, open, high, low, close]</c>; reads that, and chart points as candles without a body.</summary>
public class CandlestickJsonConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(Candlestick);

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        var token = JToken.Load(reader);
        if (token is JArray { Count: > 2 } values)
            return new Candlestick(values[0].Value<long>(), values[1].Value<decimal?>(), values[2].Value<decimal?>(),
                values[3].Value<decimal?>(), values[4].Value<decimal?>());
        return token.ToObject<ChartPoint>() is { } point ? new Candlestick(point.X, point.Y, point.Y, point.Y, point.Y) : null;
    }

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var candle = (Candlestick)value;
        writer.WriteStartArray();
        writer.WriteValue(candle.LongTime);
        writer.WriteValue(candle.Open);
        writer.WriteValue(candle.High);
        writer.WriteValue(candle.Low);
        writer.WriteValue(candle.Close);
        writer.WriteEndArray();
    }
}
