using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Feedforward;

/// <summary>What a training run is doing.</summary>
public enum FeedforwardStage
{
    Features,
    Dataset,
    Folds,
    Final,
    Export,
}

/// <summary>A step forward; may be reported from several threads at once.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="Fraction">Of the stage, from 0 to 1.</param>
/// <param name="Fold">Fold of the epoch, 0 the newest; null outside <see cref="FeedforwardStage.Folds"/>.</param>
/// <param name="Epoch">The epoch just done; null where there is none.</param>
public sealed record FeedforwardProgress(FeedforwardStage Stage, double Fraction, int? Fold = null, EpochRecord? Epoch = null);
