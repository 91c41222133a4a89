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

    [Description("More candidates, drawn from a space instead of listed; none where absent.")]
    public SearchConfig? Search { get; init; }

    [Description("How predictions become a long-short portfolio.")]
    public StrategyConfig Strategy { get; init; } = new();

    [Description("What the predictions are held to.")]
    public AnalysisConfig Analysis { get; init; } = new();

    [Description("Combinatorial purged cross-validation of the chosen models; none where absent.")]
    public CombinatorialConfig? Combinatorial { get; init; }

    [Description("Export of the ensemble, a bundle for every fold, and its backtests; none where absent.")]
    public BacktestConfig? Backtests { get; init; }

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

/// <summary>How candidates are drawn.</summary>
public enum SearchMethod
{
    /// <summary>All configurations train for all epochs.</summary>
    Random,

    /// <summary>All train for a few epochs, the best share of them for more, and so on.</summary>
    SuccessiveHalving,
}

/// <summary>A search beyond the grid.</summary>
public sealed record SearchConfig
{
    public required SearchMethod Method { get; init; }

    [Description("Configurations drawn, at least 1.")]
    public required int Configurations { get; init; }

    [Description("Successive halving: epochs of the first round, at least 1.")]
    public int SmallestEpochs { get; init; } = 2;

    [Description("Successive halving: each round keeps one in so many and trains so many times as long, at least 2.")]
    public int Factor { get; init; } = 3;

    [Description("Of the draws.")]
    public long Seed { get; init; } = 1;

    public required SearchSpaceConfig Space { get; init; }
}

/// <summary>What a search draws from; what a list leaves out is not drawn.</summary>
public sealed record SearchSpaceConfig
{
    [Description("Units of the hidden layers of each architecture.")]
    public required IReadOnlyList<IReadOnlyList<int>> HiddenLayers { get; init; }

    public IReadOnlyList<int> BatchSize { get; init; } = [256];

    public IReadOnlyList<Activation> Activation { get; init; } = [Networks.Activation.Tanh];

    public IReadOnlyList<Optimiser> Optimiser { get; init; } = [Loop.Optimiser.Adam];

    [Description("Share of units dropped, uniform.")]
    public NumberRange Dropout { get; init; } = new() { Low = 0, High = 0.5 };

    [Description("Uniform in its logarithm.")]
    public NumberRange LearningRate { get; init; } = new() { Low = 1e-4, High = 1e-2 };

    [Description("λ of the penalty on squared weights, uniform in its logarithm; none where absent.")]
    public NumberRange? L2 { get; init; }
}

/// <summary>Numbers from low to high.</summary>
public sealed record NumberRange
{
    public required double Low { get; init; }

    public required double High { get; init; }
}

/// <summary>The long-short rule of backtests, and of the returns that candidates are judged by.</summary>
public sealed record StrategyConfig
{
    [Description("Names a side at most.")]
    public int SideCount { get; init; } = 25;

    [Description("Flat unless each side has more names than this.")]
    public int MinimumSideCount { get; init; } = 10;

    [Description("Sum of absolute weights as a fraction of equity.")]
    public double Gross { get; init; } = 1;
}

/// <summary>Tables and tests.</summary>
public sealed record AnalysisConfig
{
    [Description("Bars ahead over which predictions are judged as a factor, ascending.")]
    public IReadOnlyList<int> Horizons { get; init; } = [1, 5, 21];

    [Description("Quantiles of a day's predictions, from 2 to 100.")]
    public int Quantiles { get; init; } = 5;

    [Description("Ridge of the linear baseline, 0 or more.")]
    public double Ridge { get; init; } = 1e-3;

    [Description("Resamples of the block bootstrap, at least 100.")]
    public int Resamples { get; init; } = 2000;

    [Description("Blocks of days of the probability of overfitting, even, from 2 to 24.")]
    public int Blocks { get; init; } = 16;
}

/// <summary>Cross-validation in which every choice of k of N groups of days is the test set once.</summary>
public sealed record CombinatorialConfig
{
    [Description("N, from 2 to 30.")]
    public int Groups { get; init; } = 8;

    [Description("k, from 1 to N − 1.")]
    public int TestGroups { get; init; } = 2;

    [Description("Share of the sessions after each test block from which nothing is learned.")]
    public double Embargo { get; init; } = 0.01;
}

/// <summary>Backtests of the ensemble on the days that chose it and on the holdout, with LEAN's fees and without.</summary>
public sealed record BacktestConfig
{
    [Description("Dollars at the start of each.")]
    public decimal Cash { get; init; } = 1_000_000;

    [Description("The holdout again with fills so much worse than the open, one way, in basis points.")]
    public IReadOnlyList<decimal> Slippage { get; init; } = [5, 10, 20];
}
