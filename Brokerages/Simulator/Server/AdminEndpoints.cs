using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeanDeep.Brokerages.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>What only a simulation has: faults on demand and control of its time.</summary>
internal static class AdminEndpoints
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static void Map(IEndpointRouteBuilder server, SimulatorState state, BrokerSimulator simulator)
    {
        server.MapGet("/sim/state", (HttpContext context) => RequestGate.AnswerAsync(context, 200, json => State(json, state)));
        server.MapGet("/sim/faults", (HttpContext context) => RequestGate.AnswerAsync(context, 200, json => JsonSerializer.Serialize(json, state.Faults.Plan, Format)));
        server.MapPost("/sim/faults", async (HttpContext context) =>
        {
            state.SetFaults(await JsonSerializer.DeserializeAsync<FaultPlan>(context.Request.Body, Format, context.RequestAborted).ConfigureAwait(false) ?? new FaultPlan());
            await RequestGate.AnswerAsync(context, 200, json => JsonSerializer.Serialize(json, state.Faults.Plan, Format)).ConfigureAwait(false);
        });
        server.MapDelete("/sim/faults", (HttpContext context) =>
        {
            state.SetFaults(new FaultPlan());
            context.Response.StatusCode = 204;
        });
        server.MapPost("/sim/drop", (HttpContext context) =>
        {
            var stream = context.Request.Query["stream"].ToString();
            if (stream is not ("" or "data" or "updates")) throw RefusalException.Input($"stream: expected data or updates, found {stream}");
            state.CutAll(stream is "" or "data", stream is "" or "updates");
            context.Response.StatusCode = 204;
        });
        server.MapPost("/sim/advance", (HttpContext context) =>
        {
            if (state.Options.Speed > 0) throw RefusalException.Input($"advance: expected a simulation with speed 0, found {state.Options.Speed}");
            var query = context.Request.Query;
            var until = query["minutes"].ToString() is { Length: > 0 } minutes && double.TryParse(minutes, CultureInfo.InvariantCulture, out var count) ? state.Clock.Now.AddMinutes(count)
                : DateTimeOffset.TryParse(query["until"].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime
                : throw RefusalException.Input("advance: expected minutes=N or until=TIME");
            simulator.AdvanceTo(until);
            return RequestGate.AnswerAsync(context, 200, json => State(json, state));
        });
    }

    private static void State(Utf8JsonWriter json, SimulatorState state)
    {
        var (orders, open) = state.Do(exchange => (exchange.Orders.Count, exchange.Orders.Count(order => order.IsOpen)));
        json.WriteStartObject();
        json.WriteString("time", Answers.Time(state.Clock.Now));
        json.WriteString("end", Answers.Time(state.End));
        json.WriteBoolean("open", state.Library.Calendar.IsOpen(state.Clock.Now));
        json.WriteNumber("speed", state.Options.Speed);
        json.WriteNumber("orders", orders);
        json.WriteNumber("openOrders", open);
        json.WriteEndObject();
    }
}
