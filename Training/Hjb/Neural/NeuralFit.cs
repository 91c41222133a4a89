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
    /// <remarks>Of several workers the first writes the checkpoint and all read it; it does not depend on how many there are.</remarks>
    public static void Run(NeuralTraining training, string? checkpoint, Action<NeuralProgress> progress, CancellationToken cancellation = default) =>
        RunTo(int.MaxValue, training, checkpoint, progress, cancellation);

    /// <summary>As <see cref="Run"/>, but ends after so many steps in all; a later call goes on.</summary>
    public static void RunTo(int steps, NeuralTraining training, string? checkpoint, Action<NeuralProgress> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(progress);
        if (checkpoint is not null && File.Exists(checkpoint)) NeuralCheckpoint.Restore(training, checkpoint);
        training.Workers?.RequireSame("state of the fit", training.Network.Parameters);
        while (training.Steps < steps && training.Step() is { } now)
        {
            progress(now);
            if (now.Step % StepsBetween != 0 && !cancellation.IsCancellationRequested) continue;
            training.Workers?.RequireSame("parameters", training.Network.Parameters);
            Save();
            cancellation.ThrowIfCancellationRequested();
        }
        // A fit that diverged leaves the last good checkpoint.
        if (training.Status != NeuralStatus.Diverged) Save();

        void Save()
        {
            if (checkpoint is not null && training.Workers?.IsFirst != false) NeuralCheckpoint.Save(training, checkpoint);
        }
    }
}
