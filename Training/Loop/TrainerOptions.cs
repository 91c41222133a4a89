namespace LeanDeep.Training.Loop;

/// <summary>How long and how fast to train. The optimiser is Adam. Source: Kingma and Ba (2015).</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training rows, at least 1. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows of a step, at least 1. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Positive. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the first moment, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε in the denominator, positive. Default 1e-7, as Keras has it.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), "a positive number", LearningRate);
        Require(Beta1 >= 0 && Beta1 < 1, nameof(Beta1), "within [0, 1)", Beta1);
        Require(Beta2 >= 0 && Beta2 < 1, nameof(Beta2), "within [0, 1)", Beta2);
        Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), "a positive number", Epsilon);
    }

    private static void Require(bool condition, string name, string expected, double found)
    {
        if (!condition)
            throw new ArgumentException($"{name}: expected {expected}, found {found}");
    }
}
