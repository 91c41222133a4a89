using System.ComponentModel;
using System.Text.Json.Serialization;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

/// <summary>Everything that decides what an experiment finds: one JSON file, read by <see cref="ExperimentConfigFile"/>.</summary>
public sealed record ExperimentConfig
{
    [JsonPropertyName("$schema")]
    [Description("Where an editor finds the schema of this file; of no consequence to the run.")]
    public string? Schema { get; init; }

    [Description("Name of the experiment and of its bundles: letters, digits, '-' and '_'.")]
    public required string Name { get; init; }

    public required DataConfig Data { get; init; }

    [Description("The inputs of the models.")]
    public FeatureChoice Features { get; init; } = FeatureChoice.Chapter17;

    [Description("Bars of its own name that a label reaches ahead, at least 1.")]
    public int Horizon { get; init; } = 1;

    public required ModelGrid Model { get; init; }

    public required SplitConfig Split { get; init; }

    [Description("Of every random draw of the grid.")]
    public long Seed { get; init; } = 1;

    [Description("The chosen models are trained again with each of these, so that the figures' dispersion is known.")]
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    [Description("How many of the best pairs of configuration and epoch are averaged, at least 1.")]
    public int Ensemble { get; init; } = 3;

    [Description("Folder of the trainings, tables and reports.")]
    public required string Output { get; init; }
}

/// <summary>Which inputs.</summary>
public enum FeatureChoice
{
    Chapter17,
}

/// <summary>Which bars.</summary>
public sealed record DataConfig
{
    [Description("LEAN data folder.")]
    public required string Folder { get; init; }

    [Description("How the folder's names were chosen, in words; goes into manifests.")]
    public string Universe { get; init; } = "all names of the data folder";

    [Description("First session to learn from; earlier bars only warm the features up. Default: the folder's first.")]
    public DateOnly? From { get; init; }

    [Description("Last date that anything may see, labels included. Default: the folder's last.")]
    public DateOnly? Through { get; init; }
}

/// <summary>The configurations: every combination of the lists.</summary>
public sealed record ModelGrid
{
    [Description("Units of the hidden layers of each architecture.")]
    public required IReadOnlyList<IReadOnlyList<int>> HiddenLayers { get; init; }

    [Description("Shares of units dropped, each in [0, 1).")]
    public IReadOnlyList<double> Dropout { get; init; } = [0.1];

    public IReadOnlyList<int> BatchSize { get; init; } = [256];

    public IReadOnlyList<Activation> Activation { get; init; } = [Networks.Activation.Tanh];

    public IReadOnlyList<Optimiser> Optimiser { get; init; } = [Loop.Optimiser.Adam];

    public IReadOnlyList<double> LearningRate { get; init; } = [1e-3];

    [Description("λ of the penalty on squared weights.")]
    public IReadOnlyList<double> L2 { get; init; } = [0];

    [Description("Passes over the training rows; each is a candidate of its own.")]
    public int Epochs { get; init; } = 20;

    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    public DropoutPlacement DropoutPlacement { get; init; } = DropoutPlacement.AfterLastHidden;

    [Description("Learn labels of mean 0 and variance 1; false trains on returns themselves, as the book does.")]
    public bool StandardiseLabels { get; init; } = true;

    public TrainingBackend Backend { get; init; } = TrainingBackend.Fused;
}

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
