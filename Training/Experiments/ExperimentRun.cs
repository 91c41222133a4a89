using LeanDeep.Models.Features;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using static TorchSharp.torch;

namespace LeanDeep.Training.Experiments;

/// <summary>Trains an experiment. Every part that an earlier run finished is taken up. While it lives no other run may use its output folder.</summary>
public sealed class ExperimentRun : IDisposable
{
    private readonly ExperimentConfig _config;
    private readonly FileStream _lock;

    /// <param name="config">The experiment.</param>
    /// <exception cref="IOException">The output folder cannot be written, or another run is at work in it.</exception>
    public ExperimentRun(ExperimentConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        Directory.CreateDirectory(config.Output);
        _lock = Lock(config.Output);
    }

    /// <summary>Trainings at a time; it does not change the result. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told what is being done.</summary>
    public Action<string>? Stage { get; init; }

    /// <summary>Told of every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Told of what the run survives.</summary>
    public Action<string>? Warn { get; init; }

    public void Dispose() => _lock.Dispose();

    /// <exception cref="InvalidDataException">The data, or what an earlier run left, is not usable: says where, what was expected, what was found.</exception>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a later run goes on from there.</exception>
    public TrainedExperiment Train(CancellationToken cancellation = default)
    {
        var libtorchThreads = get_num_threads();
        set_num_threads(1);
        try
        {
            return TrainAll(cancellation);
        }
        finally
        {
            set_num_threads(libtorchThreads);
        }
    }

