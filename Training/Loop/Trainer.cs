namespace LeanDeep.Training.Loop;

/// <summary>Runs a training epoch after epoch. It knows nothing of what is trained; what happens between epochs is up to callbacks.</summary>
/// <param name="time">Clock for the times reported; null for the system's.</param>
public sealed class Trainer(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <param name="training">What to train.</param>
    /// <param name="epochs">Epochs to run, at least 1.</param>
    /// <param name="validate">Called after each epoch with a finite loss; null for none.</param>
    /// <param name="callbacks">In the order in which they run; null for none.</param>
    /// <param name="done">The epochs that the training, restored, has behind it: the run goes on after them; null for none.</param>
    /// <param name="cancellation">Ends the run between two steps.</param>
    /// <exception cref="ArgumentException">Fewer than one epoch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Fit(
        ITraining training, int epochs, Func<ValidationScore>? validate = null, IReadOnlyList<TrainingCallback>? callbacks = null,
        IReadOnlyList<EpochRecord>? done = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (epochs < 1)
            throw new ArgumentException($"expected at least 1, found {epochs}", nameof(epochs));
        callbacks ??= [];
        done ??= [];
        var (start, before) = (_time.GetTimestamp(), done.Count == 0 ? TimeSpan.Zero : done[^1].Elapsed);
        var run = new TrainingRun(training);
        foreach (var epoch in done)
            run.Add(epoch);

        foreach (var callback in callbacks)
            callback.OnStart(run);
        var status = run.StopRequested ? TrainingStatus.Stopped : TrainingStatus.Completed;
        for (var number = done.Count + 1; number <= epochs && status == TrainingStatus.Completed; number++)
        {
            var loss = training.RunEpoch(cancellation);
            var score = double.IsFinite(loss) ? validate?.Invoke() : null;
            var elapsed = before + _time.GetElapsedTime(start);
            var epoch = new EpochRecord(number, loss, score, elapsed, elapsed / number * (epochs - number));
            run.Add(epoch);
            foreach (var callback in callbacks)
                callback.OnEpochEnd(run, epoch);
            if (!double.IsFinite(loss) || score is { } s && !double.IsFinite(s.Loss))
                status = TrainingStatus.Diverged;
            else if (run.StopRequested)
                status = TrainingStatus.Stopped;
        }
        foreach (var callback in callbacks)
            callback.OnEnd(run);
        return new TrainingResult(status, run.History, before + _time.GetElapsedTime(start));
    }
}
