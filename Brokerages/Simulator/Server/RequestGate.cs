using System.Text.Json;
using LeanDeep.Brokerages.Simulator.Market;
using Microsoft.AspNetCore.Http;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>What every request passes: keys, the limit of requests, faults; and how refusals are answered.</summary>
internal sealed class RequestGate(SimulatorState state)
{
    private readonly Lock _lock = new();
    private readonly Queue<long> _times = new();

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (context.WebSockets.IsWebSocketRequest || !path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            await GuardAsync(context, next).ConfigureAwait(false);
            return;
        }
        if (state.Faults.Plan.DelayMilliseconds is > 0 and var delay) await Task.Delay(delay, context.RequestAborted).ConfigureAwait(false);
        if (!state.Knows(context.Request.Headers["APCA-API-KEY-ID"], context.Request.Headers["APCA-API-SECRET-KEY"]))
        {
            await AnswerAsync(context, 401, json => Error(json, 40110000, "request is not authorized")).ConfigureAwait(false);
            return;
        }
        var fate = TooMany() ? Fate.TooMany : state.Faults.OfRequest($"{context.Request.Method} {path}");
        switch (fate)
        {
            case Fate.TooMany:
                context.Response.Headers.RetryAfter = state.Faults.Plan.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await AnswerAsync(context, 429, json => Error(json, 42910000, "rate limit exceeded")).ConfigureAwait(false);
                break;
            case Fate.Failed:
                await AnswerAsync(context, 500, json => Error(json, 50010000, "internal server error occurred")).ConfigureAwait(false);
                break;
            case Fate.FailedAfter or Fate.Silent:
                var body = context.Response.Body;
                context.Response.Body = Stream.Null;
                await GuardAsync(context, next).ConfigureAwait(false);
                context.Response.Body = body;
                if (fate == Fate.Silent)
                {
                    context.Abort();
                    break;
                }
                context.Response.Clear();
                await AnswerAsync(context, 500, json => Error(json, 50010000, "internal server error occurred")).ConfigureAwait(false);
                break;
            default:
                await GuardAsync(context, next).ConfigureAwait(false);
                break;
        }
    }

    public static Task AnswerAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var bytes = Answers.Bytes(write);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (RefusalException e)
        {
            await AnswerAsync(context, e.Status, json => Error(json, e.Code, e.Message)).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            await AnswerAsync(context, 400, json => Error(json, 40010000, $"request body format is invalid: {e.Message}")).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            // A damaged file of the data folder.
            await AnswerAsync(context, 500, json => Error(json, 50010000, e.Message)).ConfigureAwait(false);
        }
    }

    private bool TooMany()
    {
        if (state.Options.RequestsPerMinute == 0) return false;
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            while (_times.TryPeek(out var oldest) && TimeProvider.System.GetElapsedTime(oldest, now) > TimeSpan.FromMinutes(1)) _times.Dequeue();
            if (_times.Count >= state.Options.RequestsPerMinute) return true;
            _times.Enqueue(now);
            return false;
        }
    }

    private static void Error(Utf8JsonWriter json, int code, string message)
    {
        json.WriteStartObject();
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    }
}
