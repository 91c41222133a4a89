using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Samples;

namespace LeanDeep.Tests.Training.Samples;

[Collection(TorchCollection.Name)]
public sealed class TwoCirclesTests
{
    [Theory]
    [InlineData(TrainingBackend.Fused, 1)]
    [InlineData(TrainingBackend.Fused, 2)]
    [InlineData(TrainingBackend.Fused, 3)]
    [InlineData(TrainingBackend.Torch, 1)]
    public void Run_SeventeenParameters_TellsUnseenPointsApart(TrainingBackend backend, long seed)
    {
        var result = TwoCircles.Run(backend, seed);

        Assert.Equal(17, result.Network.Count);
        Assert.InRange(result.GradientError, 0, 5e-7);
        Assert.True(result.Accuracy > 0.99, $"accuracy {result.Accuracy}, loss {result.Loss}");
    }

    [Fact]
    public void Run_BothBackends_EndWithTheSameParameters()
    {
        var points = TwoCircles.Points(2000, seed: 1);
        using var fused = TwoCircles.Create(TrainingBackend.Fused, points, 2000, TwoCircles.Trainer, seed: 1);
        using var torch = TwoCircles.Create(TrainingBackend.Torch, points, 2000, TwoCircles.Trainer, seed: 1);
        for (var epoch = 1; epoch <= TwoCircles.Trainer.Epochs; epoch++)
        {
            Assert.Equal(torch.RunEpoch(default), fused.RunEpoch(default), 1e-5);
            var largest = torch.Parameters.Flatten().Zip(fused.Parameters.Flatten(), (a, b) => Math.Abs(a - b)).Max();
            Assert.True(largest <= 1e-4, $"epoch {epoch}: {largest}"); // of weights up to 14
        }
    }
}
