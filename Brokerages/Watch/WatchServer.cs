using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using LeanDeep.Brokerages.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LeanDeep.Brokerages.Watch;

/// <summary>A page on loopback that shows a run as it goes, by server-sent events. It can only be looked at, and only by who has its token.</summary>
public sealed class WatchServer : IAsyncDisposable
{
    private const int KeptLines = 200, KeptEquity = 2_000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _server;
    private readonly string _token;
    private readonly Lock _lock = new();
    private readonly List<Channel<byte[]>> _watchers = [];
    private readonly Queue<string> _log = new();
    private readonly List<(long Time, decimal Equity)> _equity = [];
    private readonly CancellationTokenSource _stop = new();
    private PaperSnapshot? _last;

    private WatchServer(WebApplication server, string token) => (_server, _token) = (server, token);

    /// <summary>The page's address, token included.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <param name="port">On loopback; 0: any that is free.</param>
    /// <param name="token">Null: a random one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WatchServer> StartAsync(int port, string? token = null, CancellationToken cancellation = default)
    {
        var server = LoopbackServer.On(port);
        var watch = new WatchServer(server, token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        server.Use(watch.GuardAsync);
        server.MapGet("/", (HttpContext context) =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.Body.WriteAsync(WatchPage.With(watch.State()), context.RequestAborted).AsTask();
        });
        server.MapGet("/state", (HttpContext context) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(watch.State(), context.RequestAborted).AsTask();
        });
        server.MapGet("/events", watch.StreamAsync);
        await server.StartAsync(cancellation).ConfigureAwait(false);
        var root = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        watch.Address = new Uri($"{root}/?token={watch._token}");
        return watch;
    }

    /// <summary>Shows how things stand.</summary>
    public void Show(PaperSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_lock)
        {
            _last = snapshot;
            _equity.Add((new DateTimeOffset(snapshot.Time, TimeSpan.Zero).ToUnixTimeSeconds(), snapshot.Equity));
            // Every second point goes once there are too many, so that the whole run stays in sight.
            if (_equity.Count > KeptEquity)
                for (var i = _equity.Count - 2; i > 0; i -= 2) _equity.RemoveAt(i);
        }
        Send();
    }

    /// <summary>Adds a line to the log.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            _log.Enqueue(line);
            if (_log.Count > KeptLines) _log.Dequeue();
        }
        Send();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    // To look is all that is allowed, and only on this machine, by name of the host too: a page elsewhere could be made to point here.
    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var host = context.Request.Host.Host;
        context.Response.StatusCode = host is not ("127.0.0.1" or "localhost") ? 403
            : !HttpMethods.IsGet(context.Request.Method) ? 405
            : !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Query["token"].ToString()), Encoding.UTF8.GetBytes(_token)) ? 401 : 200;
        return context.Response.StatusCode == 200 ? next(context) : Task.CompletedTask;
    }

    private async Task StreamAsync(HttpContext context)
    {
        // A watcher that is slow gets the newest state, not all.
        var channel = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock) _watchers.Add(channel);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        try
        {
            context.Response.ContentType = "text/event-stream";
            channel.Writer.TryWrite(State());
            await foreach (var state in channel.Reader.ReadAllAsync(over.Token).ConfigureAwait(false))
            {
                await context.Response.Body.WriteAsync("data: "u8.ToArray(), over.Token).ConfigureAwait(false);
                await context.Response.Body.WriteAsync(state, over.Token).ConfigureAwait(false);
                await context.Response.Body.WriteAsync("\n\n"u8.ToArray(), over.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(over.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The watcher has gone, or the run is over.
        }
        finally
        {
            lock (_lock) _watchers.Remove(channel);
        }
    }

    private void Send()
    {
        Channel<byte[]>[] watchers;
        lock (_lock) watchers = [.. _watchers];
        if (watchers.Length == 0) return;
        var state = State();
        foreach (var watcher in watchers) watcher.Writer.TryWrite(state);
    }

    private byte[] State()
    {
        lock (_lock)
            return JsonSerializer.SerializeToUtf8Bytes(new { state = _last, log = _log.ToArray(), equity = _equity.Select(point => new object[] { point.Time, point.Equity }) }, Format);
    }
}
