using System.Globalization;
using System.Text;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Simulator.Market;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>The bodies of requests about orders.</summary>
internal static class OrderInput
{
    /// <exception cref="RefusalException">A field is missing or makes no sense.</exception>
    public static AlpacaOrderRequest Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw RefusalException.Input("expected an object");
        if (Text(json, "notional") is not null) throw RefusalException.Input("notional orders are not simulated");
        if (json.TryGetProperty("extended_hours", out var extended) && extended.ValueKind == JsonValueKind.True) throw RefusalException.Input("extended hours are not simulated");
        if (Text(json, "order_class") is { Length: > 0 } order && order != "simple") throw RefusalException.Input($"order class {order} is not simulated");
        return new AlpacaOrderRequest(
            Text(json, "client_order_id") ?? "",
            (Text(json, "symbol") ?? throw RefusalException.Input("symbol is required")).ToUpperInvariant(),
            Word(json, "side", Words.Side) ?? throw RefusalException.Input("invalid side"),
            Number(json, "qty") ?? throw RefusalException.Input("qty or notional is required"),
            Word(json, "type", Words.Kind) ?? throw RefusalException.Input("invalid order type"),
            Word(json, "time_in_force", Words.Duration) ?? throw RefusalException.Input("invalid time_in_force"),
            Number(json, "limit_price"), Number(json, "stop_price"));
    }

    public static OrderDuration? Duration(JsonElement json) => Text(json, "time_in_force") is null ? null
        : Word(json, "time_in_force", Words.Duration) ?? throw RefusalException.Input("invalid time_in_force");

    /// <summary>A number, or a text that holds one; null when absent.</summary>
    public static decimal? Number(JsonElement json, string name) => Text(json, name) is not { Length: > 0 } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw RefusalException.Input($"invalid {name}: {text}");

    public static string? Text(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw RefusalException.Input($"invalid {name}"),
    };

    private delegate T Reader<T>(ReadOnlySpan<byte> word);

    private static T? Word<T>(JsonElement json, string name, Reader<T?> read) where T : struct => Text(json, name) is { } text ? read(Encoding.UTF8.GetBytes(text)) : null;
}
