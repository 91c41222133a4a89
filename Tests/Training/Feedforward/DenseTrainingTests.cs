using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Feedforward;

/// <summary>What holds for every backend.</summary>
public abstract class DenseTrainingContract(TrainingBackend backend)
{
    private static readonly DenseNetworkOptions Shape = new() { HiddenLayers = [12, 7], Dropout = 0.2, DropoutPlacement = DropoutPlacement.AfterEachHidden };

    private static SupervisedDataset Dataset(int features = 5) =>
        LeanDeep.Tests.Training.Rows.Of(seed: 1, sessions: 40, names: 10, features, x => 0.5 * x[0] - 0.25 * x[1] + 0.1, noise: 0.1);

    private IDenseTraining Create(DenseNetworkOptions? network = null, TrainerOptions? trainer = null, SupervisedDataset? dataset = null, long seed = 3)
    {
        dataset ??= Dataset();
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount / 2)];
        return DenseTraining.Create(
            backend, dataset, rows, network ?? Shape, trainer ?? new TrainerOptions { BatchSize = 32 }, InputScaling.Of(dataset, rows), LabelScaling.Of(dataset, rows), seed);
    }

    private static byte[] State(IDenseTraining training)
    {
        using var stream = new MemoryStream();
        training.Save(stream);
        return stream.ToArray();
    }

    [Fact]
    public void RunEpoch_LinearSignal_IsLearned()
    {
        using var training = Create(new DenseNetworkOptions { HiddenLayers = [] }, new TrainerOptions { BatchSize = 20, Schedule = LearningRateSchedule.Cosine, LearningRate = 0.02, Epochs = 30 });
        var loss = double.NaN;
        for (var epoch = 0; epoch < 30; epoch++)
            loss = training.RunEpoch(default);

        var parameters = training.Parameters;
        var weights = parameters.Layers[0].Weights;
        for (var j = 0; j < 5; j++)
            Assert.Equal(j switch { 0 => 0.5, 1 => -0.25, _ => 0 }, weights[j] * parameters.Labels.Scale / parameters.Scaling.Scale[j], 0.03);
        Assert.Equal(0.01, loss * parameters.Labels.Scale * parameters.Labels.Scale, 0.004); // the noise's variance
        Assert.Equal(30, training.Epoch);
    }

    [Fact]
    public void RunEpoch_SameSeed_GivesTheSameBits()
    {
        using var first = Create();
        using var second = Create();
        using var other = Create(seed: 4);
        for (var epoch = 0; epoch < 3; epoch++)
            Assert.Equal(first.RunEpoch(default), second.RunEpoch(default));
        other.RunEpoch(default);

        Assert.Equal(State(first), State(second));
        Assert.NotEqual(first.Parameters.Layers[0].Weights, other.Parameters.Layers[0].Weights);
    }

    [Theory]
    [InlineData(Optimiser.Sgd)]
    [InlineData(Optimiser.Momentum)]
    [InlineData(Optimiser.AdamW)]
    public void Restore_SavedState_ContinuesBitForBit(Optimiser optimiser)
    {
        var trainer = new TrainerOptions { BatchSize = 32, Optimiser = optimiser, Schedule = LearningRateSchedule.Cosine, Epochs = 5 };
        using var whole = Create(trainer: trainer);
        whole.RunEpoch(default);
        whole.RunEpoch(default);
        using var resumed = Create(trainer: trainer);
        resumed.Restore(new MemoryStream(State(whole)));

        Assert.Equal(2, resumed.Epoch);
        Assert.Equal(whole.RunEpoch(default), resumed.RunEpoch(default));
        Assert.Equal(State(whole), State(resumed));
    }

    [Fact]
    public void Restore_StateOfAnotherShape_SaysWhatWasExpectedAndChangesNothing()
    {
        using var training = Create();
        training.RunEpoch(default);
        var before = State(training);
        using var other = Create(new DenseNetworkOptions { HiddenLayers = [12, 8] });

        var error = Assert.Throws<InvalidDataException>(() => training.Restore(new MemoryStream(State(other))));
        Assert.Equal("training state: expected 5-12-7-1 Tanh, Adam, found 5-12-8-1 Tanh, Adam", error.Message);
        Assert.Throws<InvalidDataException>(() => training.Restore(new MemoryStream(before[..^5])));
        Assert.Throws<InvalidDataException>(() => training.Restore(new MemoryStream([1, 2, 3])));
        Assert.Equal(before, State(training));
    }

    [Fact]
    public void RunEpoch_FarTooFast_IsNotFinite()
    {
        using var training = Create(new DenseNetworkOptions { HiddenLayers = [4], Activation = Activation.Relu }, new TrainerOptions { BatchSize = 10, LearningRate = 1e20 });
        var loss = 0.0;
        for (var epoch = 0; epoch < 50 && double.IsFinite(loss); epoch++)
            loss = training.RunEpoch(default);

        Assert.False(double.IsFinite(loss));
    }

    [Fact]
    public void RunEpoch_Cancelled_Throws()
    {
        using var training = Create();
        Assert.ThrowsAny<OperationCanceledException>(() => training.RunEpoch(new CancellationToken(canceled: true)));
        Assert.Equal(0, training.Epoch);
    }

    [Fact]
    public void Predict_RowsOfTheDataset_AgreesWithPlainArithmetic()
    {
        var dataset = Dataset();
        using var training = Create(dataset: dataset);
        training.RunEpoch(default);
        var predictions = new float[101];

        training.Predict(123..224, predictions);

        var expected = PlainDense.Predict(training.Parameters, dataset.Features.AsSpan(123 * 5, 101 * 5));
        for (var i = 0; i < predictions.Length; i++)
            Assert.Equal(expected[i], predictions[i], 1e-6);
        Assert.Throws<ArgumentException>(() => training.Predict(0..10, new float[9]));
    }

    public static TheoryData<string, DenseNetworkOptions, TrainerOptions> BadOptions() => new()
    {
        { "Outputs", new DenseNetworkOptions { Outputs = 2 }, new TrainerOptions() },
        { "Outputs", new DenseNetworkOptions { Outputs = 0 }, new TrainerOptions() },
        { "HiddenLayers", new DenseNetworkOptions { HiddenLayers = [0] }, new TrainerOptions() },
        { "Dropout", new DenseNetworkOptions { Dropout = 1 }, new TrainerOptions() },
        { "BatchSize", new DenseNetworkOptions(), new TrainerOptions { BatchSize = 0 } },
        { "ClipNorm", new DenseNetworkOptions(), new TrainerOptions { ClipNorm = 0 } },
        { "DecayRate", new DenseNetworkOptions(), new TrainerOptions { DecayRate = 1.5 } },
        { "labels", new DenseNetworkOptions(), new TrainerOptions { Loss = TrainingLoss.CrossEntropy } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Create_OptionOutOfRange_IsRefused(string name, DenseNetworkOptions network, TrainerOptions trainer)
    {
        var error = Assert.Throws<ArgumentException>(() => Create(network, trainer));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_RowThatDoesNotExist_IsRefused()
    {
        var dataset = Dataset();
        var error = Assert.Throws<ArgumentException>(() => DenseTraining.Create(
            backend, dataset, [0, 400], Shape, new TrainerOptions(), InputScaling.None(5), LabelScaling.None, 1));
        Assert.Equal("rows: expected 0 to 399, found 400", error.Message);
    }
}

public sealed class FusedDenseTrainingTests() : DenseTrainingContract(TrainingBackend.Fused);

[Collection(TorchCollection.Name)]
public sealed class TorchDenseTrainingTests() : DenseTrainingContract(TrainingBackend.Torch);
