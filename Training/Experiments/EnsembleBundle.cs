using System.Globalization;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Export;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

/// <summary>Where an ensemble comes from.</summary>
/// <param name="TrainedFrom">Session of the first training row.</param>
/// <param name="TrainedThrough">Session of the last label that training or choice saw.</param>
/// <param name="Seed">Of its first member.</param>
/// <param name="Created">For the manifest.</param>
/// <param name="GitCommit">Commit of the sources; empty where unknown.</param>
internal sealed record EnsembleOrigin(DateOnly TrainedFrom, DateOnly TrainedThrough, long Seed, DateTimeOffset Created, string GitCommit);

/// <summary>Several networks as one bundle that answers the mean of their predictions.</summary>
internal static class EnsembleBundle
{
    /// <param name="storeRoot">Root folder of the object store; made where absent.</param>
    /// <param name="dataset">Rows of the trainings.</param>
    /// <param name="config">The experiment, whose name the bundle gets.</param>
    /// <param name="networks">The members.</param>
    /// <param name="members">What each is, in words.</param>
    /// <param name="origin">Where they come from.</param>
    /// <param name="metrics">For the manifest.</param>
    /// <returns>Folder of the bundle, written whole or not at all.</returns>
    public static string Write(
        string storeRoot, ExperimentDataset dataset, ExperimentConfig config, IReadOnlyList<DenseParameters> networks, IReadOnlyList<string> members, EnsembleOrigin origin, IReadOnlyDictionary<string, double> metrics)
    {
        var rows = dataset.Rows;
        var manifest = new ModelManifest
        {
            Kind = BundleKind.ReturnPredictor,
            Name = config.Name,
            Created = origin.Created,
            Packages = FeedforwardBundle.Packages(config.Model.Backend),
            GitCommit = origin.GitCommit,
            Seed = origin.Seed,
            BarsFrom = rows.Sessions[0],
            TrainedFrom = origin.TrainedFrom,
            TrainedThrough = origin.TrainedThrough,
            Features = FeatureSet.Chapter17.Features,
            FeatureHash = FeatureSet.Chapter17.Hash,
            Inputs = DenseNetworkExporter.Inputs(networks[0]),
            Outputs = DenseNetworkExporter.Outputs(networks[0]),
            Lookback = 1,
            Horizon = rows.Horizon,
            Gap = 0,
            Universe = new ModelUniverse(config.Data.Universe, [.. rows.Names.Select((name, i) => new UniverseName(name, dataset.Sectors[i]))]),
            Metrics = new SortedDictionary<string, double>(metrics.ToDictionary(), StringComparer.Ordinal),
        };
        var model = DenseEnsembleExporter.Export(networks, [
            new("name", manifest.Name),
            new("kind", "return-predictor"),
            new("trainedFrom", Text(manifest.TrainedFrom)),
            new("trainedThrough", Text(manifest.TrainedThrough)),
            new("featureHash", manifest.FeatureHash),
            new("members", string.Join(", ", members))]);
        return ModelBundle.Write(storeRoot, manifest, model);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
