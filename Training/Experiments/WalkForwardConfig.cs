using System.ComponentModel;

namespace LeanDeep.Training.Experiments;

/// <summary>Retraining on a schedule: at each roll all configurations train on what was known by then, the newest rolls' days choose among them, and what they choose
/// trades until the next roll.</summary>
public sealed record WalkForwardConfig
{
    [Description("First session that is traded.")]
    public required DateOnly From { get; init; }

    [Description("Last session that is traded. Default: the last of the data.")]
    public DateOnly? Through { get; init; }

    public required RetrainConfig Retrain { get; init; }

    [Description("Whether training blocks keep the length split.trainLength or begin with the data.")]
    public TrainingWindow Window { get; init; } = TrainingWindow.Rolling;

    [Description("How many of the rolls before choose at each, at least 1. As many precede the first that trades.")]
    public int SelectionRolls { get; init; } = 6;

    [Description("When a new model is kept aside and the old one trades on.")]
    public PromotionConfig Promotion { get; init; } = new();

    [Description("How often a step may fail before the run does, at least 1.")]
    public int Attempts { get; init; } = 3;
}

/// <summary>Which sessions begin a roll.</summary>
public sealed record RetrainConfig
{
    public required RetrainRule Rule { get; init; }

    [Description("Rule dates: ascending; the first session from each on begins a roll.")]
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];
}

/// <summary>By what rule sessions begin a roll.</summary>
public enum RetrainRule
{
    /// <summary>The first session of each week, which begins on Monday.</summary>
    Weekly,

    /// <summary>The first session of each month.</summary>
    Monthly,

    /// <summary>The first session of each quarter.</summary>
    Quarterly,

    /// <summary>The dates listed.</summary>
    Dates,
}

/// <summary>How long training blocks are.</summary>
public enum TrainingWindow
{
    /// <summary>All the same.</summary>
    Rolling,

    /// <summary>From the first session with rows.</summary>
    Expanding,
}

/// <summary>Limits beyond which a new model is not promoted; what is absent refuses nothing.</summary>
public sealed record PromotionConfig
{
    [Description("Largest population stability index of a feature, the newest block against the rows that the new model learned from. Above 0.25 is commonly called a shift.")]
    public double? MostPsi { get; init; }

    [Description("Mean daily IC of the chosen configurations on the days that chose them.")]
    public double? LeastIc { get; init; }

    [Description("How far that IC may lie below the one with which the model that trades was chosen.")]
    public double? MostDecay { get; init; }

    [Description("Half the sum of absolute changes of weights, fraction of gross, if the new model took over on the newest session.")]
    public double? MostTurnover { get; init; }
}
