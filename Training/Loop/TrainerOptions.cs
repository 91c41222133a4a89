namespace LeanDeep.Training.Loop;

/// <summary>What to make small, how, how long and how fast.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training rows, at least 1; also E of <see cref="Schedule"/>. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows of a step, at least 1. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Default <see cref="TrainingLoss.MeanSquaredError"/>.</summary>
    public TrainingLoss Loss { get; init; } = TrainingLoss.MeanSquaredError;

    /// <summary>δ of <see cref="TrainingLoss.Huber"/>, positive. Default 1.</summary>
    public double HuberDelta { get; init; } = 1;

    /// <summary>Default <see cref="Optimiser.Adam"/>.</summary>
    public Optimiser Optimiser { get; init; } = Optimiser.Adam;

    /// <summary>η₀, positive. Default 0.001.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Default <see cref="LearningRateSchedule.Constant"/>.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>γ of the exponential schedule, in (0, 1]. Default 0.95.</summary>
    public double DecayRate { get; init; } = 0.95;

    /// <summary>p of the polynomial schedule, positive. Default 1.</summary>
    public double DecayPower { get; init; } = 1;

    /// <summary>η₁ of the polynomial and the cosine schedule, 0 or more. Default 0.</summary>
    public double FinalLearningRate { get; init; }

    /// <summary>μ of momentum and Nesterov, in [0, 1). Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>α of RMSProp, in [0, 1). Default 0.99.</summary>
    public double Smoothing { get; init; } = 0.99;

    /// <summary>β₁ of Adam, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂ of Adam, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε in the denominators, positive. Default 1e-7, as Keras has it.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>λ of AdamW, 0 or more. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gradients whose norm over all parameters, penalties included, exceeds this are scaled down to it; positive, null for none. Default null.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Each element of the gradient is cut to ± this, before its norm is taken; positive, null for none. Default null.</summary>
    public double? ClipValue { get; init; }

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Require(Enum.IsDefined(Loss), nameof(Loss), "a known loss", (int)Loss);
        RequirePositive(HuberDelta, nameof(HuberDelta));
        Require(Enum.IsDefined(Optimiser), nameof(Optimiser), "a known optimiser", (int)Optimiser);
        RequirePositive(LearningRate, nameof(LearningRate));
        Require(Enum.IsDefined(Schedule), nameof(Schedule), "a known schedule", (int)Schedule);
        Require(DecayRate > 0 && DecayRate <= 1, nameof(DecayRate), "within (0, 1]", DecayRate);
        RequirePositive(DecayPower, nameof(DecayPower));
        Require(FinalLearningRate >= 0 && double.IsFinite(FinalLearningRate), nameof(FinalLearningRate), "0 or more", FinalLearningRate);
        Require(Momentum >= 0 && Momentum < 1, nameof(Momentum), "within [0, 1)", Momentum);
        Require(Smoothing >= 0 && Smoothing < 1, nameof(Smoothing), "within [0, 1)", Smoothing);
        Require(Beta1 >= 0 && Beta1 < 1, nameof(Beta1), "within [0, 1)", Beta1);
        Require(Beta2 >= 0 && Beta2 < 1, nameof(Beta2), "within [0, 1)", Beta2);
        RequirePositive(Epsilon, nameof(Epsilon));
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), "0 or more", WeightDecay);
        RequirePositive(ClipNorm ?? 1, nameof(ClipNorm));
        RequirePositive(ClipValue ?? 1, nameof(ClipValue));
    }

    /// <summary>η of an epoch, from 0.</summary>
    internal double LearningRateOf(int epoch)
    {
        var done = Math.Min(1, (double)epoch / Epochs);
        return Schedule switch
        {
            LearningRateSchedule.Exponential => LearningRate * Math.Pow(DecayRate, epoch),
            LearningRateSchedule.Polynomial => FinalLearningRate + (LearningRate - FinalLearningRate) * Math.Pow(1 - done, DecayPower),
            LearningRateSchedule.Cosine => FinalLearningRate + (LearningRate - FinalLearningRate) * (1 + Math.Cos(Math.PI * done)) / 2,
            _ => LearningRate,
        };
    }

    /// <summary>Running values that the optimiser keeps for each parameter.</summary>
    internal int Moments => Optimiser switch
    {
        Optimiser.Sgd => 0,
        Optimiser.Adam or Optimiser.AdamW => 2,
        _ => 1,
    };

    private static void RequirePositive(double value, string name) => Require(value > 0 && double.IsFinite(value), name, "a positive number", value);

    private static void Require(bool condition, string name, string expected, double found)
    {
        if (!condition)
            throw new ArgumentException($"{name}: expected {expected}, found {found}");
    }
}
