using System.Globalization;

namespace LeanDeep.Models.Inference;

/// <summary>What every kind of bundle must meet before it may trade.</summary>
internal static class BundleRules
{
    /// <summary>Reads the newest bundle that may trade from a date on.</summary>
    /// <exception cref="InvalidDataException">None of that name, or none old enough.</exception>
    public static ModelBundle ReadNewest(IEnumerable<string> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample)
    {
        var dates = ModelBundle.Dates(keys, name);
        if (dates.Count == 0)
            throw new InvalidDataException($"models/{name}: expected a bundle (yyyyMMdd/{ModelBundle.ModelFile} and {ModelBundle.ManifestFile}), found none");
        var usable = allowInSample ? dates : [.. dates.Where(date => date < firstTradingDate)];
        if (usable.Count == 0)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"models/{name}: expected a bundle trained through a date before {firstTradingDate:yyyy-MM-dd}, found {string.Join(", ", dates.Select(Text))}"));
        return ModelBundle.Read(read, name, usable[^1]);
    }

    public static void RequireKind(ModelBundle bundle, BundleKind kind)
    {
        if (bundle.Manifest.Kind != kind)
            throw new InvalidDataException($"{bundle.Path}/{ModelBundle.ManifestFile}: kind: expected {kind}, found {bundle.Manifest.Kind}");
    }

    /// <summary>Asserts that the manifest's tensors are those of the graph.</summary>
    public static void RequireSame(IReadOnlyList<TensorSpecification> manifest, IReadOnlyList<TensorSpecification> graph, string what, string path)
    {
        if (!manifest.SequenceEqual(graph))
            throw new InvalidDataException($"{path}: {what}: expected {Join(manifest)}, found {Join(graph)}");
    }

    /// <exception cref="InvalidOperationException">Training has seen the date.</exception>
    public static void RequireUnseen(ModelManifest manifest, string path, DateOnly tradingDate)
    {
        if (tradingDate <= manifest.TrainedThrough)
            throw new InvalidOperationException(
                $"{path}: expected a trading date after {Text(manifest.TrainedThrough)}, the last that training saw, found {Text(tradingDate)}");
    }

    public static string Join(IReadOnlyList<TensorSpecification> tensors) => string.Join("; ", tensors);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
