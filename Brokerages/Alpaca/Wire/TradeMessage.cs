using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>A message of the stream of updates: <c>{"stream":…,"data":…}</c>.</summary>
/// <param name="Status">Of an authorization.</param>
internal sealed record TradeMessage(string Stream, string? Status, TradeUpdate? Update)
{
    /// <exception cref="JsonException">Not such a message.</exception>
    public static TradeMessage Read(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object");
        string? stream = null;
        var data = default(Data);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("stream"u8) && json.Read()) stream = JsonField.Text(ref json);
            else if (json.ValueTextEquals("data"u8) && json.Read() && json.TokenType == JsonTokenType.StartObject) data.Read(ref json);
            else
            {
                if (json.TokenType == JsonTokenType.PropertyName) json.Read();
                json.Skip();
            }
        }
        if (stream is null) throw new JsonException("expected a stream, found none");
        if (stream != "trade_updates") return new TradeMessage(stream, data.Status, null);
        var order = data.Order ?? throw new JsonException("expected an order, found none");
        return new TradeMessage(stream, null, new TradeUpdate(data.Event ?? throw new JsonException("expected an event, found none"), order, data.ExecutionId, data.Price, data.Quantity, data.Time));
    }

    private struct Data
    {
        public string? Status, Event, ExecutionId;
        public decimal? Price, Quantity;
        public DateTime? Time;
        public AlpacaOrder? Order;

        public void Read(ref Utf8JsonReader json)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("status"u8) && json.Read()) Status = JsonField.Text(ref json);
                else if (json.ValueTextEquals("event"u8) && json.Read()) Event = JsonField.Text(ref json);
                else if (json.ValueTextEquals("execution_id"u8) && json.Read()) ExecutionId = JsonField.Text(ref json);
                else if (json.ValueTextEquals("price"u8) && json.Read()) Price = JsonField.Decimal(ref json);
                else if (json.ValueTextEquals("qty"u8) && json.Read()) Quantity = JsonField.Decimal(ref json);
                else if (json.ValueTextEquals("timestamp"u8) && json.Read()) Time = JsonField.Time(ref json);
                else if (json.ValueTextEquals("order"u8) && json.Read()) Order = OrderJson.Read(ref json);
                else if (json.TokenType == JsonTokenType.PropertyName)
                {
                    json.Read();
                    json.Skip();
                }
            }
        }
    }
}
