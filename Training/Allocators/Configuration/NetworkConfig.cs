using System.ComponentModel;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>What poses the problem that the solver answers within the constraint set.</summary>
public enum NetworkKind
{
    KeynesLstm,
    KeynesConv,
    Rnn,
    Lstm,
    Gru,
    Conv,
    Bachelier,
    Factors,
    Thorp,
}

/// <summary>The network and its sizes.</summary>
public sealed record NetworkConfig
{
    [Description("Bachelier estimates the covariance of the window, factors learns it, thorp learns one problem whatever the window; the others give expected returns, with learned risk aversion and ridge.")]
    public required NetworkKind Kind { get; init; }

    [Description("Units, at least 1; even for bachelier, a multiple of groups for the Keynes networks.")]
    public int Hidden { get; init; } = 16;

    [Description("Recurrent layers on top of each other of rnn, lstm and gru, at least 1.")]
    public int Layers { get; init; } = 1;

    [Description("Factors of the covariance that factors learns, at least 1.")]
    public int Factors { get; init; } = 3;

    [Description("Steps that conv sees, from 1 to the lookback.")]
    public int Kernel { get; init; } = 5;

    [Description("Groups of channels that the Keynes networks normalise together, at least 1.")]
    public int Groups { get; init; } = 4;

    [Description("Share of units that bachelier drops while training, in [0, 1).")]
    public double Dropout { get; init; } = 0.5;

    [Description("Risk aversion at first, positive; bachelier, factors and thorp begin at 1.")]
    public double RiskAversion { get; init; } = 1;

    [Description("Ridge at first, positive; bachelier and thorp begin at 1, factors has none.")]
    public double Ridge { get; init; } = 0.1;
}

/// <summary>What is made small, over the horizon of each decision.</summary>
public enum LossKind
{
    SharpeRatio,
    SortinoRatio,
    MeanReturn,
    CumulativeReturn,
    StandardDeviation,
    MaximumDrawdown,
}

/// <summary>The loss.</summary>
public sealed record LossConfig
{
    public LossKind Kind { get; init; } = LossKind.SharpeRatio;

    [Description("λ of the penalty λ Σw² on concentration, 0 or more.")]
    public double SquaredWeights { get; init; }
}

/// <summary>The pace of training, by Adam.</summary>
public sealed record TrainingConfig
{
    [Description("Passes over the training samples at most, at least 1.")]
    public int Epochs { get; init; } = 30;

    [Description("Epochs without a smaller loss on the stopping samples that are borne, at least 1; the best epoch is restored.")]
    public int Patience { get; init; } = 5;

    [Description("Samples of a step, at least 1.")]
    public int BatchSize { get; init; } = 64;

    [Description("Of Adam, positive.")]
    public double LearningRate { get; init; } = 1e-2;

    [Description("λ of the penalty λ Σ|w| on the network's weights, 0 or more.")]
    public double L1 { get; init; }

    [Description("λ of the penalty λ Σw² on the network's weights, 0 or more.")]
    public double L2 { get; init; }

    [Description("Gradients of a greater norm are scaled down to it; positive, none where absent.")]
    public double? ClipNorm { get; init; }
}
