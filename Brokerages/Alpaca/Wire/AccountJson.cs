using System.Globalization;
using System.Text.Json;
using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>Account, positions, clock, calendar and assets, read. These come a few times a day, so a document is good enough.</summary>
internal static class AccountJson
{
    public static AlpacaAccount Account(ref Utf8JsonReader json)
    {
        var fields = JsonElement.ParseValue(ref json);
        return new AlpacaAccount(Text(fields, "account_number"), Text(fields, "status"), Text(fields, "currency"), Number(fields, "cash"), Number(fields, "equity"),
            Number(fields, "last_equity"), Number(fields, "buying_power"), Truth(fields, "trading_blocked"), Truth(fields, "shorting_enabled"));
    }

    public static AlpacaPosition Position(ref Utf8JsonReader json)
    {
        var fields = JsonElement.ParseValue(ref json);
        return new AlpacaPosition(Text(fields, "symbol"), Number(fields, "qty"), Number(fields, "avg_entry_price"), Number(fields, "current_price"), Number(fields, "market_value"));
    }

    public static AlpacaClock Clock(ref Utf8JsonReader json)
    {
        var fields = JsonElement.ParseValue(ref json);
        return new AlpacaClock(Time(fields, "timestamp"), Truth(fields, "is_open"), Time(fields, "next_open"), Time(fields, "next_close"));
    }

    public static TradingSession Session(ref Utf8JsonReader json)
    {
        var fields = JsonElement.ParseValue(ref json);
        var date = Parsed(fields, "date", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : (DateOnly?)null);
        return new TradingSession(date, At(fields, "open", date), At(fields, "close", date));
    }

    public static AlpacaAsset Asset(ref Utf8JsonReader json)
    {
        var fields = JsonElement.ParseValue(ref json);
        return new AlpacaAsset(Text(fields, "symbol"), Text(fields, "exchange"), Truth(fields, "tradable"), Truth(fields, "shortable"), Truth(fields, "fractionable"));
    }

    private static DateTime At(JsonElement fields, string name, DateOnly date) => MarketCalendar.Utc(date.ToDateTime(
        Parsed(fields, name, text => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : (TimeOnly?)null)));

    private static JsonElement Field(JsonElement fields, string name) =>
        fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out var value) ? value : throw new JsonException($"expected {name}, found none");

    private static string Text(JsonElement fields, string name) =>
        Field(fields, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new JsonException($"{name}: expected a text");

    private static T Parsed<T>(JsonElement fields, string name, Func<string, T?> parse) where T : struct =>
        parse(Text(fields, name)) ?? throw new JsonException($"{name}: expected {typeof(T).Name}, found {Text(fields, name)}");

    private static decimal Number(JsonElement fields, string name)
    {
        var value = Field(fields, name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
            : value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
            : throw new JsonException($"{name}: expected a number, found {value.ValueKind}");
    }

    private static bool Truth(JsonElement fields, string name) => Field(fields, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw new JsonException($"{name}: expected true or false, found {kind}"),
    };

    private static DateTime Time(JsonElement fields, string name) =>
        Field(fields, name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time) ? time.UtcDateTime : throw new JsonException($"{name}: expected a time");
}
