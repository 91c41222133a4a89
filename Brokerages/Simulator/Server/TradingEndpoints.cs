using System.Globalization;
using System.Text.Json;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>Alpaca's trading API.</summary>
internal static class TradingEndpoints
{
    public static void Map(IEndpointRouteBuilder server, SimulatorState state)
    {
        server.MapPost("/v2/orders", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            var request = OrderInput.Read(body.RootElement);
            await OrderAsync(context, state, exchange => exchange.Submit(request)).ConfigureAwait(false);
        });
        server.MapPatch("/v2/orders/{id}", async (HttpContext context, string id) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            var json = body.RootElement;
            await OrderAsync(context, state, exchange => exchange.Replace(id, OrderInput.Text(json, "client_order_id"), OrderInput.Number(json, "qty"),
                OrderInput.Duration(json), OrderInput.Number(json, "limit_price"), OrderInput.Number(json, "stop_price"))).ConfigureAwait(false);
        });
        server.MapGet("/v2/orders:by_client_order_id", (HttpContext context) =>
            OrderAsync(context, state, exchange => exchange.FindByClient(context.Request.Query["client_order_id"].ToString())));
        server.MapGet("/v2/orders/{id}", (HttpContext context, string id) => OrderAsync(context, state, exchange => exchange.Find(id)));
        server.MapGet("/v2/orders", (HttpContext context) => ListAsync(context, state, exchange => Orders(exchange, context.Request.Query), Answers.Order));
        server.MapDelete("/v2/orders/{id}", (HttpContext context, string id) =>
        {
            state.Do(exchange => { exchange.Cancel(id); return id; });
            context.Response.StatusCode = 204;
        });
        server.MapDelete("/v2/orders", (HttpContext context) => RequestGate.AnswerAsync(context, 207, json =>
        {
            json.WriteStartArray();
            foreach (var id in state.Do(exchange => exchange.CancelAll()))
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteNumber("status", 200);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
        server.MapGet("/v2/account", (HttpContext context) => WriteAsync(context, state, (exchange, json) => Answers.Account(json, exchange.Account, exchange.PriceOf, state.Start)));
        server.MapGet("/v2/positions", (HttpContext context) => WriteAsync(context, state, (exchange, json) =>
        {
            json.WriteStartArray();
            foreach (var (symbol, position) in exchange.Account.Positions) Answers.Position(json, symbol, position, exchange.PriceOf(symbol), exchange.PriceOf(symbol));
            json.WriteEndArray();
        }));
        server.MapGet("/v2/positions/{symbol}", (HttpContext context, string symbol) => WriteAsync(context, state, (exchange, json) =>
        {
            var (_, position) = exchange.Account.Positions.FirstOrDefault(held => held.Key == symbol);
            if (position.Quantity == 0) throw RefusalException.Missing("position does not exist");
            Answers.Position(json, symbol, position, exchange.PriceOf(symbol), exchange.PriceOf(symbol));
        }));
        server.MapGet("/v2/clock", (HttpContext context) => WriteAsync(context, state, (exchange, json) =>
        {
            var (now, calendar) = (exchange.Now, state.Library.Calendar);
            var skewed = now.AddSeconds(state.Faults.Plan.ClockSkewSeconds);
            json.WriteStartObject();
            json.WriteString("timestamp", Answers.Time(skewed));
            json.WriteBoolean("is_open", calendar.IsOpen(now));
            json.WriteString("next_open", Answers.Time(calendar.OpeningAfter(now).Open));
            json.WriteString("next_close", Answers.Time(calendar.ClosingAfter(now).Close));
            json.WriteEndObject();
        }));
        server.MapGet("/v2/calendar", (HttpContext context) => RequestGate.AnswerAsync(context, 200, json =>
        {
            var (start, end) = (Date(context, "start") ?? DateOnly.MinValue, Date(context, "end") ?? DateOnly.MaxValue);
            json.WriteStartArray();
            foreach (var session in state.Library.Calendar.Sessions)
                if (session.Date >= start && session.Date <= end) Answers.Session(json, session);
            json.WriteEndArray();
        }));
        server.MapGet("/v2/assets", (HttpContext context) => RequestGate.AnswerAsync(context, 200, json =>
        {
            json.WriteStartArray();
            foreach (var symbol in state.Library.Symbols.Order(StringComparer.Ordinal)) Answers.Asset(json, symbol);
            json.WriteEndArray();
        }));
        server.MapGet("/v2/assets/{symbol}", (HttpContext context, string symbol) => state.Library.Has(symbol)
            ? RequestGate.AnswerAsync(context, 200, json => Answers.Asset(json, symbol))
            : throw RefusalException.Missing($"asset not found for {symbol}"));
    }

    private static IEnumerable<SimulatedOrder> Orders(Exchange exchange, IQueryCollection query)
    {
        var status = query["status"].ToString();
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var most) && most > 0 ? Math.Min(most, 500) : 50;
        DateTime? Time(string name) => query[name].ToString() is { Length: > 0 } text
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime : throw RefusalException.Input($"invalid {name}: {text}")
            : null;
        var (after, until) = (Time("after"), Time("until"));
        var symbols = query["symbols"].ToString() is { Length: > 0 } names ? names.Split(',') : null;
        var orders = exchange.Orders.Where(order => (status == "all" || (status == "closed" ? !order.IsOpen : order.IsOpen))
            && (after is null || order.SubmittedAt > after) && (until is null || order.SubmittedAt < until) && (symbols is null || symbols.Contains(order.Symbol)));
        return (query["direction"] == "asc" ? orders : orders.Reverse()).Take(limit);
    }

    private static DateOnly? Date(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: >= 10 } text
        ? DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw RefusalException.Input($"invalid {name}: {text}")
        : null;

    // What is shared is written under the lock, and sent outside it.
    private static Task WriteAsync(HttpContext context, SimulatorState state, Action<Exchange, Utf8JsonWriter> write)
    {
        var bytes = state.Do(exchange => Answers.Bytes(json => write(exchange, json)));
        return RequestGate.AnswerAsync(context, 200, json => json.WriteRawValue(bytes));
    }

    private static Task OrderAsync(HttpContext context, SimulatorState state, Func<Exchange, SimulatedOrder> find) =>
        WriteAsync(context, state, (exchange, json) => Answers.Order(json, find(exchange)));

    private static Task ListAsync<T>(HttpContext context, SimulatorState state, Func<Exchange, IEnumerable<T>> list, Action<Utf8JsonWriter, T> write) => WriteAsync(context, state, (exchange, json) =>
    {
        json.WriteStartArray();
        foreach (var item in list(exchange)) write(json, item);
        json.WriteEndArray();
    });
}
