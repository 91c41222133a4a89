using System.Drawing;
using System.Globalization;
using Newtonsoft.Json;

namespace QuantConnect.Util;

/// <summary>A color as <c>#RRGGBB</c>; no color as empty text.</summary>
public class ColorJsonConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(Color);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer) => writer.WriteValue(Text((Color)value));

    /// <exception cref="FormatException">The text is neither empty nor seven characters that begin with #.</exception>
    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        var text = (string)reader.Value;
        if (string.IsNullOrWhiteSpace(text))
            return Color.Empty;
        if (text.Length != 7 || text[0] != '#' || !int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb))
            throw new FormatException($"color '{text}': expected #RRGGBB");
        return Color.FromArgb(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
    }

    internal static string Text(Color color) => color.IsEmpty ? "" : $"#{color.R:X2}{color.G:X2}{color.B:X2}";
}
