namespace LeanDeep.Training.Jobs;

/// <summary>One step of a run: a function of its inputs alone, so that doing it again gives the same files.</summary>
/// <param name="Kind">What sort of step, for tables: a lower-case word.</param>
/// <param name="Name">Unique within the run; letters, digits, '.', '-' and '_'.</param>
/// <param name="Key">Hash of all that the result depends on.</param>
/// <param name="Inputs">Names of the steps that must be done before.</param>
/// <param name="Run">Does it and gives the paths of the files that it made, below the run's folder. It publishes each of them whole, or goes on with what an
/// interrupted attempt left.</param>
public sealed record JobStep(string Kind, string Name, string Key, IReadOnlyList<string> Inputs, Func<CancellationToken, IReadOnlyList<string>> Run)
{
    /// <summary>Hash of parts of text, each told from the next.</summary>
    public static string KeyOf(params ReadOnlySpan<string> parts) => Experiments.InputHash.Of(parts);
}

/// <summary>What a step is at.</summary>
public enum JobState
{
    /// <summary>Not begun, or interrupted.</summary>
    Pending,

    /// <summary>A runner is at work on it.</summary>
    Running,

    /// <summary>Its files are there.</summary>
    Done,

    /// <summary>It failed as often as it may.</summary>
    Failed,
}