    /// <summary>The tasks of the grid, configuration after configuration, each with its folds newest first.</summary>
    public static IReadOnlyList<TrainingTask> Grid(ExperimentConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. ModelConfiguration.Grid(config.Model).SelectMany(configuration =>
            Enumerable.Range(0, config.Split.Folds).Select(fold => new TrainingTask(configuration, fold, config.Seed, config.Model.Epochs)))];
    }

    /// <summary>The rows, from the file of an earlier run or from the data folder.</summary>
    public ExperimentDataset Rows(CancellationToken cancellation = default) => Rows(_config, Stage, cancellation);

    internal static ExperimentDataset Rows(ExperimentConfig config, Action<string>? stage, CancellationToken cancellation)
    {
        var features = FeatureSet.Chapter17;
        stage?.Invoke("reading data");
        var (key, path) = RowsFile(config);
        if (DatasetFile.TryRead(path, key) is { } known)
            return known;
        var panel = PanelDates.Through(LeanFolderReader.ReadPanel(config.Data.Folder, through: config.Data.Through), config.Data.Through);
        stage?.Invoke("computing features");
        var table = features.Compute(panel, null, cancellation);
        var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, config.Horizon), config.Data.From, config.Data.Through);
        var dataset = new ExperimentDataset(rows, panel.Sectors, key);
        DatasetFile.Write(path, dataset);
        return dataset;
    }

    /// <summary>The rows of an earlier run; null where none are kept for this data.</summary>
    internal static ExperimentDataset? KnownRows(ExperimentConfig config)
    {
        var (key, path) = RowsFile(config);
        return DatasetFile.TryRead(path, key);
    }

    internal static TrainingRunner Runner(ExperimentConfig config, ExperimentDataset dataset, FoldPlan plan, Action<string>? warn) =>
        new(dataset, config, plan, Path.Combine(config.Output, "trainings"))
        {
            Warn = warn, Estimate = new WorkEstimate(Path.Combine(config.Output, "pace.json"), config.Model.Computer),
        };

    /// <summary>The chosen candidates with other seeds, seed after seed. One configuration may be chosen at two epochs: it is trained once, to the later.</summary>
    internal static IEnumerable<TrainingTask> SeedTasks(TrainedExperiment trained, IReadOnlyList<long> seeds) =>
        from seed in seeds
        from chosen in trained.Chosen.GroupBy(candidate => candidate.Configuration)
        from fold in Enumerable.Range(0, trained.Config.Split.Folds)
        select new TrainingTask(trained.Outcomes[chosen.Key][0].Task.Configuration, fold, seed, chosen.Max(candidate => candidate.Epoch));

    private static (string Key, string Path) RowsFile(ExperimentConfig config)
    {
        var key = InputHash.OfRows(config, FeatureSet.Chapter17);
        return (key, RowsPath(config, key));
    }

    /// <summary>Where the rows of a key are kept.</summary>
    internal static string RowsPath(ExperimentConfig config, string key) => Path.Combine(config.Output, $"rows-{key[..12]}.bin");

    private TrainedExperiment TrainAll(CancellationToken cancellation)
    {
        var dataset = Rows(cancellation);
        WarnOfConstantFeatures(dataset.Rows);
        var plan = FoldPlan.Of(dataset.Rows, _config.Split);
        var runner = Runner(_config, dataset, plan, Warn);
        Stage?.Invoke("training the grid");
        List<IReadOnlyList<TrainingOutcome>> outcomes = [.. runner.Run(Grid(_config), Threads, Progress, cancellation).Chunk(_config.Split.Folds)];
        if (_config.Search is { } search)
        {
            Stage?.Invoke("searching beyond the grid");
            outcomes.AddRange(new ExperimentSearch(_config, search, (configuration, epochs) => TrainFolds(runner, configuration, _config.Seed, epochs, cancellation), plan.HoldoutFolds).Run(cancellation));
        }
        var trained = new TrainedExperiment(_config, dataset, plan, runner, outcomes, Selection.Rank(outcomes, plan.HoldoutFolds), []);
        if (trained.Ranked.Count < _config.Ensemble)
            throw new InvalidDataException($"grid: expected at least {_config.Ensemble} candidates whose trainings stayed finite, found {trained.Ranked.Count}");
        return trained with { Seeds = TrainSeeds(trained, cancellation) };
    }

    private IReadOnlyList<TrainingOutcome> TrainFolds(TrainingRunner runner, ModelConfiguration configuration, long seed, int epochs, CancellationToken cancellation) =>
        runner.Run([.. Enumerable.Range(0, _config.Split.Folds).Select(fold => new TrainingTask(configuration, fold, seed, epochs))], Threads, Progress, cancellation);

    private List<SeedTraining> TrainSeeds(TrainedExperiment trained, CancellationToken cancellation)
    {
        int[] configurations = [.. trained.Chosen.Select(candidate => candidate.Configuration).Distinct()];
        Stage?.Invoke($"training the best with {_config.Seeds.Count} seeds");
        var outcomes = trained.Runner.Run([.. SeedTasks(trained, _config.Seeds)], Threads, Progress, cancellation).Chunk(_config.Split.Folds).ToArray();
        var results = new List<SeedTraining>();
        foreach (var (i, seed) in _config.Seeds.Index())
        {
            var ofSeed = configurations.Zip(outcomes.Skip(i * configurations.Length)).ToDictionary(pair => pair.First, pair => pair.Second);
            if (ofSeed.Values.Any(trainings => trainings.Any(training => training.Diverged)))
                Warn?.Invoke($"seed {seed}: a training diverged; it is left out");
            else
                results.Add(new SeedTraining(seed, [.. trained.Chosen.Select(c => new EnsembleMember(ofSeed[c.Configuration], c.Epoch))]));
        }
        return results;
    }

    /// <summary>A feature with one value in all rows teaches nothing, and may mean that the data is not what it seems; a market of one sector has one.</summary>
    private void WarnOfConstantFeatures(SupervisedDataset rows)
    {
        foreach (var feature in rows.ConstantFeatures())
            Warn?.Invoke($"feature {feature}: expected values that vary, found one value in all {rows.RowCount} rows");
    }

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, "run.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException($"{folder}: expected no other run at work in this folder, found one ({error.Message})", error);
        }
    }
}
