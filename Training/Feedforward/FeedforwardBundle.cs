using System.Globalization;
using System.Reflection;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Export;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>Writes a trained predictor as a bundle.</summary>
internal static class FeedforwardBundle
{
    /// <returns>Folder of the bundle.</returns>
    public static string Write(
        string storeRoot, Panel panel, FeedforwardOptions options, FeedforwardResult result, DenseParameters network, DateTimeOffset created)
    {
        var manifest = new ModelManifest
        {
            Kind = BundleKind.ReturnPredictor,
            Name = options.Name,
            Created = created,
            Packages = Packages(options.Backend),
            GitCommit = options.GitCommit,
            Seed = options.Seed,
            BarsFrom = panel.Sessions[0],
            TrainedFrom = result.TrainedFrom,
            TrainedThrough = result.TrainedThrough,
            Features = options.Features.Features,
            FeatureHash = options.Features.Hash,
            Inputs = DenseNetworkExporter.Inputs(network),
            Outputs = DenseNetworkExporter.Outputs(network),
            Lookback = 1,
            Horizon = options.Horizon,
            Gap = 0,
            Universe = new ModelUniverse(options.UniverseRule, [.. panel.Names.Select((name, i) => new UniverseName(name, panel.Sectors[i]))]),
            Metrics = Metrics(result),
        };
        var model = DenseNetworkExporter.Export(network, [
            new("name", manifest.Name),
            new("kind", "return-predictor"),
            new("trainedFrom", Text(manifest.TrainedFrom)),
            new("trainedThrough", Text(manifest.TrainedThrough)),
            new("featureHash", manifest.FeatureHash),
            new("horizon", manifest.Horizon.ToString(CultureInfo.InvariantCulture)),
            new("seed", manifest.Seed.ToString(CultureInfo.InvariantCulture))]);
        return ModelBundle.Write(storeRoot, manifest, model);
    }

    private static SortedDictionary<string, double> Metrics(FeedforwardResult result)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["epochs"] = result.Epochs,
            ["finalLoss"] = result.FinalHistory[^1].Loss,
            ["rows"] = result.Rows.Kept,
        };
        if (result.WalkForward is { Days: > 0 } coefficient)
        {
            metrics["meanIC"] = coefficient.Mean;
            metrics["meanICStandardError"] = coefficient.StandardError;
            metrics["meanICDays"] = coefficient.Days;
        }
        return metrics;
    }

    /// <summary>Versions of what computed the model; libtorch only where it did.</summary>
    public static SortedDictionary<string, string> Packages(TrainingBackend backend)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(typeof(FeedforwardBundle).Assembly);
        if (backend == TrainingBackend.Torch)
        {
            Add(typeof(TorchSharp.torch).Assembly);
            packages["libtorch"] = TorchSharp.torch.__version__;
        }
        return packages;

        void Add(Assembly assembly) => packages[assembly.GetName().Name!] = assembly.GetName().Version!.ToString(3);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
