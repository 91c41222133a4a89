using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeanDeep.Training.Jobs;

/// <summary>What happened to a step.</summary>
public enum JobEvent
{
    Began,
    Done,
    Failed,

    /// <summary>Its files were not what they had been; it is made again.</summary>
    Damaged,

    /// <summary>One earlier failure counts no more.</summary>
    Forgiven,
}

/// <summary>A line of a journal.</summary>
/// <param name="Time">By the clock of the machine, which may jump; nothing depends on it.</param>
/// <param name="Runner">Who.</param>
/// <param name="Event">What.</param>
/// <param name="Step">Name of the step; empty where only its key is known.</param>
/// <param name="Key">Its key.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Message">Why it failed.</param>
public sealed record JobEntry(DateTimeOffset Time, string Runner, JobEvent Event, string Step, string Key, double Seconds, string Message);

/// <summary>What a runner did: one plain file for each, which only grows, so that several never write to one. A line that a kill cut is left out when read.</summary>
public sealed class JobJournal : IDisposable
{
    internal static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly FileStream _file;

    /// <param name="root">Folder of the run.</param>
    /// <param name="time">Clock of the entries.</param>
    public JobJournal(string root, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        Runner = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"[..Math.Min(80, Environment.MachineName.Length + 20)];
        var folder = Directory.CreateDirectory(Path.Combine(root, "journal")).FullName;
        _file = new FileStream(Path.Combine(folder, Runner + ".jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Name of this runner: machine, process and a random part.</summary>
    public string Runner { get; }

    /// <summary>Adds a line.</summary>
    public void Add(JobEvent what, string step, string key, double seconds = 0, string message = "")
    {
        lock (_lock)
            _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new JobEntry(_time.GetUtcNow(), Runner, what, step, key, seconds, message), Format) + "\n"));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>All entries of all runners, those of one in their order.</summary>
    public static IReadOnlyList<JobEntry> Read(string root)
    {
        var folder = Path.Combine(root, "journal");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(Lines).Select(Parse).OfType<JobEntry>()] : [];
    }

    /// <summary>How often each key has failed since it was last forgiven.</summary>
    public static IReadOnlyDictionary<string, int> Failures(string root)
    {
        var entries = Read(root);
        var forgiven = entries.Where(entry => entry.Event == JobEvent.Forgiven).CountBy(entry => entry.Key).ToDictionary();
        return entries.Where(entry => entry.Event == JobEvent.Failed).GroupBy(entry => entry.Key)
            .ToDictionary(group => group.Key, group => group.Count() - forgiven.GetValueOrDefault(group.Key));
    }

    /// <summary>Lets steps that have failed as often as they may be tried again.</summary>
    public void Forgive(string root)
    {
        // One for one, not by time: clocks jump.
        foreach (var (key, count) in Failures(root))
            for (var i = 0; i < count; i++)
                Add(JobEvent.Forgiven, "", key);
    }

    private static string[] Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static JobEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JobEntry>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
