using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeanDeep.Training.Data;

/// <summary>What <c>metadata.json</c> says of a data folder: its names with sector and size, where the bars come from,
/// and for a synthetic market the truth behind it.</summary>
public sealed record FolderMetadata
{
    public const int CurrentVersion = 1;

    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>Where the bars come from, in words.</summary>
    public required string Provenance { get; init; }

    public required DateOnly FirstSession { get; init; }
    public required DateOnly LastSession { get; init; }

    /// <summary>Days on which at least one name trades.</summary>
    public required int Sessions { get; init; }

    /// <summary>The index kept beside the names, e.g. SPY; null where there is none. It is not one of <see cref="Names"/>.</summary>
    public string? Index { get; init; }

    /// <summary>Sector names; a sector's code is its position.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>In ordinal order of their tickers.</summary>
    public required IReadOnlyList<NameMetadata> Names { get; init; }

    /// <summary>What a synthetic market was made from; null for real data.</summary>
    public SyntheticTruth? Truth { get; init; }

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The metadata of a data folder, or null where it has none.</summary>
    /// <exception cref="InvalidDataException">The file is not such metadata.</exception>
    public static FolderMetadata? TryRead(string root)
    {
        var path = LeanPaths.Metadata(root);
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = File.OpenRead(path);
            var metadata = JsonSerializer.Deserialize<FolderMetadata>(file, Json) ?? throw new BadLine(0, "an object", "null").In(path);
            if (metadata.FormatVersion != CurrentVersion)
                throw new BadLine(0, $"formatVersion {CurrentVersion}", $"{metadata.FormatVersion}").In(path);
            var tickers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var name in metadata.Names)
            {
                if (!tickers.Add(name.Ticker))
                    throw new BadLine(0, "each ticker once", $"{name.Ticker} twice").In(path);
                if (!LeanPaths.IsTicker(name.Ticker))
                    throw new BadLine(0, "tickers of letters, digits, '.', '-' and '_'", $"'{name.Ticker}'").In(path);
                if (name.SectorCode < -1 || name.SectorCode >= metadata.Sectors.Count)
                    throw new BadLine(0, $"a sector code from -1 to {metadata.Sectors.Count - 1} for {name.Ticker}", $"{name.SectorCode}").In(path);
            }
            return metadata;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"{path}: line {damaged.LineNumber + 1}: expected folder metadata, found other content ({damaged.Message})", damaged);
        }
    }

    public void Write(string root) =>
        File.WriteAllText(LeanPaths.Metadata(root), JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>One name of a data folder.</summary>
public sealed record NameMetadata
{
    /// <summary>Upper case.</summary>
    public required string Ticker { get; init; }

    /// <summary>Null where unknown.</summary>
    public string? Sector { get; init; }

    /// <summary>Position of the sector in <see cref="FolderMetadata.Sectors"/>, −1 where unknown.</summary>
    public required int SectorCode { get; init; }

    /// <summary>Dollars, at the date that the source gives; null where unknown.</summary>
    public double? MarketCap { get; init; }

    public string? Exchange { get; init; }
    public required DateOnly FirstSession { get; init; }
    public required DateOnly LastSession { get; init; }
    public required int Bars { get; init; }
}
