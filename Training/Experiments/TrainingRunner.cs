using System.Diagnostics;
using LeanDeep.Training.Batched;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

/// <summary>Trains many networks, each on its fold, and keeps every epoch's state, predictions and correlations. What an earlier run has
/// kept is taken up, wherever that run ended; the results do not depend on the number of threads. libtorch trains <see cref="TrainingGroups"/>.</summary>
public sealed class TrainingRunner
{
    private readonly ExperimentDataset _dataset;
    private readonly ExperimentConfig _config;
    private readonly FoldPlan _plan;
    private readonly string _folder;
    private readonly Lazy<FoldRows>[] _folds;

    /// <param name="dataset">Rows.</param>
    /// <param name="config">The experiment.</param>
    /// <param name="plan">Its folds on these rows.</param>
    /// <param name="folder">Receives one file for each training; made where absent.</param>
    public TrainingRunner(ExperimentDataset dataset, ExperimentConfig config, FoldPlan plan, string folder)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(plan);
        (_dataset, _config, _plan, _folder) = (dataset, config, plan, folder);
        _folds = [.. plan.Folds.Select(split => new Lazy<FoldRows>(() => new FoldRows(dataset.Rows, split, config.Split.Embargo, config.Model.StandardiseLabels)))];
    }

    /// <summary>Told of what the run survives, for example a damaged record that is trained again.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>What epochs cost.</summary>
    internal WorkEstimate Estimate { get; init; } = new();

    /// <summary>Where a task's epochs are kept: the name tells the task, and the hash all that its result depends on.</summary>
    public string PathOf(TrainingTask task) => Path.Combine(_folder, $"{task.Configuration.Name}-fold{task.Fold:00}-seed{task.Seed}-{Key(task)[..12]}.epochs");

    /// <summary>Sessions of a fold's test rows, ascending.</summary>
    internal IReadOnlyList<int> Days(int fold) => _folds[fold].Value.Correlation.Sessions;

    /// <summary>Runs the tasks, the longest first.</summary>
    /// <param name="tasks">Distinct.</param>
    /// <param name="threads">Trainings, or groups of them, at a time, at least 1.</param>
    /// <param name="progress">Told of every epoch, from several threads; null for none.</param>
    /// <param name="cancellation">Ends the run between two steps; what was kept stays.</param>
    /// <returns>In the order of the tasks.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">An epoch cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The config's device is not there.</exception>
    public IReadOnlyList<TrainingOutcome> Run(
        IReadOnlyList<TrainingTask> tasks, int threads, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Directory.CreateDirectory(_folder);
        using var rows = _config.Model.Backend == TrainingBackend.Torch ? new BatchedDataset(_dataset.Rows, TrainingDevices.Open(_config.Model.Device)) : null;
        double[] units = [.. tasks.Select(Units)];
        var board = new ProgressBoard(tasks, units, threads, Estimate, progress);
        var outcomes = new TrainingOutcome[tasks.Count];
        int[][] groups = [.. TrainingGroups.Of(tasks, _config.Model, _dataset.Rows.FeatureCount, _dataset.Rows.RowCount, threads)
            .OrderByDescending(group => group.Sum(i => units[i] * tasks[i].Epochs))];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        var workers = Enumerable.Range(0, Math.Min(threads, groups.Length)).Select(_ => new Thread(Work) { IsBackground = true }).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        cancellation.ThrowIfCancellationRequested();
        if (failure != null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return outcomes;

        void Work()
        {
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < groups.Length && !stop.IsCancellationRequested;)
                    Train(groups[i], tasks, rows, outcomes, board, stop.Token);
            }
#pragma warning disable CA1031 // passed on by the thread that waits
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, error, null);
                stop.Cancel();
            }
        }
    }

    /// <summary>What is kept of a task, which a run may be adding to.</summary>
    internal TrainingOutcome Kept(TrainingTask task)
    {
        var path = PathOf(task);
        if (!File.Exists(path))
            return new TrainingOutcome(task, path, [], []);
        using var file = EpochFile.Reread(path, Key(task));
        int[] epochs = [.. Enumerable.Range(1, Math.Min(file.Epochs, task.Epochs))];
        return new TrainingOutcome(task, path, [.. epochs.Select(file.ReadLoss)], [.. epochs.Select(file.ReadDays)]);
    }

    /// <summary>Seconds of an epoch of a task on one thread; NaN before anything has been measured.</summary>
    internal double Seconds(TrainingTask task) => Seconds(task.Configuration, RowsOf(task.Fold));

    /// <summary>Seconds of an epoch over so many rows.</summary>
    internal double Seconds(ModelConfiguration configuration, int rows) =>
        Estimate.Known ? Estimate.Seconds(configuration, WorkEstimate.Units(configuration, _dataset.Rows.FeatureCount, rows)) : double.NaN;

    /// <summary>What a network predicted for its test rows after an epoch.</summary>
    /// <param name="outcome">Of a run.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="predictions">(test rows of the fold).</param>
    public void ReadPredictions(TrainingOutcome outcome, int epoch, Span<float> predictions)
    {
        using var file = Reread(outcome);
        file.ReadPredictions(epoch, predictions);
    }

    /// <summary>The epochs of a training, to read.</summary>
    /// <param name="outcome">Of a run.</param>
    internal EpochFile Reread(TrainingOutcome outcome) => EpochFile.Reread(outcome.Path, Key(outcome.Task));

    /// <summary>A network as it was after an epoch.</summary>
    /// <param name="outcome">Of a run.</param>
    /// <param name="epoch">From 1.</param>
    public DenseParameters Parameters(TrainingOutcome outcome, int epoch)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var (fold, configuration) = (_folds[outcome.Task.Fold].Value, outcome.Task.Configuration);
        using var file = Reread(outcome);
        return DenseTraining.ReadNetwork(file.ReadState(epoch), configuration.Network, configuration.Trainer, fold.Inputs, fold.Labels);
    }

    /// <summary>Trains the tasks of a group side by side. Members that an interrupted run left an epoch ahead of the others do it again; their files stay as they are.</summary>
    private void Train(int[] group, IReadOnlyList<TrainingTask> tasks, BatchedDataset? rows, TrainingOutcome[] outcomes, ProgressBoard board, CancellationToken cancellation)
    {
        var records = new List<(int Index, TrainingRecord Record)>();
        try
        {
            foreach (var i in group)
                records.Add((i, Open(tasks[i])));
            foreach (var (i, record) in records)
            {
                if (record.Damage is { } damage)
                    Warn?.Invoke(damage);
                board.Found(i, record.Done ? tasks[i].Epochs : record.Epochs);
            }
            var pending = records.Where(entry => !entry.Record.Done).OrderBy(entry => entry.Record.Epochs).ToArray();
            while (pending.Length > 0)
            {
                var first = pending[0].Record.Epochs;
                var together = pending.TakeWhile(entry => entry.Record.Epochs <= first + 1).ToArray();
                Train(together, first, rows, board, cancellation);
                pending = pending[together.Length..];
            }
            foreach (var (i, record) in records)
                outcomes[i] = record.Outcome;
        }
        finally
        {
            foreach (var (_, record) in records)
                record.Dispose();
        }
    }

    private void Train((int Index, TrainingRecord Record)[] members, int epoch, BatchedDataset? rows, ProgressBoard board, CancellationToken cancellation)
    {
        using var training = Create([.. members.Select(member => member.Record.Task)], rows);
        if (epoch > 0)
            training.Restore(new MemoryStream([.. members.SelectMany(member => member.Record.State(epoch))]));
        while (!Array.TrueForAll(members, member => member.Record.Done))
        {
            var start = Stopwatch.GetTimestamp();
            var losses = training.RunEpoch(cancellation);
            epoch++;
            var added = new List<(int Index, TrainingRecord Record)>();
            foreach (var (model, member) in members.Index())
                if (!member.Record.Done && member.Record.Epochs < epoch)
                {
                    member.Record.Append(losses[model], training, model);
                    added.Add(member);
                }
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / members.Length;
            foreach (var (i, record) in added)
            {
                board.Trained(i, epoch, seconds, record.LastDays);
                if (record.Diverged)
                    board.Found(i, record.Task.Epochs - epoch);
            }
        }
    }

    private ITrainingGroup Create(TrainingTask[] tasks, BatchedDataset? rows)
    {
        var (network, trainer) = (tasks[0].Configuration.Network, tasks[0].Configuration.Trainer);
        DenseModel[] models = [.. tasks.Select(Model)];
        if (rows != null)
            return new BatchedDenseTraining(rows, models, network, trainer, [.. tasks.Select(task => task.Configuration.Network.Dropout)]);
        var model = models.Single();
        return new SingleTraining(DenseTraining.Create(_config.Model.Backend, _dataset.Rows, model.Rows, network, trainer, model.Scaling, model.Labels, model.Seed));
    }

    private DenseModel Model(TrainingTask task)
    {
        var fold = _folds[task.Fold].Value;
        var name = Convert.ToInt32(InputHash.Of(task.Configuration.Name)[..7], 16);
        return new DenseModel(fold.Train, fold.Inputs, fold.Labels, SeedSequence.Derive(task.Seed, name, task.Fold));
    }

    private TrainingRecord Open(TrainingTask task) => new(
        task, PathOf(task), Key(task), _folds[task.Fold].Value,
        DenseTraining.StateLength(task.Configuration.Network, task.Configuration.Trainer, _dataset.Rows.FeatureCount));

    /// <summary>Hash of all that a task's result depends on.</summary>
    internal string Key(TrainingTask task) => InputHash.Of(
        "training 1", _plan.DataKey(task.Fold, _dataset), _plan.Folds[task.Fold].ToString(), $"{_config.Split.Embargo}", $"{_config.Model.StandardiseLabels}", _config.Model.Computer,
        task.Configuration.Name, task.Configuration.Canonical, $"{task.Seed}");

    private double Units(TrainingTask task) =>
        WorkEstimate.Units(task.Configuration, _dataset.Rows.FeatureCount, RowsOf(task.Fold));

    // By sessions, so that no fold need be loaded to plan.
    private int RowsOf(int fold) =>
        (int)((double)_plan.Folds[fold].TrainSessionCount * _dataset.Rows.RowCount / (_dataset.Rows.RowSessions[^1] - _dataset.Rows.RowSessions[0] + 1));
}
