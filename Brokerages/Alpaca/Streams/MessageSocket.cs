using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>Whole messages over a WebSocket, in a buffer that is used again.</summary>
internal sealed class MessageSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _sent = new(256);
    private readonly int _maximum;
    private byte[] _buffer = new byte[16 << 10];

    public MessageSocket(AlpacaOptions options)
    {
        _maximum = options.MaximumMessageBytes;
        _socket.Options.KeepAliveInterval = options.KeepAlive;
        _socket.Options.KeepAliveTimeout = options.KeepAlive;
    }

    public Task ConnectAsync(Uri target, CancellationToken cancellation) => _socket.ConnectAsync(target, cancellation);

    public async Task SendAsync(Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        _sent.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_sent)) write(json);
        await _socket.SendAsync(_sent.WrittenMemory, WebSocketMessageType.Text, true, cancellation).ConfigureAwait(false);
    }

    /// <summary>The next message; valid until the next call.</summary>
    /// <returns>The message; its length counts all of it, and only what is no longer than the limit is in it.</returns>
    /// <exception cref="WebSocketException">The connection broke or was closed.</exception>
    public async ValueTask<Message> ReceiveAsync(CancellationToken cancellation)
    {
        var kept = 0;
        long length = 0;
        while (true)
        {
            if (kept == _buffer.Length && kept < _maximum) Array.Resize(ref _buffer, Math.Min(_maximum, _buffer.Length * 2));
            // Beyond the limit the rest is read over the start, and forgotten.
            var target = kept < _maximum ? _buffer.AsMemory(kept) : _buffer.AsMemory();
            var result = await _socket.ReceiveAsync(target, cancellation).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, $"closed by the server{(_socket.CloseStatusDescription is { Length: > 0 } why ? $": {why}" : "")}");
            length += result.Count;
            if (kept < _maximum) kept += result.Count;
            if (result.EndOfMessage) return new Message(_buffer.AsMemory(0, length > _maximum ? 0 : kept), length, length > _maximum);
        }
    }

    /// <summary>Says goodbye, without waiting for long.</summary>
    public async Task CloseAsync()
    {
        if (_socket.State != WebSocketState.Open) return;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side is gone already.
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <param name="Length">Bytes, of an oversized message too, of which there is no content.</param>
internal readonly record struct Message(ReadOnlyMemory<byte> Content, long Length, bool IsOversized);
