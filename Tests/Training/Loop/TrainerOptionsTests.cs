using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Training.Loop;

public sealed class TrainerOptionsTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0.1, 0.1, 0.1)]
    [InlineData(LearningRateSchedule.Exponential, 0.1, 0.1 * 0.59049, 0.1 * 0.3486784401)]
    [InlineData(LearningRateSchedule.Polynomial, 0.1, 0.02 + 0.08 * 0.25, 0.02)]
    [InlineData(LearningRateSchedule.Cosine, 0.1, 0.06, 0.02)]
    public void LearningRateOf_FirstMiddleLastEpoch_IsTheSchedules(LearningRateSchedule schedule, double first, double middle, double last)
    {
        var options = new TrainerOptions { Epochs = 10, LearningRate = 0.1, Schedule = schedule, DecayRate = 0.9, DecayPower = 2, FinalLearningRate = 0.02 };

        Assert.Equal(first, options.LearningRateOf(0), 1e-12);
        Assert.Equal(middle, options.LearningRateOf(5), 1e-12);
        Assert.Equal(last, options.LearningRateOf(10), 1e-12);
    }

    public static TheoryData<string, TrainerOptions> BadOptions() => new()
    {
        { "Epochs", new TrainerOptions { Epochs = 0 } },
        { "BatchSize", new TrainerOptions { BatchSize = 0 } },
        { "Loss", new TrainerOptions { Loss = (TrainingLoss)9 } },
        { "HuberDelta", new TrainerOptions { HuberDelta = 0 } },
        { "Optimiser", new TrainerOptions { Optimiser = (Optimiser)9 } },
        { "LearningRate", new TrainerOptions { LearningRate = double.NaN } },
        { "Schedule", new TrainerOptions { Schedule = (LearningRateSchedule)9 } },
        { "DecayRate", new TrainerOptions { DecayRate = 0 } },
        { "DecayPower", new TrainerOptions { DecayPower = 0 } },
        { "FinalLearningRate", new TrainerOptions { FinalLearningRate = -1 } },
        { "Momentum", new TrainerOptions { Momentum = 1 } },
        { "Smoothing", new TrainerOptions { Smoothing = 1 } },
        { "Beta1", new TrainerOptions { Beta1 = 1 } },
        { "Beta2", new TrainerOptions { Beta2 = -0.1 } },
        { "Epsilon", new TrainerOptions { Epsilon = 0 } },
        { "WeightDecay", new TrainerOptions { WeightDecay = double.PositiveInfinity } },
        { "ClipNorm", new TrainerOptions { ClipNorm = 0 } },
        { "ClipValue", new TrainerOptions { ClipValue = -1 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Validate_ValueOutOfRange_IsRefused(string name, TrainerOptions options) =>
        Assert.StartsWith(name, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
}
