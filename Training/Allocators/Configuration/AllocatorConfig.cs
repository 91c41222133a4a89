using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeanDeep.Training.Data.Windows;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>Everything that decides what an allocator's training and test find: one JSON file, read by <see cref="AllocatorConfigFile"/>.</summary>
public sealed record AllocatorConfig
{
    [JsonPropertyName("$schema")]
    [Description("Where an editor finds the schema of this file; of no consequence to the run.")]
    public string? Schema { get; init; }

    [Description("Name of the run; its bundles are name-seed: letters, digits, '-' and '_'.")]
    public required string Name { get; init; }

    public required AssetsConfig Data { get; init; }

    public required DatesConfig Dates { get; init; }

    public required WindowConfig Window { get; init; }

    public required NetworkConfig Network { get; init; }

    public LossConfig Loss { get; init; } = new();

    [Description("One-way cost per unit traded, within [0, 1): taken out of the returns that the loss sees and out of those of the test; 0.0005 is 5 bp.")]
    public double CostRate { get; init; }

    [Description("What the portfolio may hold: a constraint set; its volatility is of a session's return, by the covariance of the lookback, and none for factors and thorp. Its costs are charged to the networks' objective.")]
    public required JsonElement Constraints { get; init; }

    public TrainingConfig Training { get; init; } = new();

    [Description("Trade the bundles and the benchmarks in LEAN's engine over the test's sessions, with LEAN's fees; absent for no.")]
    public EngineConfig? Engine { get; init; }

    [Description("Retraining on a schedule, by leandeep walk-forward; none where absent. Dates are then those of the first roll.")]
    public AllocatorWalkConfig? WalkForward { get; init; }

    [Description("One training each; of every random draw.")]
    public required IReadOnlyList<long> Seeds { get; init; }
}

/// <summary>What is allocated to: one of names, largest and portfolios.</summary>
public sealed record AssetsConfig
{
    [Description("LEAN data folder.")]
    public required string Folder { get; init; }

    [Description("How the assets were chosen, in words; goes into manifests. Default: said by the choice itself.")]
    public string? Universe { get; init; }

    [Description("Tickers.")]
    public IReadOnlyList<string>? Names { get; init; }

    [Description("The so many names that traded the most dollars in the sessions of training, at least 2.")]
    public int? Largest { get; init; }

    public PortfoliosConfig? Portfolios { get; init; }

    [Description("Columns of the bars whose returns the network reads, close the first; of portfolios close alone.")]
    public IReadOnlyList<PanelField> Fields { get; init; } = [PanelField.Close];
}

/// <summary>Portfolios of sectors as assets: equal weights of each sector's names, restored daily.</summary>
public sealed record PortfoliosConfig
{
    [Description("Sectors of the data folder's metadata.json.")]
    public required IReadOnlyList<string> Sectors { get; init; }

    [Description("Names of each portfolio: those that traded the most dollars in the sessions of training, at least 1.")]
    public required int Size { get; init; }
}

/// <summary>Which sessions teach, stop and test.</summary>
public sealed record DatesConfig
{
    [Description("First session that any window may read. Default: the folder's first.")]
    public DateOnly? From { get; init; }

    [Description("Last session that a training outcome may see.")]
    public required DateOnly TrainThrough { get; init; }

    [Description("Decisions after trainThrough, with outcomes up to here, stop the training.")]
    public required DateOnly StopThrough { get; init; }

    [Description("Decisions after stopThrough are tested up to here. Default: the folder's last session.")]
    public DateOnly? TestThrough { get; init; }
}

/// <summary>How often the engine decides anew, at the end of each period's first session.</summary>
public enum EnginePeriod
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>Runs in LEAN's engine: decided after the close, traded at the next open.</summary>
public sealed record EngineConfig
{
    public EnginePeriod Period { get; init; } = EnginePeriod.Weekly;

    [Description("Dollars at the start, positive.")]
    public decimal Cash { get; init; } = 1_000_000;

    [Description("How much worse than its price a fill is, hundredths of a percent, from 0 to less than 10000.")]
    public decimal SlippageBps { get; init; }
}

/// <summary>What a decision reads, by what it is judged, and how often it is made.</summary>
public sealed record WindowConfig
{
    [Description("Returns that a decision reads, its own session's the last, at least 2.")]
    public required int Lookback { get; init; }

    [Description("Sessions between a decision and its trade; 0 with costs or a limit on turnover.")]
    public int Gap { get; init; }

    [Description("Returns that judge a decision in training, at least 2.")]
    public required int Horizon { get; init; }

    [Description("Sessions from one decision of the test to the next, from 1 to the horizon.")]
    public int Rebalance { get; init; } = 5;
}
