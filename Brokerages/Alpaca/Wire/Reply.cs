using System.Net;
using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>What a server answered.</summary>
internal sealed record Reply(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    public delegate T Reader<out T>(ref Utf8JsonReader json);

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The server's trouble, which may pass.</summary>
    public bool IsServerFault => (int)Status >= 500;

    /// <summary>Code and message of an error's body.</summary>
    public (int? Code, string Message) Error()
    {
        int? code = null;
        var message = "";
        try
        {
            var json = new Utf8JsonReader(Body);
            if (json.Read() && json.TokenType == JsonTokenType.StartObject)
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    if (json.ValueTextEquals("code"u8) && json.Read()) code = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) ? number : null;
                    else if (json.ValueTextEquals("message"u8) && json.Read()) message = json.TokenType == JsonTokenType.String ? json.GetString()! : "";
                    else json.Skip();
                }
        }
        catch (JsonException)
        {
            // A proxy's page, say: the status has to do.
        }
        return (code, message.Length == 0 ? $"status {(int)Status}" : OneLine(message));
    }

    /// <exception cref="AlpacaException">The body is not what was asked for.</exception>
    public T Read<T>(string what, Reader<T> read)
    {
        try
        {
            var json = new Utf8JsonReader(Body);
            if (!json.Read()) throw new JsonException("expected a value, found nothing");
            return read(ref json);
        }
        catch (JsonException e)
        {
            throw new AlpacaException(AlpacaFailure.Unreachable, $"{what}: malformed answer: {OneLine(e.Message)}", inner: e);
        }
    }

    public List<T> ReadList<T>(string what, Reader<T> read) => Read(what, (ref Utf8JsonReader json) =>
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new JsonException($"expected a list, found {json.TokenType}");
        var list = new List<T>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) list.Add(read(ref json));
        return list;
    });

    private static string OneLine(string text) => text.ReplaceLineEndings(" ") is { Length: > 300 } line ? line[..300] : text.ReplaceLineEndings(" ");
}
