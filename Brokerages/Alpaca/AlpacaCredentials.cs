using System.Net.Http.Headers;
using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca;

/// <summary>The key pair of an account. It can be sent to the broker and nowhere else: it has no readable property, and no text of it exists.</summary>
public sealed class AlpacaCredentials
{
    public const string KeyVariable = "APCA_API_KEY_ID", SecretVariable = "APCA_API_SECRET_KEY";

    private readonly string _key, _secret;

    /// <exception cref="ArgumentException">One is empty or holds characters that no header can carry; the message shows neither.</exception>
    public AlpacaCredentials(string key, string secret)
    {
        if (!Sendable(key)) throw new ArgumentException($"{KeyVariable}: expected a key, found {Fault(key)}");
        if (!Sendable(secret)) throw new ArgumentException($"{SecretVariable}: expected a secret, found {Fault(secret)}");
        (_key, _secret) = (key, secret);
    }

    /// <summary>From the environment variables <c>APCA_API_KEY_ID</c> and <c>APCA_API_SECRET_KEY</c>.</summary>
    /// <param name="read">How a variable is read; null: the process's environment.</param>
    /// <exception cref="InvalidDataException">One is not set.</exception>
    public static AlpacaCredentials FromEnvironment(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        return Create("environment", read);
    }

    /// <summary>From a file with the two variables, <c>NAME=value</c> a line, that nobody but its owner can read.</summary>
    /// <exception cref="InvalidDataException">The file is missing, others may read it, or a variable is not in it.</exception>
    public static AlpacaCredentials FromFile(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: expected a file with {KeyVariable} and {SecretVariable}, found no such file");
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            var mode = File.GetUnixFileMode(path);
            if ((mode & others) != 0)
                throw new InvalidDataException($"{path}: expected a file that only its owner can read (chmod 600), found mode {Convert.ToString((int)mode, 8)}");
        }
        var values = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(path))
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !line.StartsWith('#'))
                values[line[..at].Trim()] = line[(at + 1)..].Trim();
        return Create(path, name => values.GetValueOrDefault(name));
    }

    public override string ToString() => "AlpacaCredentials(hidden)";

    internal void Apply(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("APCA-API-KEY-ID", _key);
        headers.TryAddWithoutValidation("APCA-API-SECRET-KEY", _secret);
    }

    internal void Write(Utf8JsonWriter json, string keyName, string secretName)
    {
        json.WriteString(keyName, _key);
        json.WriteString(secretName, _secret);
    }

    /// <summary>A text from elsewhere without the keys, should it hold them.</summary>
    internal string Redact(string text) => text.Replace(_secret, "(hidden)", StringComparison.Ordinal).Replace(_key, "(hidden)", StringComparison.Ordinal);

    private static AlpacaCredentials Create(string source, Func<string, string?> read)
    {
        string Required(string name) => read(name) is { Length: > 0 } value ? value : throw new InvalidDataException($"{source}: expected {name}, found none");
        return new AlpacaCredentials(Required(KeyVariable), Required(SecretVariable));
    }

    private static bool Sendable(string text) => text.Length > 0 && text.All(c => c is > ' ' and < '\x7f');

    private static string Fault(string text) => text.Length == 0 ? "an empty one" : "one with blanks or special characters";
}
