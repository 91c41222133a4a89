using System.ComponentModel;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Experiments;

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

    [Description("What computes the steps.")]
    public TrainingBackend Backend { get; init; } = TrainingBackend.Fused;

    [Description("Where the torch backend computes: cuda needs a device and a libtorch for it.")]
    public TrainingDevice Device { get; init; } = TrainingDevice.Cpu;

    [Description("Networks that the torch backend trains at once at most, at least 1; fewer where their values would take more than half a gibibyte.")]
    public int SideBySide { get; init; } = 64;

    /// <summary>What decides the last bits of a result, as text.</summary>
    internal string Computer => Device == TrainingDevice.Cpu ? $"{Backend}" : $"{Backend} {Device}";
}
