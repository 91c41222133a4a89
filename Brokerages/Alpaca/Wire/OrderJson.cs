using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>Orders, read and written.</summary>
internal static class OrderJson
{
    /// <summary>The object that the reader stands on.</summary>
    /// <exception cref="JsonException">Not an order.</exception>
    public static AlpacaOrder Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException($"expected an order, found {json.TokenType}");
        string? id = null, client = null, symbol = null, replacedBy = null, replaces = null;
        OrderSide? side = null;
        OrderKind? kind = null;
        OrderDuration? duration = null;
        var status = OrderStatus.Unknown;
        decimal? quantity = null, filled = null, average = null, limit = null, stop = null;
        DateTime? submitted = null, updated = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "id"u8)) id = JsonField.Text(ref json);
            else if (Is(ref json, "client_order_id"u8)) client = JsonField.Text(ref json);
            else if (Is(ref json, "symbol"u8)) symbol = JsonField.Text(ref json);
            else if (Is(ref json, "side"u8)) side = Words.Side(json.ValueSpan);
            else if (Is(ref json, "type"u8)) kind = Words.Kind(json.ValueSpan);
            else if (Is(ref json, "time_in_force"u8)) duration = Words.Duration(json.ValueSpan);
            else if (Is(ref json, "status"u8)) status = Words.Status(json.ValueSpan);
            else if (Is(ref json, "qty"u8)) quantity = JsonField.Decimal(ref json);
            else if (Is(ref json, "filled_qty"u8)) filled = JsonField.Decimal(ref json);
            else if (Is(ref json, "filled_avg_price"u8)) average = JsonField.Decimal(ref json);
            else if (Is(ref json, "limit_price"u8)) limit = JsonField.Decimal(ref json);
            else if (Is(ref json, "stop_price"u8)) stop = JsonField.Decimal(ref json);
            else if (Is(ref json, "submitted_at"u8)) submitted = JsonField.Time(ref json);
            else if (Is(ref json, "updated_at"u8)) updated = JsonField.Time(ref json);
            else if (Is(ref json, "replaced_by"u8)) replacedBy = JsonField.Text(ref json);
            else if (Is(ref json, "replaces"u8)) replaces = JsonField.Text(ref json);
            else
            {
                if (json.TokenType == JsonTokenType.PropertyName) json.Read();
                json.Skip();
            }
        }
        return new AlpacaOrder
        {
            Id = id ?? throw Missing("id"),
            ClientId = client ?? throw Missing("client_order_id"),
            Symbol = symbol ?? throw Missing("symbol"),
            Side = side ?? throw Missing("side"),
            Kind = kind ?? throw Missing("type"),
            Duration = duration ?? throw Missing("time_in_force"),
            Quantity = quantity ?? throw Missing("qty"),
            FilledQuantity = filled ?? 0,
            AveragePrice = average,
            LimitPrice = limit,
            StopPrice = stop,
            Status = status,
            SubmittedAt = submitted,
            UpdatedAt = updated,
            ReplacedBy = replacedBy,
            Replaces = replaces,
        };
    }

    public static void Write(Utf8JsonWriter json, AlpacaOrderRequest order)
    {
        json.WriteStartObject();
        json.WriteString("symbol", order.Symbol);
        Number(json, "qty", order.Quantity);
        json.WriteString("side", Words.Of(order.Side));
        json.WriteString("type", Words.Of(order.Kind));
        json.WriteString("time_in_force", Words.Of(order.Duration));
        Number(json, "limit_price", order.LimitPrice);
        Number(json, "stop_price", order.StopPrice);
        json.WriteString("client_order_id", order.ClientId);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, AlpacaReplacement change)
    {
        json.WriteStartObject();
        Number(json, "qty", change.Quantity);
        if (change.Duration is { } duration) json.WriteString("time_in_force", Words.Of(duration));
        Number(json, "limit_price", change.LimitPrice);
        Number(json, "stop_price", change.StopPrice);
        json.WriteString("client_order_id", change.ClientId);
        json.WriteEndObject();
    }

    // True when the property is the one named; the reader then stands on its value.
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name) && json.Read();

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number) json.WriteString(name, number.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static JsonException Missing(string field) => new($"expected {field}, found none");
}
