namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Runs a fit to its end with a checkpoint beside it.</summary>
public static class NeuralFit
{
    private const int StepsBetween = 25;

    /// <param name="training">New; goes on from the checkpoint where there is one.</param>
    /// <param name="checkpoint">File; null for none.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Looked at after every step; then the checkpoint is written.</param>
    /// <exception cref="InvalidDataException">The checkpoint is of something else.</exception>
    public static void Run(NeuralTraining training, string? checkpoint, Action<NeuralProgress> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(progress);
        if (checkpoint is not null && File.Exists(checkpoint)) NeuralCheckpoint.Restore(training, checkpoint);
        while (training.Step() is { } now)
        {
            progress(now);
            if (checkpoint is null || (now.Step % StepsBetween != 0 && !cancellation.IsCancellationRequested)) continue;
            NeuralCheckpoint.Save(training, checkpoint);
            cancellation.ThrowIfCancellationRequested();
        }
        // A fit that diverged leaves the last good checkpoint.
        if (checkpoint is not null && training.Status != NeuralStatus.Diverged) NeuralCheckpoint.Save(training, checkpoint);
    }
}
