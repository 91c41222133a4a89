using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>Everything that decides what <see cref="FeedforwardTraining"/> makes of a panel.</summary>
public sealed record FeedforwardOptions
{
    /// <summary>Name of the bundle: letters, digits, '-' and '_'.</summary>
    public required string Name { get; init; }

    /// <summary>Of every random draw: initial weights, order of rows, dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>Default <see cref="FeatureSet.Chapter17"/>.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.Chapter17;

    /// <summary>Bars of its own name that a label reaches ahead, at least 1. Default 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Walk-forward folds that choose the number of epochs; 0 runs all epochs unseen. Default 4.</summary>
    public int Folds { get; init; } = 4;

    /// <summary>Sessions of a fold's training block, before the horizon's are added. Default 1008, four years.</summary>
    public int TrainLength { get; init; } = 4 * 252;

    /// <summary>Sessions of a fold's test block. Default 63, a quarter.</summary>
    public int TestLength { get; init; } = 63;

    /// <summary>Sessions by which training labels must end before a test block begins. Default 0.</summary>
    public int Embargo { get; init; }

    /// <summary>Learn labels of mean 0 and variance 1 instead of returns of a few per cent, which Adam's steps overshoot; the exported
    /// model predicts returns all the same. Losses are in units of the training labels' variance then. False trains on returns
    /// themselves, as the book does. Default true.</summary>
    public bool StandardiseLabels { get; init; } = true;

    /// <summary>What computes the steps; both give the same model but for rounding. Default <see cref="TrainingBackend.Fused"/>.</summary>
    public TrainingBackend Backend { get; init; } = TrainingBackend.Fused;

    public DenseNetworkOptions Network { get; init; } = new();
    public TrainerOptions Trainer { get; init; } = new();

    /// <summary>First session to learn from; earlier bars only warm the features up. Null for the panel's first.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date that anything here may see, labels included; later bars are cut off before all else. Null for the panel's last.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>Folds to run at a time, one thread each; it does not change the results. Default 1.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>How the panel's names were chosen, in words, for the manifest.</summary>
    public string UniverseRule { get; init; } = "all names of the data folder";

    /// <summary>Commit of the sources, for the manifest; empty where unknown.</summary>
    public string GitCommit { get; init; } = "";

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        if (!ModelBundle.IsName(Name))
            throw new ArgumentException($"{nameof(Name)}: expected letters, digits, '-' and '_', found '{Name}'");
        Require(Horizon, 1, nameof(Horizon));
        Require(Folds, 0, nameof(Folds));
        Require(TrainLength, 1, nameof(TrainLength));
        Require(TestLength, 1, nameof(TestLength));
        Require(Embargo, 0, nameof(Embargo));
        Require(Parallelism, 1, nameof(Parallelism));
        if (From is { } from && Through is { } through && from >= through)
            throw new ArgumentException($"{nameof(Through)}: expected a date after {from:yyyy-MM-dd}, found {through:yyyy-MM-dd}");
        Network.Validate();
        Trainer.Validate();
    }

    private static void Require(int value, int least, string name)
    {
        if (value < least)
            throw new ArgumentException($"{name}: expected at least {least}, found {value}");
    }
}
