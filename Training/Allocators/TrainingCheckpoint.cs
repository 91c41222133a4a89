using LeanDeep.Training.Experiments;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Allocators;

/// <summary>Writes the training's whole state after every epoch with a finite loss; the file is always that of a whole epoch.</summary>
/// <param name="path">File; its folder is made where absent. <see cref="ITraining.Restore"/> reads it.</param>
public sealed class TrainingCheckpoint(string path) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (double.IsFinite(epoch.Loss))
            AtomicFile.Write(path, run.Training.Save);
    }
}
