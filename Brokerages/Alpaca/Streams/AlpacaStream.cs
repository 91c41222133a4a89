using System.Net.WebSockets;

namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>A stream that is kept up: connected, logged in, caught up, and again from the start whenever it breaks.</summary>
public abstract class AlpacaStream
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> _onFault;
    private TaskCompletionSource<bool>? _confirmation;
    private volatile Exception? _end;
    private int _connections;

    private protected AlpacaStream(AlpacaOptions options, AlpacaCredentials credentials, Action<string> onFault)
    {
        Options = options.Checked();
        Credentials = credentials;
        _onFault = onFault;
    }

    /// <summary>Done when the stream runs for the first time; failed when it ends before.</summary>
    public Task Ready => _ready.Task;

    public bool IsConnected { get; private set; }

    /// <summary>How often it has been connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    private protected AlpacaOptions Options { get; }

    private protected AlpacaCredentials Credentials { get; }

    private protected abstract string Name { get; }

    private protected abstract Uri Target { get; }

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="AlpacaException">The keys are refused, or the account may not have this stream.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var attempt = 0;
        try
        {
            while (true)
            {
                try
                {
                    using var socket = new MessageSocket(Options);
                    await StartAsync(socket, cancellation).ConfigureAwait(false);
                    attempt = 0;
                    IsConnected = true;
                    Interlocked.Increment(ref _connections);
                    _ready.TrySetResult();
                    await ReadAsync(socket, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (IsPassing(e) && !cancellation.IsCancellationRequested)
                {
                    Fault($"connection lost, trying again: {e.Message.ReplaceLineEndings(" ")}");
                }
                finally
                {
                    IsConnected = false;
                    Volatile.Read(ref _confirmation)?.TrySetResult(false);
                }
                await Task.Delay(Options.Delay(attempt++), Options.Time, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && (e is OperationCanceledException || IsPassing(e)))
        {
            _ready.TrySetCanceled(cancellation);
        }
        catch (Exception e)
        {
            _end = e;
            if (_ready.TrySetException(e)) _ = _ready.Task.Exception;
            throw;
        }
    }

    /// <summary>Waits until all that the broker has sent so far has been taken, also where the connection breaks meanwhile.</summary>
    /// <exception cref="TimeoutException">The broker does not answer.</exception>
    /// <exception cref="AlpacaException">The stream has ended.</exception>
    public async Task ConfirmAsync(CancellationToken cancellation = default)
    {
        var started = Options.Time.GetTimestamp();
        while (true)
        {
            var asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _confirmation, asked);
            if (IsConnected && await AskAsync(cancellation).ConfigureAwait(false)
                && await Task.WhenAny(asked.Task, Task.Delay(Options.Timeout, cancellation)).ConfigureAwait(false) == asked.Task && await asked.Task.ConfigureAwait(false)) return;
            cancellation.ThrowIfCancellationRequested();
            if (_end is { } end) throw new AlpacaException((end as AlpacaException)?.Failure ?? AlpacaFailure.Unreachable, end.Message, inner: end);
            if (Options.Time.GetElapsedTime(started) > 6 * Options.Timeout) throw new TimeoutException($"{Name}: no answer within {6 * Options.Timeout.TotalSeconds:0.#} s");
            await Task.Delay(2, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Asks for a message that comes after all that are under way.</summary>
    /// <returns>False when there is no connection to ask on.</returns>
    private protected abstract Task<bool> AskAsync(CancellationToken cancellation);

    /// <summary>The message asked for has come.</summary>
    private protected void Confirm() => Volatile.Read(ref _confirmation)?.TrySetResult(true);

    /// <summary>One line about what is wrong, without keys.</summary>
    private protected void Fault(string what) => _onFault(Credentials.Redact($"{Name}: {what}"));

    /// <summary>Logs in on a new connection and subscribes.</summary>
    private protected abstract Task LogInAsync(MessageSocket socket, CancellationToken cancellation);

    /// <summary>Makes up for what passed while there was no connection. What the new one brings waits until then.</summary>
    private protected abstract Task CatchUpAsync(CancellationToken cancellation);

    private protected abstract void Take(ReadOnlySpan<byte> message);

    private async Task StartAsync(MessageSocket socket, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var late = Options.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, Options.Timeout, Timeout.InfiniteTimeSpan);
        try
        {
            await socket.ConnectAsync(Target, patience.Token).ConfigureAwait(false);
            await LogInAsync(socket, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {Options.Timeout.TotalSeconds:0.#} s");
        }
        await CatchUpAsync(cancellation).ConfigureAwait(false);
    }

    private async Task ReadAsync(MessageSocket socket, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(cancellation).ConfigureAwait(false);
                if (message.IsOversized) Fault($"message of {message.Length} bytes set aside: expected at most {Options.MaximumMessageBytes}");
                else Take(message.Content.Span);
            }
        }
        finally
        {
            await socket.CloseAsync().ConfigureAwait(false);
        }
    }

    private static bool IsPassing(Exception e) => e is WebSocketException or TimeoutException or HttpRequestException
        or AlpacaException { Failure: AlpacaFailure.Unreachable } or (IOException and not AlpacaException);
}
