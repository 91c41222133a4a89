using System.Diagnostics;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>Trains many networks, each on its fold, and keeps every epoch's state, predictions and correlations. What an earlier run has
/// kept is taken up, wherever that run ended; the results do not depend on the number of threads.</summary>
public sealed class TrainingRunner
{
    private readonly ExperimentDataset _dataset;
    private readonly ExperimentConfig _config;
    private readonly FoldPlan _plan;
    private readonly string _folder;
    private readonly Lazy<FoldRows>[] _folds;
    private readonly WorkEstimate _estimate = new();

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

    /// <summary>Where a task's epochs are kept: the name tells the task, and the hash all that its result depends on.</summary>
    public string PathOf(TrainingTask task) => Path.Combine(_folder, $"{task.Configuration.Name}-fold{task.Fold:00}-seed{task.Seed}-{Key(task)[..12]}.epochs");

    /// <summary>Sessions of a fold's test rows, ascending.</summary>
    public IReadOnlyList<int> Days(int fold) => _folds[fold].Value.Days;

    /// <summary>Runs the tasks, the longest first.</summary>
    /// <param name="tasks">Distinct.</param>
    /// <param name="threads">Trainings at a time, at least 1.</param>
    /// <param name="progress">Told of every epoch, from several threads; null for none.</param>
    /// <param name="cancellation">Ends the run between two steps; what was kept stays.</param>
    /// <returns>In the order of the tasks.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">An epoch cannot be written.</exception>
    public IReadOnlyList<TrainingOutcome> Run(
        IReadOnlyList<TrainingTask> tasks, int threads, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Directory.CreateDirectory(_folder);
        var board = new ProgressBoard(tasks, [.. tasks.Select(t => Units(t))], threads, _estimate, progress);
        var outcomes = new TrainingOutcome[tasks.Count];
        int[] order = [.. Enumerable.Range(0, tasks.Count).OrderByDescending(i => Units(tasks[i]) * tasks[i].Epochs)];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        var workers = Enumerable.Range(0, Math.Min(threads, tasks.Count)).Select(_ => new Thread(Work) { IsBackground = true }).ToArray();
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
                for (int i; (i = Interlocked.Increment(ref next)) < order.Length && !stop.IsCancellationRequested;)
                    outcomes[order[i]] = Train(tasks[order[i]], order[i], board, stop.Token);
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

    private TrainingOutcome Train(TrainingTask task, int index, ProgressBoard board, CancellationToken cancellation)
    {
        var fold = _folds[task.Fold].Value;
        using var training = Create(task);
        using var file = Open(task, StateOf(training));
        if (file.Damage is { } damage)
            Warn?.Invoke(damage);
        List<double> losses = [];
        List<double[]> correlations = [];
        for (var epoch = 1; epoch <= Math.Min(file.Epochs, task.Epochs); epoch++)
        {
            losses.Add(file.ReadLoss(epoch));
            correlations.Add(file.ReadDays(epoch));
        }
        board.Found(index, losses.Count);
        var diverged = losses.Count > 0 && !double.IsFinite(losses[^1]);
        if (losses.Count < task.Epochs && !diverged)
        {
            if (file.Epochs > 0)
                training.Restore(new MemoryStream(file.ReadState(file.Epochs)));
            var predictions = new float[fold.TestRows];
            var days = new double[fold.Days.Count];
            using var state = new MemoryStream(file.StateLength);
            var units = Units(task);
            while (losses.Count < task.Epochs && !diverged)
            {
                var start = Stopwatch.GetTimestamp();
                var loss = training.RunEpoch(cancellation);
                training.Predict(fold.Test, predictions);
                diverged = !double.IsFinite(loss) || Array.Exists(predictions, p => !float.IsFinite(p));
                if (diverged)
                    Array.Fill(days, loss = double.NaN);
                else
                    Correlate(fold, predictions, days);
                state.SetLength(0);
                training.Save(state);
                file.Append(loss, state.GetBuffer().AsSpan(0, (int)state.Length), predictions, days);
                losses.Add(loss);
                correlations.Add([.. days]);
                _estimate.Add(task.Configuration, units, Stopwatch.GetElapsedTime(start).TotalSeconds);
                board.Trained(index, losses.Count, days);
            }
        }
        if (diverged)
            board.Found(index, task.Epochs - losses.Count);
        return new TrainingOutcome(task, PathOf(task), losses, correlations);
    }

    private void Correlate(FoldRows fold, float[] predictions, double[] days)
    {
        var daily = InformationCoefficient.Daily(_dataset.Rows.RowSessions.AsSpan(fold.Test), predictions, _dataset.Rows.Labels.AsSpan(fold.Test));
        for (var day = 0; day < days.Length; day++)
            days[day] = daily[day].Value;
    }

    private IDenseTraining Create(TrainingTask task)
    {
        var fold = _folds[task.Fold].Value;
        var name = Convert.ToInt32(InputHash.Of(task.Configuration.Name)[..7], 16);
        return DenseTraining.Create(
            _config.Model.Backend, _dataset.Rows, fold.Train, task.Configuration.Network, task.Configuration.Trainer, fold.Inputs, fold.Labels,
            SeedSequence.Derive(task.Seed, name, task.Fold));
    }

    private EpochFile Open(TrainingTask task, int state)
    {
        var fold = _folds[task.Fold].Value;
        return EpochFile.Open(PathOf(task), Key(task), fold.TestRows, fold.Days.Count, state);
    }

    private static int StateOf(IDenseTraining training)
    {
        using var stream = new MemoryStream();
        training.Save(stream);
        return (int)stream.Length;
    }

    private string Key(TrainingTask task) => InputHash.Of(
        "training 1", _dataset.Key, _plan.Folds[task.Fold].ToString(), $"{_config.Split.Embargo}", $"{_config.Model.StandardiseLabels}", $"{_config.Model.Backend}",
        task.Configuration.Name, task.Configuration.Canonical, $"{task.Seed}");

    private double Units(TrainingTask task)
    {
        // By sessions, not rows, so that no fold need be loaded to plan.
        var split = _plan.Folds[task.Fold];
        var rows = (double)split.TrainSessionCount * _dataset.Rows.RowCount / (_dataset.Rows.RowSessions[^1] - _dataset.Rows.RowSessions[0] + 1);
        return WorkEstimate.Units(task.Configuration, _dataset.Rows.FeatureCount, (int)rows);
    }

    /// <summary>Adds up what is done, from all threads.</summary>
    private sealed class ProgressBoard(
        IReadOnlyList<TrainingTask> tasks, double[] units, int threads, WorkEstimate estimate, IProgress<TrainingProgress>? progress)
    {
        private readonly Lock _lock = new();
        private readonly int[] _done = new int[tasks.Count];

        public void Found(int index, int epochs)
        {
            lock (_lock)
                _done[index] += epochs;
        }

        public void Trained(int index, int epoch, double[] days)
        {
            lock (_lock)
            {
                _done[index]++;
                if (progress == null)
                    return;
                double all = 0, left = 0;
                int done = 0, total = 0;
                for (var i = 0; i < _done.Length; i++)
                {
                    var seconds = estimate.Seconds(tasks[i].Configuration, units[i]);
                    all += seconds * tasks[i].Epochs;
                    left += seconds * (tasks[i].Epochs - _done[i]);
                    done += _done[i];
                    total += tasks[i].Epochs;
                }
                var mean = days.Where(d => !double.IsNaN(d)).DefaultIfEmpty(double.NaN).Average();
                progress.Report(new TrainingProgress(done, total, 1 - left / all, TimeSpan.FromSeconds(left / threads), tasks[index], epoch, mean));
            }
        }
    }
}
