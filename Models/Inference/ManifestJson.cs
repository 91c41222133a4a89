using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeanDeep.Models.Features;

namespace LeanDeep.Models.Inference;

/// <summary>Reads, writes and checks manifests.</summary>
internal static class ManifestJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters =
        {
            new JsonStringEnumConverter<BundleKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<TensorType>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    public static byte[] Write(ModelManifest manifest) => [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Options), (byte)'\n'];

    public static ModelManifest Read(ReadOnlySpan<byte> json, string path)
    {
        RequireVersion(json, path);
        ModelManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<ModelManifest>(json, Options)!;
        }
        catch (JsonException error)
        {
            throw NotAManifest(path, error);
        }
        Check(manifest, path);
        return manifest;
    }

    /// <exception cref="InvalidDataException">A field contradicts another or lies outside its range.</exception>
    public static void Check(ModelManifest manifest, string path)
    {
        Require(ModelBundle.IsName(manifest.Name), path, "name", "letters, digits, '-' and '_'", manifest.Name);
        Require(manifest.BarsFrom <= manifest.TrainedFrom, path, "barsFrom", $"at most trainedFrom {Text(manifest.TrainedFrom)}", Text(manifest.BarsFrom));
        Require(manifest.TrainedFrom <= manifest.TrainedThrough, path, "trainedThrough", $"at least trainedFrom {Text(manifest.TrainedFrom)}", Text(manifest.TrainedThrough));
        var hash = FeatureSet.HashOf(manifest.Features);
        Require(manifest.FeatureHash == hash, path, "featureHash", $"{hash} (of its features)", manifest.FeatureHash);
        Require(manifest.Inputs.Count > 0, path, "inputs", "at least one", "none");
        Require(manifest.Outputs.Count > 0, path, "outputs", "at least one", "none");
        Require(manifest.Lookback >= 1, path, "lookback", "at least 1", manifest.Lookback.ToString(CultureInfo.InvariantCulture));
        Require(manifest.Horizon >= 1, path, "horizon", "at least 1", manifest.Horizon.ToString(CultureInfo.InvariantCulture));
        Require(manifest.Gap >= 0, path, "gap", "at least 0", manifest.Gap.ToString(CultureInfo.InvariantCulture));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in manifest.Universe.Names)
            Require(names.Add(member.Name), path, "universe.names", "distinct names", $"{member.Name} twice");
    }

    private static void RequireVersion(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path}: expected a JSON object, found {document.RootElement.ValueKind}");
            if (!document.RootElement.TryGetProperty("formatVersion", out var version))
                throw new InvalidDataException($"{path}: formatVersion: expected {ModelManifest.CurrentFormatVersion}, found none");
            Require(version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == ModelManifest.CurrentFormatVersion,
                path, "formatVersion", ModelManifest.CurrentFormatVersion.ToString(CultureInfo.InvariantCulture), version.GetRawText());
        }
        catch (JsonException error)
        {
            throw NotAManifest(path, error);
        }
    }

    private static InvalidDataException NotAManifest(string path, JsonException error)
    {
        var line = error.LineNumber is { } number ? $"line {number + 1}: " : "";
        return new InvalidDataException($"{path}: {line}expected a model manifest, found {error.Message.Split('\n')[0]}", error);
    }

    private static void Require(bool condition, string path, string field, string expected, string found)
    {
        if (!condition)
            throw new InvalidDataException($"{path}: {field}: expected {expected}, found {found}");
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
