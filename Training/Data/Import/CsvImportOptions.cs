namespace LeanDeep.Training.Data;

/// <summary>What to import and where to.</summary>
public sealed record CsvImportOptions
{
    /// <summary>Long CSV with the columns symbol, date, open, high, low, close, volume in any order, plain or gzip; further columns are ignored.</summary>
    public required string Source { get; init; }

    /// <summary>The data folder to make; must be absent or empty unless <see cref="Replace"/> is set.</summary>
    public required string Output { get; init; }

    /// <summary>CSV with a symbol column and any of sector, marketcap, exchange; null for none.</summary>
    public string? Metadata { get; init; }

    /// <summary>A name with a one-day close-to-close return above this is left out whole; default 1.0 (+100 %), null keeps all.</summary>
    public double? MaximumDailyReturn { get; init; } = 1.0;

    /// <summary>First day to keep; null for all.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day to keep; null for all.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>Symbols to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The index of the market; default SPY. Where the source has it, it becomes the folder's index and not one of its names.</summary>
    public string Index { get; init; } = "SPY";

    /// <summary>A LEAN data folder to copy the index (daily, hour, map and factor file) and the interest rate from; null for none.</summary>
    public string? IndexFrom { get; init; }

    /// <summary>Tells which dates lie in the future; default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether an existing data folder at <see cref="Output"/> is replaced, once the new one is complete.</summary>
    public bool Replace { get; init; }
}

/// <summary>How far an import is.</summary>
/// <param name="Fraction">0 to 1, of the source read and then of the files written.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Files">Files written so far.</param>
public readonly record struct ImportProgress(double Fraction, long Rows, int Files);

/// <summary>A name left out for its return on one day.</summary>
public readonly record struct DroppedName(string Ticker, DateOnly Date, double Return, int Bars);

/// <summary>What an import did.</summary>
public sealed record ImportResult
{
    /// <summary>The data folder made.</summary>
    public required string Output { get; init; }

    /// <summary>Lists every row set aside: line, symbol, date, reason, row.</summary>
    public required string Report { get; init; }

    /// <summary>Rows of the source, without its header.</summary>
    public required long RowsRead { get; init; }

    public required long RowsWritten { get; init; }

    /// <summary>Names written, without the index.</summary>
    public required int Names { get; init; }

    /// <summary>Rows set aside by reason; reasons without a row are absent.</summary>
    public required IReadOnlyDictionary<ImportReason, long> Rejected { get; init; }

    public required IReadOnlyList<DroppedName> Dropped { get; init; }

    /// <summary>Names for which the metadata has no sector.</summary>
    public required int WithoutSector { get; init; }

    /// <summary>Rows kept with a volume of zero, a missing one included.</summary>
    public required long ZeroVolumes { get; init; }

    public required DateOnly FirstSession { get; init; }
    public required DateOnly LastSession { get; init; }
    public required int Sessions { get; init; }
}
