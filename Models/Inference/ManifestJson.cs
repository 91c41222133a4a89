using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeanDeep.Models.Features;
using LeanDeep.Models.Policies;

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
            new JsonStringEnumConverter<PolicyQuantity>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<PolicyUnit>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new JsonStringEnumConverter<SolutionMethod>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
        },
    };

    private static readonly Dictionary<string, PropertyInfo> Fields =
        typeof(ModelManifest).GetProperties(BindingFlags.Instance | BindingFlags.Public).ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    public static byte[] Write(ModelManifest manifest) => [.. JsonSerializer.SerializeToUtf8Bytes(manifest, Options), (byte)'\n'];

    public static ModelManifest Read(ReadOnlySpan<byte> json, string path)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: line {error.LineNumber + 1}: expected JSON, found {error.Message.Split('\n')[0]}", error);
        }
        RequireFields(root, path);
        ModelManifest manifest;
        try
        {
            manifest = root.Deserialize<ModelManifest>(Options)!;
        }
        catch (JsonException error)
        {
            throw Misfit(root, path, error);
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
        Require(manifest.Kind == BundleKind.Policy || manifest.Universe.Names.Count > 0, path, "universe.names", "at least one", "none");
        if (manifest.Kind == BundleKind.Allocator)
        {
            Require(manifest.Constraints is not null, path, "constraints", "a constraint set", "none");
            Require(manifest.Features.Count > 0, path, "features", "at least one channel", "none");
        }
        if (manifest.Kind == BundleKind.Policy)
        {
            Require(manifest.Policy is not null, path, "policy", "the problem solved", "none");
            if (manifest.Policy!.Misfit() is { } misfit) Require(false, path, $"policy.{misfit.Field}", misfit.Expected, misfit.Found);
        }
        else Require(manifest.Policy is null, path, "policy", "none for another kind than policy", manifest.Policy?.Problem ?? "");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in manifest.Universe.Names)
            Require(names.Add(member.Name), path, "universe.names", "distinct names", $"{member.Name} twice");
        var tickers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (portfolio, ticker) in manifest.Universe.Names.SelectMany(portfolio => portfolio.Tickers.Select(ticker => (portfolio, ticker))))
            Require(tickers.Add(ticker), path, $"universe.names: {portfolio.Name}: members", "distinct tickers", $"{ticker} twice");
        foreach (var empty in manifest.Universe.Names.Where(name => name.Tickers.Count == 0))
            Require(false, path, $"universe.names: {empty.Name}: members", "at least one", "none");
    }

    /// <summary>The version first, as all else depends on it; then that no field lacks or is unknown.</summary>
    private static void RequireFields(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{path}: expected a JSON object, found {root.ValueKind}");
        var expected = ModelManifest.CurrentFormatVersion.ToString(CultureInfo.InvariantCulture);
        if (!root.TryGetProperty("formatVersion", out var version))
            throw new InvalidDataException($"{path}: formatVersion: expected {expected}, found none");
        Require(version.GetRawText() == expected, path, "formatVersion", expected, version.GetRawText());
        foreach (var (field, property) in Fields)
            if (property.IsDefined(typeof(RequiredMemberAttribute)) && !root.TryGetProperty(field, out _))
                throw new InvalidDataException($"{path}: {field}: expected {Describe(property.PropertyType)}, found none");
        foreach (var property in root.EnumerateObject())
            Require(Fields.ContainsKey(property.Name), path, property.Name, "a field of a manifest", "an unknown one");
    }

    /// <summary>Which field holds a value of the wrong type, and the value.</summary>
    private static InvalidDataException Misfit(JsonElement root, string path, JsonException error)
    {
        var where = error.Path is ['$', '.', .. var place] ? place : "";
        var field = where.Split('.', '[')[0];
        if (!Fields.TryGetValue(field, out var property) || !root.TryGetProperty(field, out var value))
            return new InvalidDataException($"{path}: expected a model manifest, found {error.Message.Split('\n')[0]}", error);
        var found = value.GetRawText().ReplaceLineEndings(" ");
        return new InvalidDataException(
            $"{path}: {where}: expected {Describe(property.PropertyType)}, found {(found.Length <= 80 ? found : found[..80] + "…")}", error);
    }

    private static string Describe(Type type) =>
        type == typeof(DateOnly) ? "a date yyyy-MM-dd"
        : type == typeof(DateTimeOffset) ? "a time yyyy-MM-ddTHH:mm:ssZ"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(string) ? "text"
        : type == typeof(BundleKind) ? "one of return-predictor, allocator, policy"
        : type == typeof(ModelUniverse) ? "an object with rule and names"
        : type == typeof(PolicyDescription) ? "an object with problem, method, inputs, outputs, unit and parameters"
        : type == typeof(IReadOnlyDictionary<string, double>) ? "an object of numbers"
        : type == typeof(IReadOnlyDictionary<string, string>) ? "an object of texts"
        : type == typeof(IReadOnlyList<TensorSpecification>) ? "a list of objects with name, shape and type"
        : type == typeof(IReadOnlyList<FeatureDefinition>) ? "a list of objects with name and parameters"
        : type.Name;

    private static void Require(bool condition, string path, string field, string expected, string found)
    {
        if (!condition)
            throw new InvalidDataException($"{path}: {field}: expected {expected}, found {found}");
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
