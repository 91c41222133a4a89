using System.ComponentModel;

namespace LeanDeep.Training.Experiments;

/// <summary>How sessions become folds.</summary>
public sealed record SplitConfig
{
    [Description("Walk-forward folds, the newest first, at least 2.")]
    public int Folds { get; init; } = 12;

    [Description("Training sessions of a fold, before the horizon's are added.")]
    public required int TrainLength { get; init; }

    [Description("Test sessions of a fold.")]
    public int TestLength { get; init; } = 63;

    [Description("Sessions by which training labels end before a test block begins.")]
    public int Embargo { get; init; }

    [Description("The newest test sessions, which no choice may see; whole folds.")]
    public int HoldoutSessions { get; init; } = 252;
}
