using System.Globalization;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator.Market;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>Alpaca's JSON.</summary>
internal static class Answers
{
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) write(json);
        return stream.ToArray();
    }

    public static string Number(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static void Order(Utf8JsonWriter json, SimulatedOrder order)
    {
        json.WriteStartObject();
        json.WriteString("id", order.Id);
        json.WriteString("client_order_id", order.ClientId);
        Time(json, "created_at", order.SubmittedAt);
        Time(json, "updated_at", order.UpdatedAt);
        Time(json, "submitted_at", order.SubmittedAt);
        Time(json, "filled_at", order.FilledAt);
        Time(json, "expired_at", order.ExpiredAt);
        Time(json, "canceled_at", order.CanceledAt);
        json.WriteNull("failed_at");
        Time(json, "replaced_at", order.ReplacedAt);
        json.WriteString("replaced_by", order.ReplacedBy);
        json.WriteString("replaces", order.Replaces);
        json.WriteString("asset_id", AssetId(order.Symbol));
        json.WriteString("symbol", order.Symbol);
        json.WriteString("asset_class", "us_equity");
        json.WriteNull("notional");
        json.WriteString("qty", Number(order.Quantity));
        json.WriteString("filled_qty", Number(order.Filled));
        json.WriteString("filled_avg_price", order.Filled == 0 ? null : Number(order.Cost / order.Filled));
        json.WriteString("order_class", "simple");
        json.WriteString("order_type", Words.Of(order.Kind));
        json.WriteString("type", Words.Of(order.Kind));
        json.WriteString("side", Words.Of(order.Side));
        json.WriteString("time_in_force", Words.Of(order.Duration));
        json.WriteString("limit_price", order.LimitPrice is { } limit ? Number(limit) : null);
        json.WriteString("stop_price", order.StopPrice is { } stop ? Number(stop) : null);
        json.WriteString("status", order.Status);
        json.WriteBoolean("extended_hours", false);
        json.WriteNull("legs");
        json.WriteNull("trail_percent");
        json.WriteNull("trail_price");
        json.WriteNull("hwm");
        json.WriteEndObject();
    }

    public static void Account(Utf8JsonWriter json, Account account, Func<string, decimal> price, DateTime created)
    {
        decimal Value(int sign) => account.Positions.Where(held => Math.Sign(held.Value.Quantity) == sign).Sum(held => held.Value.Quantity * price(held.Key));
        var equity = account.Equity(price);
        json.WriteStartObject();
        json.WriteString("id", AssetId("account"));
        json.WriteString("account_number", "SIM000001");
        json.WriteString("status", "ACTIVE");
        json.WriteString("currency", "USD");
        json.WriteString("cash", Number(account.Cash));
        json.WriteString("equity", Number(equity));
        json.WriteString("portfolio_value", Number(equity));
        json.WriteString("last_equity", Number(account.LastEquity));
        json.WriteString("buying_power", Number(account.BuyingPower(price)));
        json.WriteString("regt_buying_power", Number(account.BuyingPower(price)));
        json.WriteString("daytrading_buying_power", "0");
        json.WriteString("non_marginable_buying_power", Number(Math.Max(0, account.Cash)));
        json.WriteString("long_market_value", Number(Value(1)));
        json.WriteString("short_market_value", Number(Value(-1)));
        json.WriteString("initial_margin", Number((Value(1) - Value(-1)) / 2));
        json.WriteString("maintenance_margin", Number((Value(1) - Value(-1)) * 0.3m));
        json.WriteString("multiplier", "2");
        json.WriteNumber("daytrade_count", 0);
        json.WriteBoolean("pattern_day_trader", false);
        json.WriteBoolean("trading_blocked", false);
        json.WriteBoolean("transfers_blocked", false);
        json.WriteBoolean("account_blocked", false);
        json.WriteBoolean("trade_suspended_by_user", false);
        json.WriteBoolean("shorting_enabled", true);
        json.WriteString("created_at", Time(created));
        json.WriteEndObject();
    }

    public static void Position(Utf8JsonWriter json, string symbol, Position position, decimal price, decimal lastClose)
    {
        var (quantity, cost) = (position.Quantity, position.Quantity * position.AveragePrice);
        json.WriteStartObject();
        json.WriteString("asset_id", AssetId(symbol));
        json.WriteString("symbol", symbol);
        json.WriteString("exchange", "NYSE");
        json.WriteString("asset_class", "us_equity");
        json.WriteString("qty", Number(quantity));
        json.WriteString("qty_available", Number(quantity));
        json.WriteString("side", quantity > 0 ? "long" : "short");
        json.WriteString("avg_entry_price", Number(position.AveragePrice));
        json.WriteString("market_value", Number(quantity * price));
        json.WriteString("cost_basis", Number(cost));
        json.WriteString("unrealized_pl", Number(quantity * price - cost));
        json.WriteString("unrealized_plpc", Number(cost == 0 ? 0 : (quantity * price - cost) / Math.Abs(cost)));
        json.WriteString("current_price", Number(price));
        json.WriteString("lastday_price", Number(lastClose));
        json.WriteString("change_today", Number(lastClose == 0 ? 0 : price / lastClose - 1));
        json.WriteEndObject();
    }

    public static void Asset(Utf8JsonWriter json, string symbol)
    {
        json.WriteStartObject();
        json.WriteString("id", AssetId(symbol));
        json.WriteString("class", "us_equity");
        json.WriteString("exchange", "NYSE");
        json.WriteString("symbol", symbol);
        json.WriteString("name", symbol);
        json.WriteString("status", "active");
        json.WriteBoolean("tradable", true);
        json.WriteBoolean("marginable", true);
        json.WriteBoolean("shortable", true);
        json.WriteBoolean("easy_to_borrow", true);
        json.WriteBoolean("fractionable", true);
        json.WriteEndObject();
    }

    public static void Session(Utf8JsonWriter json, TradingSession session)
    {
        json.WriteStartObject();
        json.WriteString("date", session.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("open", MarketCalendar.NewYork(session.Open).ToString("HH:mm", CultureInfo.InvariantCulture));
        json.WriteString("close", MarketCalendar.NewYork(session.Close).ToString("HH:mm", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    // The same for the same name, in every run.
    private static string AssetId(string name)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTime? utc) => json.WriteString(name, utc is { } time ? Time(time) : null);
}
