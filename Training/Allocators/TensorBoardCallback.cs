using LeanDeep.Training.Loop;
using LeanDeep.Training.Reports.TensorBoard;

namespace LeanDeep.Training.Allocators;

/// <summary>Writes each epoch's losses where TensorBoard draws them.</summary>
/// <param name="events">The caller's to dispose.</param>
/// <param name="time">Clock of the records; null for the system's.</param>
public sealed class TensorBoardCallback(EventFile events, TimeProvider? time = null) : TrainingCallback
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        events.Scalar("loss/training", epoch.Epoch, epoch.Loss, _time.GetUtcNow());
        if (epoch.Validation is { } validation)
            events.Scalar("loss/validation", epoch.Epoch, validation.Loss, _time.GetUtcNow());
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run) => events.Flush();
}
