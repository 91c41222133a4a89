using LeanDeep.Training.Batched;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Fused;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Fused;

/// <summary>The fused trainer against libtorch: the same weights, order and masks give the same parameters after a thousand steps.</summary>
[Collection(TorchCollection.Name)]
public sealed class AgreementTests
{
    private static readonly DenseNetworkOptions Network = new() { HiddenLayers = [16, 8], DropoutPlacement = DropoutPlacement.AfterEachHidden };
    private static readonly TrainerOptions Trainer = new() { BatchSize = 20, Epochs = 20 };

    public static TheoryData<string, DenseNetworkOptions, TrainerOptions> Cases()
    {
        var cases = new TheoryData<string, DenseNetworkOptions, TrainerOptions>();
        foreach (var activation in Enum.GetValues<Activation>())
            cases.Add($"{activation}", Network with { Activation = activation, MaxoutPieces = 3 }, Trainer);
        foreach (var optimiser in Enum.GetValues<Optimiser>())
            cases.Add($"{optimiser}", Network, Trainer with { Optimiser = optimiser, LearningRate = optimiser < Optimiser.RmsProp ? 0.01 : 0.001 });
        foreach (var schedule in Enum.GetValues<LearningRateSchedule>())
            cases.Add($"{schedule}", Network, Trainer with { Schedule = schedule, FinalLearningRate = 1e-4, DecayPower = 2 });
        cases.Add("Huber", Network, Trainer with { Loss = TrainingLoss.Huber, HuberDelta = 0.5 });
        cases.Add("binary cross-entropy", Network, Trainer with { Loss = TrainingLoss.CrossEntropy });
        cases.Add("softmax cross-entropy", Network with { Outputs = 3 }, Trainer with { Loss = TrainingLoss.CrossEntropy });
        cases.Add("penalties", Network with { L1 = 1e-3, L2 = 1e-2 }, Trainer);
        cases.Add("clipping", Network, Trainer with { Optimiser = Optimiser.Momentum, LearningRate = 0.01, ClipNorm = 0.3, ClipValue = 0.1 });
        cases.Add("odd widths, odd batch", Network with { HiddenLayers = [33, 5, 19] }, Trainer with { BatchSize = 77, Epochs = 77 });
        cases.Add("no hidden layer", Network with { HiddenLayers = [] }, Trainer);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RunEpoch_AThousandSteps_AgreesWithTorch(string name, DenseNetworkOptions network, TrainerOptions trainer)
    {
        Assert.NotEmpty(name);
        var dataset = Dataset(trainer.Loss, network.Outputs);
        var model = Model(dataset, trainer.Loss);
        using var fused = new FusedDenseTraining(dataset, model, network, trainer, LaneWidths.Widest);
        using var torch = new TorchDenseTraining(dataset, model, network, trainer);

        for (var epoch = 0; epoch < trainer.Epochs; epoch++)
        {
            var loss = torch.RunEpoch(default);
            Assert.Equal(loss, fused.RunEpoch(default), 2e-5 * loss);
        }

        var (expected, actual) = (torch.Parameters.Flatten(), fused.Parameters.Flatten());
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
        var (theirs, ours) = (new float[100 * network.Outputs], new float[100 * network.Outputs]);
        torch.Predict(7..107, theirs);
        fused.Predict(7..107, ours);
        for (var i = 0; i < theirs.Length; i++)
            Assert.Equal(theirs[i], ours[i], 1e-4);
    }

    /// <summary>1,000 rows of 11 features, of which 1,000 steps take 20 epochs of batches of 20.</summary>
    internal static SupervisedDataset Dataset(TrainingLoss loss, int outputs) => Rows.Of(
        seed: 5, sessions: 100, names: 10, features: 11,
        x => loss != TrainingLoss.CrossEntropy ? 0.3 * x[0] * x[1] + 0.2 * x[2]
            : outputs == 1 ? (x[0] + x[1] * x[2] > 0 ? 1 : 0)
            : Math.Clamp(Math.Round(1 + x[0] * x[1]), 0, outputs - 1),
        loss == TrainingLoss.CrossEntropy ? 0 : 0.1);

    internal static DenseModel Model(SupervisedDataset dataset, TrainingLoss loss)
    {
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount)];
        return new DenseModel(rows, InputScaling.Of(dataset, rows), loss == TrainingLoss.CrossEntropy ? LabelScaling.None : LabelScaling.Of(dataset, rows), Seed: 7);
    }
}
