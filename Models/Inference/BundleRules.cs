using System.Globalization;

namespace LeanDeep.Models.Inference;

/// <summary>What every kind of bundle must meet before it may trade.</summary>
internal static class BundleRules
{
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
