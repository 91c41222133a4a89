using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Models.Inference;

/// <summary>Manifests and models to start from, and folders that remove themselves.</summary>
internal static class Bundles
{
    public static readonly float[] Weights = [.. Enumerable.Range(0, 31).Select(i => (i - 15) / 100f)];

    public static byte[] Model { get; } = TinyOnnx.Linear(Weights, 0.5f);

    public static ModelManifest Manifest(string name = "feedforward", string trainedThrough = "2015-11-27") => new()
    {
        Kind = BundleKind.ReturnPredictor,
        Name = name,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Packages = new Dictionary<string, string> { ["TorchSharp"] = "0.107.0" },
        GitCommit = "0123456789abcdef",
        Seed = 42,
        BarsFrom = new DateOnly(2010, 1, 4),
        TrainedFrom = new DateOnly(2010, 4, 6),
        TrainedThrough = DateOnly.Parse(trainedThrough),
        Features = FeatureSet.Chapter17.Features,
        FeatureHash = FeatureSet.Chapter17.Hash,
        Inputs = [new TensorSpecification("features", [-1, 31], TensorType.Float32)],
        Outputs = [new TensorSpecification("prediction", [-1, 1], TensorType.Float32)],
        Lookback = 1,
        Horizon = 1,
        Gap = 0,
        Universe = new ModelUniverse("the largest by market value", [new UniverseName("AAPL", 3), new UniverseName("BAC", 5)]),
        Metrics = new Dictionary<string, double> { ["meanIC"] = 0.031, ["loss"] = double.NaN },
    };
}

/// <summary>A folder of its own, deleted with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("leandeep-models-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
