namespace LeanDeep.Training.Loop;

/// <summary>How a training run ended.</summary>
public enum TrainingStatus
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>A callback asked to stop.</summary>
    Stopped,

    /// <summary>A loss was NaN or infinite; the weights are of no use unless a callback restored better ones.</summary>
    Diverged,
}

/// <summary>What a validation set says about a network.</summary>
/// <param name="Loss">Mean loss, smaller is better.</param>
/// <param name="Score">For return predictors the mean daily rank correlation; larger is better, NaN where there is none.</param>
public sealed record ValidationScore(double Loss, double Score);

/// <summary>One epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean over the epoch's rows, each taken as the weights were when its batch was drawn; penalties included.</param>
/// <param name="Validation">Null without a validation set.</param>
/// <param name="Elapsed">Since the run began.</param>
/// <param name="Remaining">Estimate: what the epochs left take at the mean pace so far.</param>
public sealed record EpochRecord(int Epoch, double Loss, ValidationScore? Validation, TimeSpan Elapsed, TimeSpan Remaining);

/// <summary>A finished run.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="History">Every epoch that was run.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record TrainingResult(TrainingStatus Status, IReadOnlyList<EpochRecord> History, TimeSpan Elapsed);
