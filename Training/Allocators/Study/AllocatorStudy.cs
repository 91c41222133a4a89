using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.DataParallel;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>From a config to bundles and a table: for each seed a training with early stopping that restores the best epoch, its bundle, and its test out of
/// sample, beside benchmarks within the same limits.</summary>
/// <remarks>A bundle depends on no bar after the stopping samples' outcomes. The same assets and config give the same bits, on one machine's CPU.</remarks>
/// <param name="config">Checked, as <see cref="AllocatorConfigFile.Read"/> gives it.</param>
/// <param name="progress">Told of every epoch; null for none.</param>
/// <param name="time">Clock of the times reported and of the manifests; null for the system's.</param>
public sealed class AllocatorStudy(AllocatorConfig config, IProgress<StudyProgress>? progress = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConstraintSet _constraints = AllocatorConfigFile.Constraints(config, config.Name);

    /// <summary>Of the sources, for manifests.</summary>
    public string GitCommit { get; init; } = "";

    /// <summary>Who share each batch, of whom the first writes the bundles; null for this process alone.</summary>
    public WorkerGroup? Workers { get; init; }

    /// <summary>Folder that keeps each seed's training after every epoch; a later run goes on from there, to the same bits. Null for none.</summary>
    public string? Checkpoints { get; init; }

    /// <param name="assets">What is allocated to.</param>
    /// <param name="storeRoot">Root folder of the object store, for bundles.</param>
    /// <param name="cancellation">Ends the run between two steps.</param>
    /// <exception cref="InvalidDataException">The dates leave no samples, or a checkpoint is damaged or of something else.</exception>
    /// <exception cref="ArgumentException">The constraint set speaks of names or sectors that are not there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public AllocatorStudyResult Run(AllocatorAssets assets, string storeRoot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(assets);
        ArgumentException.ThrowIfNullOrEmpty(storeRoot);
        var threads = torch.get_num_threads();
        torch.set_num_threads(1); // steps are too small to share, and results shall not depend on the machine's cores
        try
        {
            return RunOnOneThread(assets, storeRoot, cancellation);
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private AllocatorStudyResult RunOnOneThread(AllocatorAssets assets, string storeRoot, CancellationToken cancellation)
    {
        var names = assets.Returns.Names;
        var limits = _constraints.For(names, assets.Sectors);
        var first = (_constraints with { Turnover = null, Costs = 0 }).For(names, assets.Sectors);
        using var windows = new StudyWindows(config, assets.Returns);
        AllocationPath[] benchmarks = [.. Enum.GetValues<PortfolioBenchmark>().Select(benchmark => Walk(new BenchmarkWalkRule(benchmark, limits), windows, first, limits))];
        SeedResult[] seeds = [.. config.Seeds.Select((seed, index) => Train(assets, windows, limits, first, seed, index + 1, storeRoot, cancellation))];
        return new AllocatorStudyResult(
            names, assets.Members, (windows.Training.Count, windows.Stopping.Count, windows.Test.Count),
            windows.Dataset.Stamps[windows.Training[0]], TrainedThrough(windows), windows.Decisions.Stamps[windows.Test[0]], windows.Decisions.LastSeen(windows.Test[^1]),
            seeds, benchmarks);
    }

    private SeedResult Train(
        AllocatorAssets assets, StudyWindows windows, AllocationLimits limits, AllocationLimits first, long seed, int number, string storeRoot, CancellationToken cancellation)
    {
        var convention = new ReturnConvention { Input = ReturnKind.Simple, CostRate = config.CostRate };
        var loss = AllocatorNetworks.Loss(config.Loss, convention);
        var scaling = ChannelScaling.Standard(windows.Dataset, windows.Training);
        using var network = AllocatorNetworks.Create(config.Network, limits, assets.Returns.Channels.Count, scaling, SeedSequence.Derive(seed, 0));
        using var memory = Memory(windows.Dataset, convention);
        using var stoppingMemory = Memory(windows.Dataset, convention);
        using var training = new AllocatorTraining(
            network, loss, new RigidLoader(windows.Dataset, windows.Training, config.Training.BatchSize, SeedSequence.Derive(seed, 1)),
            AllocatorNetworks.Options(config.Training), SeedSequence.Derive(seed, 2), memory) { Workers = Workers };
        var stops = new RigidLoader(windows.Dataset, windows.Stopping, stoppingMemory is null ? config.Training.BatchSize : 1, seed, shuffled: false);
        var stopping = new EarlyStopping(MonitoredFigure.ValidationLoss, config.Training.Patience);
        var epochs = new Progress(progress, training, seed, number);
        var checkpoint = Checkpoints is null ? null
            : new StudyCheckpoint(StudyCheckpoint.PathOf(Checkpoints, seed), StudyCheckpoint.Identity(config, assets), training, stopping, () => epochs.Unsolved, Workers);
        (var done, epochs.Unsolved) = checkpoint?.Restore() ?? ([], 0);
        var result = new Trainer(_time).Fit(
            training, config.Training.Epochs, AllocationEvaluation.Validation(new NetworkRule(network), loss, stops, stoppingMemory),
            checkpoint is null ? [stopping, epochs] : [stopping, epochs, checkpoint], done, cancellation);
        if (stopping.BestEpoch is not { } best)
            return new SeedResult(seed, result.Status, result.History, null, null, null, epochs.Unsolved);
        var path = Walk(new NetworkWalkRule($"seed {seed}", network, first), windows, first, limits);
        var bundle = Workers?.IsFirst == false ? null : Write(storeRoot, network, assets, windows, seed, best, result.History[best - 1].Validation!.Loss);
        return new SeedResult(seed, result.Status, result.History, best, path, bundle, epochs.Unsolved);
    }

    // Without a gap alone are the weights held before a decision known.
    private WeightMemory? Memory(WindowDataset dataset, ReturnConvention convention) =>
        config.Window.Gap > 0 ? null : new WeightMemory(dataset, convention, config.Window.Rebalance);

    private AllocationPath Walk(WalkRule rule, StudyWindows windows, AllocationLimits first, AllocationLimits limits) =>
        AllocationWalk.Run(rule, windows.Decisions, windows.Test, config.Window.Rebalance, config.Window.Gap, config.CostRate, first, limits);

    private string Write(string storeRoot, ProblemNetwork network, AllocatorAssets assets, StudyWindows windows, long seed, int epoch, double stoppingLoss) =>
        AllocatorBundle.Write(storeRoot, network, new AllocatorDescription
        {
            Name = FormattableString.Invariant($"{config.Name}-{seed}"),
            Seed = seed,
            Created = _time.GetUtcNow(),
            GitCommit = GitCommit,
            BarsFrom = assets.Returns.Sessions[0],
            TrainedFrom = windows.Dataset.Stamps[windows.Training[0]],
            TrainedThrough = TrainedThrough(windows),
            Channels = [.. config.Data.Fields.Select(field => new ReturnChannel(Enum.Parse<BarField>(field.ToString())))],
            Lookback = config.Window.Lookback,
            Horizon = config.Window.Horizon,
            Gap = config.Window.Gap,
            UniverseRule = assets.Universe,
            Names = assets.Returns.Names,
            Members = assets.Members,
            Sectors = assets.Sectors,
            Constraints = _constraints,
            Metrics = new Dictionary<string, double> { ["epoch"] = epoch, ["stoppingLoss"] = stoppingLoss },
        });

    private static DateOnly TrainedThrough(StudyWindows windows) => windows.Dataset.LastSeen(windows.Stopping[^1]);

    private sealed class Progress(IProgress<StudyProgress>? progress, AllocatorTraining training, long seed, int number) : TrainingCallback
    {
        public int Unsolved { get; set; }

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
        {
            Unsolved += training.Unsolved;
            progress?.Report(new StudyProgress(seed, number, epoch));
        }
    }
}
