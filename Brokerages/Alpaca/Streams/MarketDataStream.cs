using System.Runtime.InteropServices;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Alpaca.Wire;

namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>Live bars, trades and quotes.</summary>
/// <remarks>After a break it subscribes again and fetches the minute bars in between from history, before what the new connection brings. Each minute of
/// a symbol is handed on once, also where the broker repeats messages; one that arrives after a later one is still handed on.</remarks>
public sealed class MarketDataStream : AlpacaStream, IMarketDataSink, IDisposable
{
    // A minute that came late before a break may be missing, too.
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(2);

    private readonly IMarketDataSink _sink;
    private readonly HistoryClient _history;
    private readonly MarketMessages _messages = new();
    private readonly Dictionary<string, SeenMinutes> _seen = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly List<ControlMessage> _controls = [];
    private Subscription _subscription;
    private MessageSocket? _socket;
    private readonly DateTime? _since;
    private DateTime? _missedFrom;

    /// <param name="subscription">What it brings; <see cref="SubscribeAsync"/> changes it.</param>
    /// <param name="since">UTC; minute bars that start here or later are fetched before the first live ones, so that a warm-up and the stream join. Null: none.</param>
    /// <param name="handler">Carries the requests for history; null: the network.</param>
    public MarketDataStream(AlpacaOptions options, AlpacaCredentials credentials, Subscription subscription, IMarketDataSink sink, DateTime? since = null, HttpMessageHandler? handler = null)
        : base(options, credentials, Checked(sink).OnFault)
    {
        _subscription = subscription;
        _sink = sink;
        _missedFrom = _since = since;
        _history = new HistoryClient(options, credentials, handler);
    }

    private protected override string Name => "market data";

    private protected override Uri Target => new(Options.DataStream, $"/v2/{Options.FeedName}");

    /// <summary>Takes another subscription from now on.</summary>
    public async Task SubscribeAsync(Subscription subscription, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var before = _subscription;
            _subscription = subscription;
            if (_socket is not { } socket) return;
            await SendAsync(socket, "subscribe", subscription, before, cancellation).ConfigureAwait(false);
            await SendAsync(socket, "unsubscribe", before, subscription, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or IOException or ObjectDisposedException)
        {
            // The connection has just broken; the next one subscribes to all.
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _history.Dispose();
        _sending.Dispose();
    }

    void IMarketDataSink.OnBar(in AlpacaBar bar, BarOrigin origin)
    {
        if (origin == BarOrigin.Live && !CollectionsMarshal.GetValueRefOrAddDefault(_seen, bar.Symbol, out _).Add(bar.Start)) return;
        _sink.OnBar(bar, origin);
    }

    void IMarketDataSink.OnTrade(in AlpacaTrade trade) => _sink.OnTrade(trade);

    void IMarketDataSink.OnQuote(in AlpacaQuote quote) => _sink.OnQuote(quote);

    void IMarketDataSink.OnFault(string message) => Fault(message);

    private protected override async Task LogInAsync(MessageSocket socket, CancellationToken cancellation)
    {
        _socket = null;
        // Until all is there the start stays: the next attempt begins with it again.
        _missedFrom ??= _seen.Count > 0 ? _seen.Values.Max(seen => seen.Newest) - Lateness : _since;
        await ExpectAsync(socket, Succeeded("connected"), cancellation).ConfigureAwait(false);
        await socket.SendAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("action", "auth");
            Credentials.Write(json, "key", "secret");
            json.WriteEndObject();
        }, cancellation).ConfigureAwait(false);
        await ExpectAsync(socket, Succeeded("authenticated"), cancellation).ConfigureAwait(false);
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // History is asked after the broker has confirmed, so that no minute falls between the two.
            if (await SendAsync(socket, "subscribe", _subscription, null, cancellation).ConfigureAwait(false))
                await ExpectAsync(socket, control => control.Kind == ControlKind.Subscribed, cancellation).ConfigureAwait(false);
            _socket = socket;
        }
        finally
        {
            _sending.Release();
        }
    }

    private protected override async Task CatchUpAsync(CancellationToken cancellation)
    {
        var symbols = _subscription.Bars;
        if (_missedFrom is not { } from || symbols.Count == 0) return;
        await foreach (var bar in _history.BarsAsync(symbols, BarSize.Minute, from, null, BarAdjustment.Raw, cancellation).ConfigureAwait(false))
            if (CollectionsMarshal.GetValueRefOrAddDefault(_seen, bar.Symbol, out _).Add(bar.Start))
                _sink.OnBar(bar, BarOrigin.BackFilled);
        _missedFrom = null;
    }

    private protected override void Take(ReadOnlySpan<byte> message) => _messages.Read(message, this, OnControl);

    private void OnControl(ControlMessage message)
    {
        if (message.Kind == ControlKind.Error) throw Refusal(message);
        if (message.Kind == ControlKind.Subscribed) Confirm();
    }

    // To subscribe to what is subscribed changes nothing.
    private protected override async Task<bool> AskAsync(CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _socket is { } socket && await SendAsync(socket, "subscribe", _subscription, null, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && (e is System.Net.WebSockets.WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException))
        {
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }

    private AlpacaException Refusal(ControlMessage message) => new(
        message.Code switch
        {
            402 or 409 or 411 => AlpacaFailure.Unauthorized,
            405 or 400 or 410 => AlpacaFailure.Refused,
            _ => AlpacaFailure.Unreachable, // 404: too slow; 406: an earlier connection has not been given up yet; 407, 500
        },
        Credentials.Redact($"market data: {message.Text} ({message.Code})"), message.Code);

    private static Func<ControlMessage, bool> Succeeded(string word) => control => control.Kind == ControlKind.Success && control.Text == word;

    private async Task ExpectAsync(MessageSocket socket, Func<ControlMessage, bool> expected, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(cancellation).ConfigureAwait(false);
            _controls.Clear();
            _messages.Read(message.Content.Span, this, _controls.Add);
            foreach (var control in _controls)
                if (control.Kind == ControlKind.Error) throw Refusal(control);
                else if (expected(control)) return;
        }
    }

    // Whether there was anything to ask for.
    private static async Task<bool> SendAsync(MessageSocket socket, string action, Subscription subscription, Subscription? without, CancellationToken cancellation)
    {
        var (bars, daily, trades, quotes) = (Except(subscription.Bars, without?.Bars), Except(subscription.DailyBars, without?.DailyBars),
            Except(subscription.Trades, without?.Trades), Except(subscription.Quotes, without?.Quotes));
        if (bars.Length + daily.Length + trades.Length + quotes.Length == 0) return false;
        await socket.SendAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("action", action);
            Write(json, "bars", bars);
            Write(json, "updatedBars", bars);
            Write(json, "dailyBars", daily);
            Write(json, "trades", trades);
            Write(json, "quotes", quotes);
            json.WriteEndObject();
        }, cancellation).ConfigureAwait(false);
        return true;
    }

    private static string[] Except(IReadOnlyCollection<string> symbols, IReadOnlyCollection<string>? without) => [.. without is null ? symbols : symbols.Except(without)];

    private static void Write(Utf8JsonWriter json, string name, string[] symbols)
    {
        if (symbols.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var symbol in symbols) json.WriteStringValue(symbol);
        json.WriteEndArray();
    }

    private static IMarketDataSink Checked(IMarketDataSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink;
    }
}
