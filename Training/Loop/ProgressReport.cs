namespace LeanDeep.Training.Loop;

/// <summary>Passes every epoch on.</summary>
public sealed class ProgressReport(IProgress<EpochRecord> progress) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => progress.Report(epoch);
}
