using LeanDeep.Training.Batched;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Batched;

/// <summary>Models side by side learn what each learns alone, to the bit on the CPU.</summary>
[Collection(TorchCollection.Name)]
public sealed class BatchedDenseTrainingTests
{
    private static readonly SupervisedDataset Dataset =
        Rows.Of(seed: 2, sessions: 60, names: 10, features: 7, x => 0.4 * x[0] - 0.2 * x[1] * x[2], noise: 0.1);

    private static readonly DenseNetworkOptions Network = new() { HiddenLayers = [13, 6], Dropout = 0.2, DropoutPlacement = DropoutPlacement.AfterEachHidden };

    // Numbers of rows that end in other batches and at other steps.
    private static readonly DenseModel[] Models = [Model(0..600, 1), Model(100..500, 2), Model(20..597, 3), Model(0..64, 4), Model(300..349, 5)];

    private static readonly double[] Dropouts = [0.2, 0, 0.1, 0.5, 0.2];

    private static DenseModel Model(Range range, long seed)
    {
        int[] rows = [.. Enumerable.Range(0, Dataset.RowCount).Take(range)];
        return new DenseModel(rows, InputScaling.Of(Dataset, rows), LabelScaling.Of(Dataset, rows), seed);
    }

    public static TheoryData<string, DenseNetworkOptions, TrainerOptions> Cases()
    {
        var cases = new TheoryData<string, DenseNetworkOptions, TrainerOptions>();
        foreach (var batch in (int[])[1, 8, 32, 64, 256])
            cases.Add($"batch {batch}", Network, new TrainerOptions { BatchSize = batch });
        foreach (var optimiser in Enum.GetValues<Optimiser>())
            cases.Add($"{optimiser}", Network, new TrainerOptions { BatchSize = 32, Optimiser = optimiser, ClipNorm = 0.5 });
        foreach (var activation in Enum.GetValues<Activation>())
            cases.Add($"{activation}", Network with { Activation = activation }, new TrainerOptions { BatchSize = 32 });
        foreach (var (first, second) in ((int, int)[])[(16, 8), (32, 32), (64, 32), (100, 1)])
            cases.Add($"{first}-{second}", Network with { HiddenLayers = [first, second], L1 = 1e-3, L2 = 1e-2 }, new TrainerOptions { BatchSize = 64 });
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RunEpoch_SideBySide_GivesTheBitsOfEachAlone(string name, DenseNetworkOptions network, TrainerOptions trainer)
    {
        Assert.NotEmpty(name);
        using var dataset = new BatchedDataset(Dataset);
        using var batched = new BatchedDenseTraining(dataset, Models, network, trainer, Dropouts);
        var losses = new[] { batched.RunEpoch(default), batched.RunEpoch(default) };
        foreach (var (i, model) in Models.Index())
        {
            using var alone = DenseTraining.Create(
                TrainingBackend.Torch, Dataset, model.Rows, network with { Dropout = Dropouts[i] }, trainer, model.Scaling, model.Labels, model.Seed);

            Assert.Equal(alone.RunEpoch(default), losses[0][i]);
            Assert.Equal(alone.RunEpoch(default), losses[1][i]);
            Assert.Equal(State(alone.Save), State(stream => batched.Save(i, stream)));
            var (expected, actual) = (new float[50], new float[50]);
            alone.Predict(70..120, expected);
            batched.Predict(i, 70..120, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Restore_SavedStates_GoesOnToTheSameBits()
    {
        var trainer = new TrainerOptions { BatchSize = 32 };
        using var dataset = new BatchedDataset(Dataset);
        using var whole = new BatchedDenseTraining(dataset, Models, Network, trainer);
        whole.RunEpoch(default);
        using var states = new MemoryStream();
        for (var i = 0; i < Models.Length; i++)
            whole.Save(i, states);
        states.Position = 0;
        using var resumed = new BatchedDenseTraining(dataset, Models, Network, trainer);
        resumed.Restore(states);

        Assert.Equal(whole.RunEpoch(default), resumed.RunEpoch(default));
        for (var i = 0; i < Models.Length; i++)
            Assert.Equal(State(stream => whole.Save(i, stream)), State(stream => resumed.Save(i, stream)));
    }

    [Fact]
    public void RunEpoch_OneModelDiverges_LeavesTheOthersAlone()
    {
        var trainer = new TrainerOptions { BatchSize = 32 };
        using var dataset = new BatchedDataset(Dataset);
        using var alone = new BatchedDenseTraining(dataset, [Models[0], Models[2]], Network, trainer);
        DenseModel[] models = [Models[0], Models[1] with { Labels = new LabelScaling(0, 1e-38f) }, Models[2]];
        using var batched = new BatchedDenseTraining(dataset, models, Network, trainer);

        var (expected, losses) = (alone.RunEpoch(default), batched.RunEpoch(default));

        Assert.False(double.IsFinite(losses[1]));
        Assert.Equal(expected, new[] { losses[0], losses[2] });
    }

    [Fact]
    public void Create_AsManyDropoutsAsModels_AreExpected()
    {
        using var dataset = new BatchedDataset(Dataset);

        var error = Assert.Throws<ArgumentException>(() => new BatchedDenseTraining(dataset, Models, Network, new TrainerOptions(), [0.1]));

        Assert.StartsWith("expected 5 shares, found 1", error.Message, StringComparison.Ordinal);
    }

    private static byte[] State(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }
}
