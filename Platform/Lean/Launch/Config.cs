using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace QuantConnect.Configuration;

/// <summary>The engine's settings: a JSON file (config.json in the working directory unless another is named), under values set in code.
/// A value in the chosen environment's section comes before one at the top level.</summary>
public static class Config
{
    private static readonly Lock Guard = new();
    private static string _file = "config.json";
    private static JObject _settings;

    public static void SetConfigurationFile(string fileName)
    {
        lock (Guard)
        {
            _file = fileName;
            _settings = null;
        }
    }

    /// <summary>Forgets everything set in code; the file is read again at the next use.</summary>
    public static void Reset()
    {
        lock (Guard) _settings = null;
    }

    public static string GetEnvironment() => Get("environment");

    public static string Get(string key, string defaultValue = "")
    {
        var token = GetToken(key);
        return token switch
        {
            null => defaultValue,
            JValue value => Convert.ToString(value.Value, CultureInfo.InvariantCulture),
            _ => token.ToString(Formatting.None),
        };
    }

    public static JToken GetToken(string key)
    {
        lock (Guard)
        {
            var settings = Settings();
            var environment = settings["environment"]?.ToString();
            return settings["environments"]?[environment ?? ""]?[key] ?? settings[key];
        }
    }

    public static void Set(string key, dynamic value)
    {
        var token = JToken.FromObject((object)value);
        lock (Guard)
        {
            var settings = Settings();
            if (key == "environment")
            {
                settings[key] = token;
                return;
            }
            var section = settings["environments"]?[settings["environment"]?.ToString() ?? ""] as JObject;
            if (section?[key] != null) section[key] = token;
            else settings[key] = token;
        }
    }

    public static bool GetBool(string key, bool defaultValue = false) => GetValue(key, defaultValue);
    public static int GetInt(string key, int defaultValue = 0) => GetValue(key, defaultValue);
    public static double GetDouble(string key, double defaultValue = 0.0) => GetValue(key, defaultValue);

    /// <exception cref="FormatException">The value is not of that type.</exception>
    public static T GetValue<T>(string key, T defaultValue = default(T)) =>
        TryGetValue(key, defaultValue, out var value) ? value : defaultValue;

    public static bool TryGetValue<T>(string key, out T value) => TryGetValue(key, default, out value);

    public static bool TryGetValue<T>(string key, T defaultValue, out T value)
    {
        value = defaultValue;
        var token = GetToken(key);
        if (token is null || (token is JValue { Value: string text } && text.Length == 0)) return false;
        try
        {
            if (typeof(T).IsEnum) value = (T)Enum.Parse(typeof(T), token.ToString(), ignoreCase: true);
            else if (token is JValue { Value: string value2 } && typeof(T).IsPrimitive) value = (T)Convert.ChangeType(value2, typeof(T), CultureInfo.InvariantCulture);
            else value = token.ToObject<T>();
            return true;
        }
        catch (Exception failure) when (failure is FormatException or JsonException or ArgumentException or InvalidCastException)
        {
            throw new FormatException($"{_file}: {key}: expected {typeof(T).Name}, found {token}", failure);
        }
    }

    private static JObject Settings()
    {
        if (_settings != null) return _settings;
        if (!File.Exists(_file)) return _settings = [];
        try
        {
            using var reader = new JsonTextReader(File.OpenText(_file));
            return _settings = JObject.Load(reader, new JsonLoadSettings { CommentHandling = CommentHandling.Ignore });
        }
        catch (JsonReaderException failure)
        {
            throw new InvalidDataException($"{_file}: line {failure.LineNumber}: expected JSON, found: {failure.Message}", failure);
        }
    }
}
