using System.Globalization;
using Newtonsoft.Json;

namespace QuantConnect.Util;

/// <summary>Writes a number as text with at most four decimals, never in exponential notation.</summary>
public class JsonRoundingConverter : JsonConverter
{
    public const int FractionalDigits = 4;

    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => objectType == typeof(decimal) || objectType == typeof(double);

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) =>
        throw new NotSupportedException($"{nameof(JsonRoundingConverter)} only writes");

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer) => writer.WriteValue(value is double number
        ? Math.Round(number, FractionalDigits).ToString(CultureInfo.InvariantCulture)
        : Math.Round(Convert.ToDecimal(value, CultureInfo.InvariantCulture), FractionalDigits).ToString(CultureInfo.InvariantCulture));
}
