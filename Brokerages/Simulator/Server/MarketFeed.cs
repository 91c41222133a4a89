using System.Text.Json;
using LeanDeep.Brokerages.Simulator.Replay;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>One client's market data stream: its login, its subscriptions, what it is sent.</summary>
internal sealed class MarketFeed(ClientSocket socket, bool packed)
{
    private const int IexChannels = 30, BarsInOneMessage = 500;

    private readonly Dictionary<string, HashSet<string>> _channels = new() { ["trades"] = [], ["quotes"] = [], ["bars"] = [], ["updatedBars"] = [], ["dailyBars"] = [] };
    private readonly List<Action<Utf8JsonWriter>> _pending = [];

    public ClientSocket Socket => socket;

    public bool IsAuthenticated { get; private set; }

    public void Greet() => Success("connected");

    /// <summary>Carries out a client's message.</summary>
    /// <param name="authenticate">Whether the keys are right; the second is the error of a connection too many.</param>
    /// <param name="follow">Told of each name subscribed to.</param>
    public void Take(ReadOnlySpan<byte> message, Func<string?, string?, (bool Right, bool Free)> authenticate, Action<string> follow, bool isIex)
    {
        try
        {
            using var document = JsonDocument.Parse(packed ? MessagePack.ToJson(message) : message.ToArray());
            var action = document.RootElement.GetProperty("action").GetString();
            switch (action)
            {
                case "auth" when IsAuthenticated: Error(403, "already authenticated"); break;
                case "auth":
                    var (right, free) = authenticate(Text(document.RootElement, "key"), Text(document.RootElement, "secret"));
                    if (!right) Error(402, "auth failed");
                    else if (!free) Error(406, "connection limit exceeded");
                    else
                    {
                        IsAuthenticated = true;
                        Success("authenticated");
                    }
                    break;
                case "subscribe" or "unsubscribe" when !IsAuthenticated: Error(401, "not authenticated"); break;
                case "subscribe" or "unsubscribe":
                    Subscribe(document.RootElement, action == "subscribe", follow, isIex);
                    break;
                default: Error(400, "invalid syntax"); break;
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            Error(400, "invalid syntax");
        }
    }

    /// <summary>Notes what a minute brings; <see cref="Flush"/> sends it.</summary>
    public void Minute(string symbol, ReplayBar bar, SessionBars session)
    {
        if (!IsAuthenticated) return;
        var end = Answers.Time(new DateTime(bar.Start + TimeSpan.TicksPerMinute, DateTimeKind.Utc));
        if (Wants("bars", symbol)) _pending.Add(json => Bar(json, "b", symbol, bar));
        if (Wants("dailyBars", symbol) && session.Day is { } day) _pending.Add(json => Bar(json, "d", symbol, day));
        if (Wants("trades", symbol))
            _pending.Add(json =>
            {
                Start(json, "t", symbol);
                json.WriteNumber("i", bar.Start / TimeSpan.TicksPerMinute);
                json.WriteString("x", "V");
                json.WriteNumber("p", ReplayBar.Price(bar.Close));
                json.WriteNumber("s", bar.Volume);
                json.WriteStartArray("c");
                json.WriteStringValue("@");
                json.WriteEndArray();
                json.WriteString("z", "A");
                json.WriteString("t", end);
                json.WriteEndObject();
            });
        if (Wants("quotes", symbol))
            _pending.Add(json =>
            {
                // A cent to either side: quotes are not in the data.
                Start(json, "q", symbol);
                json.WriteString("bx", "V");
                json.WriteNumber("bp", ReplayBar.Price(bar.Close) - 0.01m);
                json.WriteNumber("bs", 1);
                json.WriteString("ax", "V");
                json.WriteNumber("ap", ReplayBar.Price(bar.Close) + 0.01m);
                json.WriteNumber("as", 1);
                json.WriteStartArray("c");
                json.WriteStringValue("R");
                json.WriteEndArray();
                json.WriteString("z", "A");
                json.WriteString("t", end);
                json.WriteEndObject();
            });
    }

    public void Flush()
    {
        foreach (var some in _pending.Chunk(BarsInOneMessage))
            Send(json =>
            {
                json.WriteStartArray();
                foreach (var write in some) write(json);
                json.WriteEndArray();
            }, disturbed: true);
        _pending.Clear();
    }

    private bool Wants(string channel, string symbol) => _channels[channel] is var symbols && (symbols.Contains(symbol) || symbols.Contains("*"));

    private void Subscribe(JsonElement message, bool add, Action<string> follow, bool isIex)
    {
        foreach (var (channel, symbols) in _channels)
            if (message.TryGetProperty(channel, out var named))
                foreach (var item in named.EnumerateArray())
                {
                    var symbol = item.GetString()!;
                    if (!add) symbols.Remove(symbol);
                    // Names that the broker does not know are taken, and bring nothing.
                    else
                    {
                        follow(symbol);
                        symbols.Add(symbol);
                    }
                }
        if (isIex && _channels["trades"].Count + _channels["quotes"].Count > IexChannels)
        {
            _channels["trades"].Clear();
            _channels["quotes"].Clear();
            Error(405, "symbol limit exceeded");
            return;
        }
        Send(json =>
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("T", "subscription");
            foreach (var (channel, symbols) in _channels)
            {
                json.WriteStartArray(channel);
                foreach (var symbol in symbols) json.WriteStringValue(symbol);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndArray();
        }, disturbed: false);
    }

    private void Success(string message) => Send(json => One(json, () =>
    {
        json.WriteString("T", "success");
        json.WriteString("msg", message);
    }), disturbed: false);

    private void Error(int code, string message) => Send(json => One(json, () =>
    {
        json.WriteString("T", "error");
        json.WriteNumber("code", code);
        json.WriteString("msg", message);
    }), disturbed: false);

    private static void One(Utf8JsonWriter json, Action write)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        write();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Send(Action<Utf8JsonWriter> write, bool disturbed)
    {
        var bytes = Answers.Bytes(write);
        socket.Send(packed ? MessagePack.FromJson(bytes) : bytes, disturbed);
    }

    private static void Start(Utf8JsonWriter json, string kind, string symbol)
    {
        json.WriteStartObject();
        json.WriteString("T", kind);
        json.WriteString("S", symbol);
    }

    private static void Bar(Utf8JsonWriter json, string kind, string symbol, ReplayBar bar)
    {
        Start(json, kind, symbol);
        json.WriteNumber("o", ReplayBar.Price(bar.Open));
        json.WriteNumber("h", ReplayBar.Price(bar.High));
        json.WriteNumber("l", ReplayBar.Price(bar.Low));
        json.WriteNumber("c", ReplayBar.Price(bar.Close));
        json.WriteNumber("v", bar.Volume);
        json.WriteNumber("n", 1);
        json.WriteNumber("vw", Math.Round((ReplayBar.Price(bar.High) + ReplayBar.Price(bar.Low) + ReplayBar.Price(bar.Close)) / 3, 6));
        json.WriteString("t", Answers.Time(new DateTime(bar.Start, DateTimeKind.Utc)));
        json.WriteEndObject();
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
