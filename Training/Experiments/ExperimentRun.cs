using LeanDeep.Models.Features;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;
using static TorchSharp.torch;

namespace LeanDeep.Training.Experiments;

/// <summary>From a config to its result: rows, trainings, choice and figures. Every part that an earlier run finished is taken up.</summary>
/// <param name="config">The experiment.</param>
/// <param name="threads">Trainings at a time; it does not change the result.</param>
public sealed class ExperimentRun(ExperimentConfig config, int threads)
{
    /// <summary>Told what is being done.</summary>
    public Action<string>? Stage { get; init; }

    /// <summary>Told of every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Told of what the run survives.</summary>
    public Action<string>? Warn { get; init; }

    /// <exception cref="InvalidDataException">The data, or what an earlier run left, is not usable: says where, what was expected, what was found.</exception>
    /// <exception cref="IOException">The output folder cannot be written, or another run is at work in it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a later run goes on from there.</exception>
    public ExperimentResult Run(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(config.Output);
        using var only = Lock();
        var libtorchThreads = get_num_threads();
        set_num_threads(1);
        try
        {
            return RunAlone(cancellation);
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
    public ExperimentDataset Rows(CancellationToken cancellation = default)
    {
        var features = FeatureSet.Chapter17;
        Stage?.Invoke("reading data");
        var key = InputHash.OfRows(config, features);
        var path = Path.Combine(config.Output, $"rows-{key[..12]}.bin");
        if (DatasetFile.TryRead(path, key) is { } known)
            return known;
        var panel = PanelDates.Through(LeanFolderReader.ReadPanel(config.Data.Folder, through: config.Data.Through), config.Data.Through);
        Stage?.Invoke("computing features");
        var table = features.Compute(panel, null, cancellation);
        var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, config.Horizon), config.Data.From, config.Data.Through);
        var dataset = new ExperimentDataset(rows, panel.Sectors, key);
        DatasetFile.Write(path, dataset);
        return dataset;
    }

    private ExperimentResult RunAlone(CancellationToken cancellation)
    {
        var dataset = Rows(cancellation);
        WarnOfConstantFeatures(dataset.Rows);
        var plan = FoldPlan.Of(dataset.Rows, config.Split);
        var runner = new TrainingRunner(dataset, config, plan, Path.Combine(config.Output, "trainings")) { Warn = Warn };
        Stage?.Invoke("training the grid");
        var tasks = Grid(config);
        var outcomes = ByConfiguration(runner.Run(tasks, threads, Progress, cancellation));
        var ranked = Selection.Rank(outcomes, plan.HoldoutFolds);
        if (ranked.Count < config.Ensemble)
            throw new InvalidDataException($"grid: expected at least {config.Ensemble} candidates whose trainings stayed finite, found {ranked.Count}");
        var chosen = ranked.Take(config.Ensemble).ToArray();

        Stage?.Invoke("averaging the best");
        var ensemble = new EnsemblePredictions(runner, dataset.Rows, plan);
        var (selection, holdout) = ensemble.Coefficients([.. chosen.Select(c => (outcomes[c.Configuration], c.Epoch))]);
        var seeds = TrainSeeds(runner, ensemble, chosen, cancellation);
        return new ExperimentResult(
            dataset.Rows.Counts, [.. plan.Folds.Select(split => Dates(dataset.Rows, split, plan))],
            [.. ranked.DistinctBy(c => c.Configuration).Select(c => Describe(c, outcomes, plan))], [.. chosen.Select(c => Describe(c, outcomes, plan))],
            selection, holdout, seeds, outcomes.Sum(folds => folds.Count(fold => fold.Diverged)));
    }

    private List<SeedResult> TrainSeeds(TrainingRunner runner, EnsemblePredictions ensemble, Candidate[] chosen, CancellationToken cancellation)
    {
        var configurations = ModelConfiguration.Grid(config.Model);
        var folds = config.Split.Folds;
        // One configuration may be chosen at two epochs: it is trained once, to the later.
        var longest = chosen.GroupBy(c => c.Configuration).ToDictionary(group => group.Key, group => group.Max(c => c.Epoch));
        List<TrainingTask> tasks = [..
            from seed in config.Seeds
            from entry in longest
            from fold in Enumerable.Range(0, folds)
            select new TrainingTask(configurations[entry.Key], fold, seed, entry.Value)];
        Stage?.Invoke($"training the best with {config.Seeds.Count} seeds");
        var outcomes = runner.Run(tasks, threads, Progress, cancellation).Chunk(folds).ToArray();
        var results = new List<SeedResult>();
        foreach (var (i, seed) in config.Seeds.Index())
        {
            var ofSeed = longest.Keys.Zip(outcomes.Skip(i * longest.Count).Take(longest.Count)).ToDictionary(pair => pair.First, pair => pair.Second);
            if (ofSeed.Values.Any(trainings => trainings.Any(training => training.Diverged)))
            {
                Warn?.Invoke($"seed {seed}: a training diverged; it is left out");
                continue;
            }
            var (selection, holdout) = ensemble.Coefficients([.. chosen.Select(c => ((IReadOnlyList<TrainingOutcome>)ofSeed[c.Configuration], c.Epoch))]);
            results.Add(new SeedResult(seed, selection, holdout));
        }
        return results;
    }

    private CandidateResult Describe(Candidate candidate, IReadOnlyList<TrainingOutcome>[] outcomes, FoldPlan plan)
    {
        var holdout = outcomes[candidate.Configuration].Take(plan.HoldoutFolds).Reverse().ToArray();
        var whole = holdout.Length > 0 && holdout.All(fold => fold.Losses.Count >= candidate.Epoch && double.IsFinite(fold.Losses[candidate.Epoch - 1]));
        return new CandidateResult(
            outcomes[candidate.Configuration][0].Task.Configuration.Name, candidate.Epoch, candidate.Median, Summarise(candidate.Days),
            whole ? Summarise(holdout.SelectMany(fold => fold.Correlations[candidate.Epoch - 1])) : null);
    }

    private InformationCoefficient Summarise(IEnumerable<double> days) =>
        InformationCoefficient.Summarise(days.Select((value, i) => new DailyCorrelation(i, value, 0)), config.Horizon);

    private IReadOnlyList<TrainingOutcome>[] ByConfiguration(IReadOnlyList<TrainingOutcome> outcomes) => [.. outcomes.Chunk(config.Split.Folds)];

    private static ExperimentFold Dates(SupervisedDataset rows, SessionSplit split, FoldPlan plan) => new(
        split.Index, rows.Sessions[split.TrainFirst], rows.Sessions[split.TrainLast], rows.Sessions[split.TestFirst], rows.Sessions[split.TestLast],
        split.Index < plan.HoldoutFolds);

    /// <summary>A feature with one value in all rows teaches nothing, and may mean that the data is not what it seems; a market of one sector has one.</summary>
    private void WarnOfConstantFeatures(SupervisedDataset rows)
    {
        var width = rows.FeatureCount;
        for (var feature = 0; feature < width; feature++)
        {
            var varies = false;
            for (var at = feature + width; at < rows.Features.Length && !varies; at += width)
                varies = rows.Features[at] != rows.Features[feature];
            if (!varies)
                Warn?.Invoke($"feature {rows.FeatureNames[feature]}: expected values that vary, found {rows.Features[feature]} in all {rows.RowCount} rows");
        }
    }

    private FileStream Lock()
    {
        var path = Path.Combine(config.Output, "run.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException($"{config.Output}: expected no other run at work in this folder, found one ({error.Message})", error);
        }
    }
}
