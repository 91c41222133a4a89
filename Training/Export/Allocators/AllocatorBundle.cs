using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>What a bundle says of an allocator beside its network.</summary>
public sealed record AllocatorDescription
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    public required long Seed { get; init; }
    public required DateTimeOffset Created { get; init; }
    public string GitCommit { get; init; } = "";

    /// <summary>First session whose bars training read.</summary>
    public required DateOnly BarsFrom { get; init; }

    /// <summary>Session of the first decision that training saw.</summary>
    public required DateOnly TrainedFrom { get; init; }

    /// <summary>Last session of any outcome that training, validation or early stopping saw.</summary>
    public required DateOnly TrainedThrough { get; init; }

    /// <summary>Channels of the window, in their order; the simple return of closes alone by default.</summary>
    public IReadOnlyList<ReturnChannel> Channels { get; init; } = [new()];

    public required int Lookback { get; init; }
    public required int Horizon { get; init; }
    public int Gap { get; init; }

    /// <summary>How the names were chosen, in words.</summary>
    public required string UniverseRule { get; init; }

    /// <summary>(assets) tickers, or names of portfolios, in the order of the window.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>(assets) tickers of each portfolio, held in equal weights; null for assets that trade themselves.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Members { get; init; }

    /// <summary>(assets) sectors that the constraint set's groups may name; null for none.</summary>
    public IReadOnlyList<string>? Sectors { get; init; }

    /// <summary>What a portfolio may hold; null for what the network's own last layer keeps to.</summary>
    public ConstraintSet? Constraints { get; init; }

    /// <summary>Whether the graph of a network that poses a problem solves it, too, within the constraints: for hosts without the solver of Models. Default false.</summary>
    public bool SolvedInGraph { get; init; }

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

/// <summary>Writes a trained allocator network as a bundle.</summary>
public static class AllocatorBundle
{
    /// <param name="storeRoot">Root folder of the object store.</param>
    /// <param name="network">Of as many channels, steps and assets as the description has.</param>
    /// <param name="description">The rest of the manifest.</param>
    /// <returns>Folder of the bundle.</returns>
    /// <exception cref="ArgumentException">The constraint set is not valid or speaks of other names or sectors, or limits the volatility of a network whose covariance is not one of returns.</exception>
    public static string Write(string storeRoot, AllocatorNetwork network, AllocatorDescription description)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(description);
        var (channels, lookback, names) = (description.Channels.Count, description.Lookback, description.Names.Count);
        var set = WithMembers(description.Constraints ?? OwnConstraints(network), description);
        if (set.Volatility is { } volatility && network is ProblemNetwork { MeasuresVolatility: false })
            throw new ArgumentException(FormattableString.Invariant($"Constraints: volatility: expected none for {network.GetType().Name}, whose covariance is learned in a unit of its own, found {volatility}"), nameof(description));
        var solved = description.SolvedInGraph && network is ProblemNetwork;
        return Write(
            storeRoot, description, set, AllocatorNetworkExporter.Inputs(network, channels, lookback, names, solved), AllocatorNetworkExporter.Outputs(network, lookback, names, solved),
            AllocatorNetworkExporter.Export(network, channels, lookback, names, Metadata(description), solved ? set.For(description.Names) : null));
    }

    /// <summary>Writes a policy that sees what it holds; the host tells it.</summary>
    /// <inheritdoc cref="Write(string, AllocatorNetwork, AllocatorDescription)"/>
    public static string Write(string storeRoot, SequentialAllocator network, AllocatorDescription description)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(description);
        var (channels, lookback, names) = (description.Channels.Count, description.Lookback, description.Names.Count);
        var set = WithMembers(description.Constraints ?? OfSide(network.Side), description);
        return Write(
            storeRoot, description, set, AllocatorNetworkExporter.SequentialInputs(channels, lookback, names), AllocatorTensors.OutputsOfWeights(names),
            AllocatorNetworkExporter.Export(network, channels, lookback, names, Metadata(description)));
    }

    private static KeyValuePair<string, string>[] Metadata(AllocatorDescription description) => [new("name", description.Name), new("kind", "allocator")];

    private static string Write(
        string storeRoot, AllocatorDescription description, ConstraintSet set, IReadOnlyList<TensorSpecification> inputs, IReadOnlyList<TensorSpecification> outputs, byte[] model)
    {
        FeatureDefinition[] features = [.. description.Channels.Select(channel => channel.Definition)];
        var manifest = new ModelManifest
        {
            Kind = BundleKind.Allocator,
            Name = description.Name,
            Created = description.Created,
            Packages = FeedforwardBundle.Packages(TrainingBackend.Torch),
            GitCommit = description.GitCommit,
            Seed = description.Seed,
            BarsFrom = description.BarsFrom,
            TrainedFrom = description.TrainedFrom,
            TrainedThrough = description.TrainedThrough,
            Features = features,
            FeatureHash = FeatureSet.HashOf(features),
            Inputs = inputs,
            Outputs = outputs,
            Lookback = description.Lookback,
            Horizon = description.Horizon,
            Gap = description.Gap,
            Universe = new ModelUniverse(description.UniverseRule, [.. description.Names.Select((name, i) => new UniverseName(name, -1, description.Members?[i]))]),
            Constraints = System.Text.Json.JsonElement.Parse(ConstraintSetJson.Write(set)),
            Metrics = description.Metrics,
        };
        return ModelBundle.Write(storeRoot, manifest, model);
    }

    /// <summary>What the network's own last layer keeps to.</summary>
    public static ConstraintSet OwnConstraints(AllocatorNetwork network) => network switch
    {
        ProblemNetwork problem => Of(problem.Limits),
        RecurrentAllocator recurrent => OfSide(recurrent.Side),
        ConvolutionalAllocator convolutional => OfSide(convolutional.Side),
        _ => new ConstraintSet(),
    };

    private static ConstraintSet OfSide(PositionSide side) =>
        side == PositionSide.LongShort ? new ConstraintSet { Net = new Interval(-1, 1), Box = new Interval(-1, 1), Gross = 1 } : new ConstraintSet();

    private static ConstraintSet Of(AllocationLimits limits)
    {
        var (lower, upper) = (limits.Lower, limits.Upper);
        if (lower.Distinct().Count() > 1 || upper.Distinct().Count() > 1 || limits.Groups > 0)
            throw new ArgumentException("Constraints: expected the constraint set that the network was trained with, found none", nameof(limits));
        return new ConstraintSet
        {
            Net = limits.Net, Box = new Interval(lower[0], upper[0]), Costs = limits.Costs.Max(),
            Gross = Finite(limits.Gross), Turnover = Finite(limits.Turnover), Volatility = Finite(limits.Volatility),
        };
    }

    private static double? Finite(double limit) => double.IsFinite(limit) ? limit : null;

    // A bundle needs no sectors beside it: groups list their members.
    private static ConstraintSet WithMembers(ConstraintSet set, AllocatorDescription description)
    {
        _ = set.For(description.Names, description.Sectors);
        return set with
        {
            Groups = [.. set.Groups.Select(group => group.Sector is not { } sector ? group : group with
            {
                Sector = null,
                Members = description.Names.Where((_, i) => description.Sectors![i] == sector).ToDictionary(name => name, _ => 1.0),
            })],
        };
    }
}
