using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Training.Feedforward;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>What a bundle says of a policy beside the solution.</summary>
public sealed record PolicyBundleDescription
{
    /// <summary>Last date that a policy solved from its equation alone has seen: none, so that it may trade any day.</summary>
    public static readonly DateOnly NothingSeen = new(1900, 1, 1);

    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset Created { get; init; }
    public string GitCommit { get; init; } = "";

    /// <summary>Of the training; 0 for closed forms.</summary>
    public long Seed { get; init; }

    /// <summary>Last session whose data the calibration saw; <see cref="NothingSeen"/> by default.</summary>
    public DateOnly Through { get; init; } = NothingSeen;

    /// <summary>What is traded; a ticker with sector −1 is an asset of its own, those of one sector are a basket.</summary>
    public required ModelUniverse Universe { get; init; }

    /// <summary>Figures of the solution, such as errors against a closed form.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

/// <summary>Writes a policy as a bundle.</summary>
public static class PolicyBundle
{
    /// <param name="storeRoot">Root folder of the object store.</param>
    /// <param name="policy">Solved.</param>
    /// <param name="description">The rest of the manifest.</param>
    /// <returns>Folder of the bundle.</returns>
    public static string Write(string storeRoot, SolvedPolicy policy, PolicyBundleDescription description)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(description);
        var manifest = new ModelManifest
        {
            Kind = BundleKind.Policy,
            Name = description.Name,
            Created = description.Created,
            Packages = FeedforwardBundle.Packages(TrainingBackend.Fused),
            GitCommit = description.GitCommit,
            Seed = description.Seed,
            BarsFrom = description.Through,
            TrainedFrom = description.Through,
            TrainedThrough = description.Through,
            Features = [],
            FeatureHash = FeatureSet.HashOf([]),
            Inputs = PolicyTensors.InputsOf(policy.Description),
            Outputs = PolicyTensors.OutputsOf(policy.Description),
            Lookback = 1,
            Horizon = 1,
            Gap = 0,
            Universe = description.Universe,
            Policy = policy.Description,
            Metrics = description.Metrics,
        };
        return ModelBundle.Write(storeRoot, manifest, policy.Export());
    }
}
