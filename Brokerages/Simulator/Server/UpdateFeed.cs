using System.Text.Json;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>One client's stream of updates on orders.</summary>
internal sealed class UpdateFeed(ClientSocket socket)
{
    public ClientSocket Socket => socket;

    private bool _isAuthenticated;

    public bool IsListening { get; private set; }

    public void Take(ReadOnlySpan<byte> message, Func<string?, string?, bool> authenticate)
    {
        try
        {
            using var document = JsonDocument.Parse(message.ToArray());
            var root = document.RootElement;
            switch (root.GetProperty("action").GetString())
            {
                case "authenticate" or "auth":
                    var keys = root.TryGetProperty("data", out var data) ? data : root;
                    _isAuthenticated = authenticate(Text(keys, "key_id") ?? Text(keys, "key"), Text(keys, "secret_key") ?? Text(keys, "secret"));
                    Send("authorization", json =>
                    {
                        json.WriteString("status", _isAuthenticated ? "authorized" : "unauthorized");
                        json.WriteString("action", "authenticate");
                    });
                    break;
                case "listen" when _isAuthenticated:
                    IsListening = root.GetProperty("data").GetProperty("streams").EnumerateArray().Any(stream => stream.GetString() == "trade_updates");
                    Send("listening", json =>
                    {
                        json.WriteStartArray("streams");
                        if (IsListening) json.WriteStringValue("trade_updates");
                        json.WriteEndArray();
                    });
                    break;
                default:
                    Send("listening", json => json.WriteString("error", "not authenticated, or an action that is not known"));
                    break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            Send("listening", json => json.WriteString("error", "invalid syntax"));
        }
    }

    private void Send(string stream, Action<Utf8JsonWriter> write) => socket.Send(Answers.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("stream", stream);
        json.WriteStartObject("data");
        write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }), disturbed: false);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
