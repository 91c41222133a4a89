using System.ComponentModel;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

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
