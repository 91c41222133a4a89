using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>A client's WebSocket: messages go out in order through a queue, with the faults that are asked for.</summary>
internal sealed class ClientSocket(WebSocket socket, WebSocketMessageType type, Faults faults)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(byte[] Content, bool Late)> _queue = Channel.CreateUnbounded<(byte[], bool)>(new UnboundedChannelOptions { SingleReader = true });
    private byte[] _buffer = new byte[4096];

    /// <summary>Messages that still have to go out.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <param name="disturbed">Whether it is subject to faults; what belongs to logging in is not.</param>
    public void Send(byte[] message, bool disturbed)
    {
        var (drop, duplicate, reorder, malformed) = disturbed ? faults.OfMessage() : default;
        if (drop)
        {
            Cut();
            return;
        }
        if (malformed) _queue.Writer.TryWrite((message[..(message.Length / 2)], false));
        _queue.Writer.TryWrite((message, reorder));
        if (duplicate) _queue.Writer.TryWrite((message, false));
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Cut() => socket.Abort();

    /// <summary>Sends until the connection ends.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await foreach (var (content, late) in _queue.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (faults.Plan.DelayMilliseconds is > 0 and var delay) await Task.Delay(delay, cancellation).ConfigureAwait(false);
            if (late && await NextAsync(cancellation).ConfigureAwait(false) is { } next) await socket.SendAsync(next, type, true, cancellation).ConfigureAwait(false);
            await socket.SendAsync(content, type, true, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The next whole message of the client; null when it has gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, 2 * length);
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close) return null;
            length += result.Count;
            if (result.EndOfMessage) return _buffer.AsMemory(0, length);
        }
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<byte[]?> NextAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return (await _queue.Reader.ReadAsync(patience.Token).ConfigureAwait(false)).Content;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
