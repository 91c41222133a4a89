namespace LeanDeep.Training.Data;

/// <summary>What a check of a data folder can find. The first group keeps LEAN or LeanDeep from reading the data as meant; the second is worth a look.</summary>
public enum FindingKind
{
    /// <summary>A file without which LEAN does not start is absent or unreadable.</summary>
    SupportFile,

    /// <summary>A damaged archive.</summary>
    UnreadableFile,

    /// <summary>A malformed line, a price that is not positive, or a time that does not increase.</summary>
    BadLine,

    /// <summary>A map file that is malformed, or does not fit the bars.</summary>
    MapFile,

    /// <summary>A factor file that is malformed, or does not fit the bars.</summary>
    FactorFile,

    /// <summary>Metadata that does not fit the files.</summary>
    Metadata,

    /// <summary>Open or close outside low..high.</summary>
    InconsistentBar,

    /// <summary>A bar without volume.</summary>
    ZeroVolume,

    /// <summary>Sessions without a bar between the first and the last.</summary>
    MissingSessions,

    /// <summary>A bar on a day without trading.</summary>
    NotASession,

    /// <summary>An adjusted one-day return beyond the threshold.</summary>
    Jump,

    /// <summary>Hour bars of a day that do not add up to its daily bar.</summary>
    HourAgainstDaily,
}

/// <summary>One thing found by <see cref="FolderCheck"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The file, relative to the folder, with '/'.</param>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
/// <param name="Date">The day meant, if one is.</param>
/// <param name="Message">What was expected and found.</param>
public sealed record Finding(FindingKind Kind, string Path, int Line, DateOnly? Date, string Message)
{
    /// <summary>Whether the data cannot be read as meant.</summary>
    public bool IsError => Kind < FindingKind.InconsistentBar;

    public override string ToString() => Line > 0 ? $"{Path}: line {Line}: {Message}" : $"{Path}: {Message}";
}

/// <summary>What a check found.</summary>
public sealed record FolderCheckResult
{
    /// <summary>Files read.</summary>
    public required int Files { get; init; }

    /// <summary>Daily files.</summary>
    public required int Names { get; init; }

    /// <summary>Good bars, daily and hour.</summary>
    public required long Bars { get; init; }

    public required DateOnly? FirstSession { get; init; }
    public required DateOnly? LastSession { get; init; }

    /// <summary>In order of their files.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Kinds without a finding are absent.</summary>
    public IReadOnlyDictionary<FindingKind, int> Counts =>
        Findings.GroupBy(f => f.Kind).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count());

    public int Errors => Findings.Count(f => f.IsError);
}
