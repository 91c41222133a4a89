namespace LeanDeep.Training.Experiments;

/// <summary>How far one part of an experiment is.</summary>
/// <param name="Stage"><c>grid</c>, <c>search</c>, <c>seeds</c> or <c>combinatorial</c>.</param>
/// <param name="Name">Of the configuration, the seed or the split.</param>
/// <param name="Done">Trainings, a fold or split each, of which no epoch is missing.</param>
/// <param name="Trainings">Trainings wanted.</param>
/// <param name="EpochsDone">Epochs kept.</param>
/// <param name="Epochs">Epochs wanted.</param>
/// <param name="SecondsDone">What the kept ones took on one thread, at the pace measured; NaN before anything is.</param>
/// <param name="SecondsLeft">What the others will take on one thread; NaN before anything is measured.</param>
/// <param name="AtMost">The choice decides what is wanted, and is not made yet: it may be less.</param>
public sealed record StatusRow(
    string Stage, string Name, int Done, int Trainings, int EpochsDone, int Epochs, double SecondsDone, double SecondsLeft, bool AtMost);

/// <summary>How far an experiment's trainings are, by what its output folder holds; it may be at work meanwhile.</summary>
/// <remarks>Records are counted by the files' lengths; whether each is whole, the run finds out.</remarks>
public sealed class ExperimentStatus
{
    private readonly ExperimentConfig _config;
    private readonly TrainingRunner? _runner; // null before rows are kept
    private readonly FoldPlan? _plan;
    private readonly ExperimentDataset? _dataset;

    private ExperimentStatus(ExperimentConfig config)
    {
        _config = config;
        if (ExperimentRun.KnownRows(config) is not { } dataset)
            return;
        _dataset = dataset;
        _plan = FoldPlan.Of(dataset.Rows, config.Split);
        _runner = ExperimentRun.Runner(config, dataset, _plan, warn: null);
    }

    /// <exception cref="InvalidDataException">A kept file is damaged.</exception>
    public static IReadOnlyList<StatusRow> Of(ExperimentConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return [.. new ExperimentStatus(config).Rows()];
    }

    private IEnumerable<StatusRow> Rows()
    {
        var folds = ExperimentRun.Grid(_config).Chunk(_config.Split.Folds).Select(tasks => Read("grid", tasks[0].Configuration.Name, tasks)).ToList();
        if (_config.Search is { } search)
            folds.AddRange(Search(search));
        foreach (var (row, _) in folds)
            yield return row;
        var chosen = folds.TrueForAll(entry => entry.Row.EpochsDone == entry.Row.Epochs) ? Choose([.. folds.Where(entry => entry.Outcomes.Count > 0).Select(entry => entry.Outcomes)]) : null;
        var each = folds.Sum(entry => entry.Row.SecondsDone + entry.Row.SecondsLeft) / folds.Sum(entry => entry.Row.Epochs);
        foreach (var seed in _config.Seeds)
            yield return chosen == null ? AtMost("seeds", $"seed {seed}", _config.Split.Folds, each) : Read("seeds", $"seed {seed}", [.. ExperimentRun.SeedTasks(chosen, [seed])]).Row;
        if (_config.Combinatorial is { } combinatorial)
            yield return Combinatorial(combinatorial, chosen, each);
    }

    /// <summary>The configurations drawn, each with the epochs of its rung so far, and what later rungs will add.</summary>
    private List<(StatusRow Row, IReadOnlyList<TrainingOutcome> Outcomes)> Search(SearchConfig search)
    {
        var (rungs, total) = ExperimentSearch.Rungs(_config, search);
        var rows = new List<(StatusRow Row, IReadOnlyList<TrainingOutcome> Outcomes)>();
        foreach (var configuration in ExperimentSearch.Configurations(_config, search))
        {
            TrainingTask[] tasks = [.. Enumerable.Range(0, _config.Split.Folds).Select(fold => new TrainingTask(configuration, fold, _config.Seed, rungs[^1]))];
            var most = tasks.Max(task => _runner?.Kept(task).Losses.Count ?? 0);
            rows.Add(Read("search", configuration.Name, [.. tasks.Select(task => task with { Epochs = rungs.First(epochs => epochs >= most) })]));
        }
        var (planned, left) = (rows.Sum(entry => entry.Row.Epochs), rows.Sum(entry => entry.Row.SecondsLeft + entry.Row.SecondsDone));
        var later = (int)total * _config.Split.Folds - planned;
        if (later > 0)
            rows.Add((new StatusRow("search", "later rounds", 0, 0, 0, later, 0 * left, left / planned * later, AtMost: false), []));
        return rows;
    }

    private TrainedExperiment Choose(IReadOnlyList<IReadOnlyList<TrainingOutcome>> outcomes) =>
        new(_config, _dataset!, _plan!, _runner!, outcomes, Selection.Rank(outcomes, _plan!.HoldoutFolds), []);

    private StatusRow Combinatorial(CombinatorialConfig combinatorial, TrainedExperiment? chosen, double secondsOfEpoch)
    {
        var name = $"{combinatorial.TestGroups} of {combinatorial.Groups} groups";
        if (chosen == null)
            return AtMost("combinatorial", name, new Validation.CombinatorialPurgedCV(combinatorial.Groups, combinatorial.TestGroups, 0).SplitCount, secondsOfEpoch);
        var (done, epochsDone, epochs, secondsDone, seconds, count) = (0, 0, 0, 0.0, 0.0, 0);
        foreach (var (candidate, rows, kept) in new CombinatorialStudy(chosen, combinatorial).Parts())
        {
            var each = candidate.Epoch * _runner!.Seconds(chosen.Configuration(candidate), rows);
            (count, epochs, seconds) = (count + 1, epochs + candidate.Epoch, seconds + each);
            if (kept)
                (done, epochsDone, secondsDone) = (done + 1, epochsDone + candidate.Epoch, secondsDone + each);
        }
        return new StatusRow("combinatorial", name, done, count, epochsDone, epochs, secondsDone, seconds - secondsDone, AtMost: false);
    }

    /// <summary>Before the choice: as if each member of the ensemble were another configuration, chosen at its last epoch.</summary>
    private StatusRow AtMost(string stage, string name, int trainings, double secondsOfEpoch)
    {
        var (all, epochs) = (trainings * _config.Ensemble, trainings * _config.Ensemble * _config.Model.Epochs);
        return new StatusRow(stage, name, 0, all, 0, epochs, 0 * secondsOfEpoch, epochs * secondsOfEpoch, AtMost: true);
    }

    private (StatusRow Row, IReadOnlyList<TrainingOutcome> Outcomes) Read(string stage, string name, TrainingTask[] tasks)
    {
        var outcomes = new List<TrainingOutcome>();
        var (done, epochsDone, secondsDone, seconds) = (0, 0, 0.0, 0.0);
        foreach (var task in tasks)
        {
            var outcome = _runner?.Kept(task) ?? new TrainingOutcome(task, "", [], []);
            outcomes.Add(outcome);
            var epochs = outcome.Diverged ? task.Epochs : outcome.Losses.Count;
            var each = _runner?.Seconds(task) ?? double.NaN;
            done += epochs >= task.Epochs ? 1 : 0;
            epochsDone += epochs;
            secondsDone += epochs * each;
            seconds += task.Epochs * each;
        }
        return (new StatusRow(stage, name, done, tasks.Length, epochsDone, tasks.Sum(task => task.Epochs), secondsDone, seconds - secondsDone, AtMost: false), outcomes);
    }
}
