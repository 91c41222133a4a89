using System.Text.Json;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Wire;

namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>What happens to the account's orders, each change once and none missed.</summary>
/// <remarks>After a break the orders that were open, and all sent since, are asked for and compared with what was known.</remarks>
public sealed class TradeUpdateStream : AlpacaStream
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly TradingClient _client;
    private readonly OrderTracker _tracker;
    private readonly Action<OrderChange> _onChange;
    private MessageSocket? _socket;
    private DateTime? _last;

    /// <param name="tracker">The orders as they are known.</param>
    /// <param name="onChange">Takes each change, on the stream's thread.</param>
    public TradeUpdateStream(AlpacaOptions options, AlpacaCredentials credentials, TradingClient client, OrderTracker tracker, Action<OrderChange> onChange, Action<string> onFault)
        : base(options, credentials, onFault)
    {
        _client = client;
        _tracker = tracker;
        _onChange = onChange;
    }

    private protected override string Name => "trade updates";

    private protected override Uri Target
    {
        get
        {
            var trading = new UriBuilder(Options.Trading) { Path = "/stream" };
            trading.Scheme = trading.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
            return trading.Uri;
        }
    }

    private protected override async Task LogInAsync(MessageSocket socket, CancellationToken cancellation)
    {
        await socket.SendAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("action", "authenticate");
            json.WriteStartObject("data");
            Credentials.Write(json, "key_id", "secret_key");
            json.WriteEndObject();
            json.WriteEndObject();
        }, cancellation).ConfigureAwait(false);
        var answer = await ExpectAsync(socket, "authorization", cancellation).ConfigureAwait(false);
        if (answer.Status != "authorized") throw new AlpacaException(AlpacaFailure.Unauthorized, "trade updates: the keys are refused");
        await ListenAsync(socket, cancellation).ConfigureAwait(false);
        await ExpectAsync(socket, "listening", cancellation).ConfigureAwait(false);
        _socket = socket;
    }

    private protected override async Task<bool> AskAsync(CancellationToken cancellation)
    {
        if (_socket is not { } socket) return false;
        try
        {
            await ListenAsync(socket, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && (e is System.Net.WebSockets.WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException))
        {
            return false;
        }
    }

    private static Task ListenAsync(MessageSocket socket, CancellationToken cancellation) => socket.SendAsync(static json =>
        {
            json.WriteStartObject();
            json.WriteString("action", "listen");
            json.WriteStartObject("data");
            json.WriteStartArray("streams");
            json.WriteStringValue("trade_updates");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }, cancellation);

    private protected override async Task CatchUpAsync(CancellationToken cancellation)
    {
        // What was open is asked for one by one where the list of newer orders does not hold it.
        var asked = new HashSet<string>();
        var since = _last;
        foreach (var open in _tracker.Open)
            if (!(open.SubmittedAt >= since)) since = open.SubmittedAt;
        var orders = await _client.OrdersAsync(since - Overlap, cancellation).ConfigureAwait(false);
        foreach (var order in orders)
        {
            asked.Add(order.Id);
            Apply(new TradeUpdate(null, order));
        }
        foreach (var order in _tracker.Open.Where(order => !asked.Contains(order.Id)).ToArray())
            Apply(new TradeUpdate(null, await _client.OrderAsync(order.Id, cancellation).ConfigureAwait(false)));
    }

    private protected override void Take(ReadOnlySpan<byte> message)
    {
        try
        {
            var read = TradeMessage.Read(message);
            if (read.Update is { } update) Apply(update);
            else if (read.Stream == "listening") Confirm();
            else if (read is { Stream: "authorization", Status: not "authorized" }) throw new AlpacaException(AlpacaFailure.Unauthorized, "trade updates: the keys are refused");
        }
        catch (JsonException e)
        {
            Fault($"malformed message of {message.Length} bytes: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private void Apply(TradeUpdate update)
    {
        if (_tracker.Apply(update) is not { } change) return;
        if (change.Order.SubmittedAt > _last || _last is null) _last = change.Order.SubmittedAt;
        _onChange(change);
    }

    private async Task<TradeMessage> ExpectAsync(MessageSocket socket, string stream, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(cancellation).ConfigureAwait(false);
            TradeMessage read;
            try
            {
                read = TradeMessage.Read(message.Content.Span);
            }
            catch (JsonException e)
            {
                Fault($"malformed message of {message.Length} bytes: {e.Message.ReplaceLineEndings(" ")}");
                continue;
            }
            if (read.Stream == stream) return read;
            // Between login and this an update may come: what it tells is asked for below.
        }
    }
}
