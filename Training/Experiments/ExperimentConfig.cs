using System.ComponentModel;
using System.Text.Json.Serialization;

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

    [Description("Retraining on a schedule, by leandeep walk-forward; none where absent.")]
    public WalkForwardConfig? WalkForward { get; init; }

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
