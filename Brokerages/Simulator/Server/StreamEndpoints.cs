using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>Alpaca's WebSockets.</summary>
internal static class StreamEndpoints
{
    public static void Map(IEndpointRouteBuilder server, SimulatorState state, CancellationToken stop)
    {
        server.MapGet("/v2/iex", (HttpContext context) => MarketAsync(context, state, true, stop));
        server.MapGet("/v2/sip", (HttpContext context) => MarketAsync(context, state, false, stop));
        server.MapGet("/stream", (HttpContext context) => UpdatesAsync(context, state, stop));
    }

    private static async Task MarketAsync(HttpContext context, SimulatorState state, bool isIex, CancellationToken stop)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 400;
            return;
        }
        var packed = context.Request.ContentType?.Contains("msgpack", StringComparison.Ordinal) == true;
        using var accepted = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var socket = new ClientSocket(accepted, packed ? WebSocketMessageType.Binary : WebSocketMessageType.Text, state.Faults);
        var feed = new MarketFeed(socket, packed);
        state.Add(feed, isIex);
        await ServeAsync(socket, message => state.Take(feed, isIex, message.Span), stop).ConfigureAwait(false);
        state.Remove(feed);
    }

    private static async Task UpdatesAsync(HttpContext context, SimulatorState state, CancellationToken stop)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 400;
            return;
        }
        using var accepted = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var socket = new ClientSocket(accepted, WebSocketMessageType.Binary, state.Faults);
        var feed = new UpdateFeed(socket);
        state.Add(feed);
        await ServeAsync(socket, message => state.Take(feed, message.Span), stop).ConfigureAwait(false);
        state.Remove(feed);
    }

    private static async Task ServeAsync(ClientSocket socket, Action<ReadOnlyMemory<byte>> take, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = socket.WriteAsync(over.Token);
        try
        {
            while (await socket.ReceiveAsync(over.Token).ConfigureAwait(false) is { } message) take(message);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone, or was cut off.
        }
        await over.CancelAsync().ConfigureAwait(false);
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
