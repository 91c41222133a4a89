using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeanDeep.Models.Registry;

/// <summary>What was done to a bundle.</summary>
public enum RegistryAction
{
    /// <summary>It may trade from now on.</summary>
    Promote,

    /// <summary>It was kept aside at its roll.</summary>
    Refuse,

    /// <summary>It trades no more and is kept aside.</summary>
    RollBack,

    /// <summary>It is deleted.</summary>
    Delete,
}

/// <summary>A line of a model's history.</summary>
/// <param name="Time">By the clock of the machine; nothing depends on it.</param>
/// <param name="Action">What.</param>
/// <param name="TrainedThrough">To which bundle.</param>
/// <param name="Reason">In words; may be empty.</param>
public sealed record RegistryEvent(DateTimeOffset Time, RegistryAction Action, DateOnly TrainedThrough, string Reason);

/// <summary>What has been done to the bundles of a model: <c>models/NAME/history.jsonl</c>, which only grows. A line that a kill cut is left out when read.</summary>
internal static class RegistryHistory
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static void Add(string path, RegistryEvent what)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // After a line that a kill cut, a new one.
        var cut = false;
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            cut = file.ReadByte() != '\n';
        }
        file.Write(Encoding.UTF8.GetBytes($"{(cut ? "\n" : "")}{JsonSerializer.Serialize(what, Format)}\n"));
        file.Flush(flushToDisk: true);
    }

    public static IReadOnlyList<RegistryEvent> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(Parse).OfType<RegistryEvent>()] : [];

    private static RegistryEvent? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<RegistryEvent>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
