using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>One page of historical bars: <c>{"bars":{"AAPL":[…]},"next_page_token":…}</c>.</summary>
internal static class BarPage
{
    /// <summary>Adds the page's bars to a list.</summary>
    /// <returns>The token of the next page, or null.</returns>
    /// <exception cref="JsonException">Not such a page.</exception>
    public static string? Read(ref Utf8JsonReader json, SymbolTable symbols, List<AlpacaBar> bars)
    {
        string? next = null;
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException($"expected an object, found {json.TokenType}");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("next_page_token"u8) && json.Read()) next = JsonField.Text(ref json);
            else if (json.ValueTextEquals("bars"u8) && json.Read())
            {
                if (json.TokenType == JsonTokenType.StartObject) ReadBars(ref json, symbols, bars);
                else if (json.TokenType != JsonTokenType.Null) throw new JsonException($"bars: expected an object, found {json.TokenType}");
            }
            else json.Skip();
        }
        return next;
    }

    private static void ReadBars(ref Utf8JsonReader json, SymbolTable symbols, List<AlpacaBar> bars)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var symbol = symbols.Find(json.ValueSpan) ?? throw new JsonException("expected a symbol");
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray) throw new JsonException($"{symbol}: expected a list, found {json.TokenType}");
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                var fields = default(MarketFields);
                var fault = fields.Read(ref json, symbols);
                fields.Symbol = symbol;
                if (fault is not null || !MarketMessages.BarOf(fields, out var bar)) throw new JsonException($"{symbol}: {fault ?? "expected a bar's time and prices that fit together"}");
                bars.Add(bar);
            }
        }
    }
}
