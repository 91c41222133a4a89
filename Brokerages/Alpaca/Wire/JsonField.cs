using System.Buffers.Text;
using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>Values as Alpaca writes them: numbers sometimes as text, times with nanoseconds.</summary>
internal static class JsonField
{
    /// <summary>A number, or a text that holds one.</summary>
    public static bool TryDecimal(ref Utf8JsonReader json, out decimal value)
    {
        value = 0;
        return json.TokenType switch
        {
            JsonTokenType.Number => json.TryGetDecimal(out value),
            JsonTokenType.String => !json.HasValueSequence && Utf8Parser.TryParse(json.ValueSpan, out value, out var used) && used == json.ValueSpan.Length,
            _ => false,
        };
    }

    /// <summary>An RFC 3339 time, to 100 ns, as UTC.</summary>
    public static bool TryTime(ref Utf8JsonReader json, out DateTime utc)
    {
        utc = default;
        if (json.TokenType != JsonTokenType.String || !json.TryGetDateTimeOffset(out var time)) return false;
        utc = time.UtcDateTime;
        return true;
    }

    /// <summary>The text of the value at the reader, null for null; anything else is a malformed message.</summary>
    public static string? Text(ref Utf8JsonReader json) => json.TokenType is JsonTokenType.String or JsonTokenType.Null
        ? json.GetString()
        : throw new JsonException($"expected a text, found {json.TokenType}");

    public static decimal? Decimal(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.String && json.ValueSpan.IsEmpty) ? null
        : TryDecimal(ref json, out var value) ? value
        : throw new JsonException($"expected a number, found {json.TokenType}");

    public static DateTime? Time(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? null
        : TryTime(ref json, out var utc) ? utc
        : throw new JsonException($"expected a time, found {json.TokenType}");

    public static bool Truth(ref Utf8JsonReader json) => json.TokenType is JsonTokenType.True or JsonTokenType.False
        ? json.GetBoolean()
        : throw new JsonException($"expected true or false, found {json.TokenType}");
}
