using System.Globalization;
using System.Text;
using System.Text.Json;
using LeanDeep.Brokerages.Simulator.Market;
using LeanDeep.Brokerages.Simulator.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>Alpaca's historical bars.</summary>
internal static class DataEndpoints
{
    private const int MostBars = 10_000;

    public static void Map(IEndpointRouteBuilder server, SimulatorState state)
    {
        server.MapGet("/v2/stocks/bars", (HttpContext context) => BarsAsync(context, state, context.Request.Query["symbols"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries), false));
        server.MapGet("/v2/stocks/{symbol}/bars", (HttpContext context, string symbol) => BarsAsync(context, state, [symbol], true));
    }

    private static Task BarsAsync(HttpContext context, SimulatorState state, string[] symbols, bool single)
    {
        var query = context.Request.Query;
        if (symbols.Length == 0) throw new RefusalException(400, 40010001, "symbols is required");
        var minutes = Minutes(query["timeframe"].ToString());
        var limit = query["limit"].ToString() is not { Length: > 0 } text ? 1000
            : int.TryParse(text, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= MostBars ? most : throw new RefusalException(400, 40010001, $"invalid limit: {text}");
        var adjustment = query["adjustment"].ToString();
        var now = state.Do(exchange => exchange.Now);
        var from = Time(query, "start") ?? new DateTime(now.Ticks / TimeSpan.TicksPerDay * TimeSpan.TicksPerDay, DateTimeKind.Utc);
        var through = Time(query, "end") ?? now;
        var (startSymbol, startTime) = Token(query["page_token"].ToString());
        var page = new List<(string Symbol, AdjustedBar Bar)>();
        string? next = null;
        foreach (var symbol in symbols.Order(StringComparer.Ordinal))
        {
            if (string.CompareOrdinal(symbol, startSymbol) < 0) continue;
            var first = symbol == startSymbol && startTime > from ? startTime : from;
            // The library's cache is shared.
            foreach (var bar in state.Do(_ => state.Library.Has(symbol)
                ? state.History.Read(symbol, minutes, first, through, now, adjustment is "split" or "all", adjustment is "dividend" or "all").Take(limit + 1).ToArray() : []))
            {
                if (page.Count == limit)
                {
                    next ??= Convert.ToBase64String(Encoding.UTF8.GetBytes($"{symbol}|{bar.Start.Ticks}"));
                    break;
                }
                page.Add((symbol, bar));
            }
            if (next is not null) break;
        }
        return RequestGate.AnswerAsync(context, 200, json =>
        {
            json.WriteStartObject();
            if (single)
            {
                json.WriteString("symbol", symbols[0]);
                json.WriteStartArray("bars");
                foreach (var (_, bar) in page) Bar(json, bar);
                json.WriteEndArray();
            }
            else
            {
                json.WriteStartObject("bars");
                foreach (var bars in page.GroupBy(item => item.Symbol))
                {
                    json.WriteStartArray(bars.Key);
                    foreach (var (_, bar) in bars) Bar(json, bar);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
            json.WriteString("next_page_token", next);
            json.WriteEndObject();
        });
    }

    private static void Bar(Utf8JsonWriter json, AdjustedBar bar)
    {
        json.WriteStartObject();
        json.WriteString("t", bar.Start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("o", bar.Open);
        json.WriteNumber("h", bar.High);
        json.WriteNumber("l", bar.Low);
        json.WriteNumber("c", bar.Close);
        json.WriteNumber("v", bar.Volume);
        json.WriteNumber("n", 1);
        json.WriteNumber("vw", Math.Round((bar.High + bar.Low + bar.Close) / 3, 6));
        json.WriteEndObject();
    }

    // 1Min to 59Min, 1Hour to 23Hour, 1Day; 0 stands for days.
    private static int Minutes(string timeframe)
    {
        var digits = timeframe.TakeWhile(char.IsAsciiDigit).Count();
        var count = int.TryParse(timeframe[..digits], CultureInfo.InvariantCulture, out var number) ? number : 0;
        return timeframe[digits..] switch
        {
            "Min" or "T" when count is >= 1 and <= 59 => count,
            "Hour" or "H" when count is >= 1 and <= 23 => 60 * count,
            "Day" or "D" when count == 1 => 0,
            _ => throw new RefusalException(400, 40010001, $"invalid timeframe: {timeframe}"),
        };
    }

    private static DateTime? Time(IQueryCollection query, string name) => query[name].ToString() is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime
        : throw new RefusalException(400, 40010001, $"invalid {name}: {text}");

    private static (string Symbol, DateTime Start) Token(string token)
    {
        if (token.Length == 0) return ("", default);
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('|') is [var symbol, var ticks]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            return (symbol, new DateTime(start, DateTimeKind.Utc));
        throw new RefusalException(400, 40010001, "invalid page_token");
    }
}
