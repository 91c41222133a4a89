using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Loop;

[Collection(TorchCollection.Name)]
public sealed class CheckpointTests
{
    [Fact]
    public void Fit_Checkpoint_HoldsTheLastEpochAndNothingElseIsLeft()
    {
        var folder = Directory.CreateTempSubdirectory("leandeep").FullName;
        try
        {
            var path = Path.Combine(folder, "runs", "last.dat");
            var dataset = Rows.Of(seed: 4, sessions: 10, names: 10, features: 3, x => x[0], noise: 1);
            using var tensors = new DatasetTensors(dataset);
            using var batches = new BatchLoader(tensors, [.. Enumerable.Range(0, 100)], 25, 1);
            using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [4] }, new InputScaling([1, 2, 3], [1, 2, 3]), seed: 1);

            new Trainer(new TrainerOptions { Epochs = 3 }).Fit(network, (p, y) => nn.functional.mse_loss(p, y), batches, null, [new Checkpoint(path)]);

            Assert.Equal([path], Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
            using var loaded = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [4] }, InputScaling.None(3), seed: 9);
            loaded.load(path);
            Assert.Equal(
                BatchPrediction.Predict(network, tensors.Features, ..), BatchPrediction.Predict(loaded, tensors.Features, ..));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Fit_DivergedEpoch_LeavesTheCheckpointBefore()
    {
        var folder = Directory.CreateTempSubdirectory("leandeep").FullName;
        try
        {
            var path = Path.Combine(folder, "last.dat");
            var dataset = Rows.Of(seed: 4, sessions: 10, names: 10, features: 3, x => x[0], noise: 1);
            using var tensors = new DatasetTensors(dataset);
            using var batches = new BatchLoader(tensors, [.. Enumerable.Range(0, 100)], 25, 1);
            using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [4] }, InputScaling.None(3), seed: 1);
            var epochs = 0;

            var result = new Trainer(new TrainerOptions { Epochs = 3 }).Fit(
                network, (p, y) => nn.functional.mse_loss(p, y).mul(epochs == 1 ? float.NaN : 1), batches,
                () => new ValidationScore(epochs++, 0), [new Checkpoint(path), new Copy(path)]);

            Assert.Equal(TrainingStatus.Diverged, result.Status);
            Assert.Equal(File.ReadAllBytes(path + ".1"), File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Copy(string path) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch) => File.Copy(path, $"{path}.{epoch.Epoch}");
    }
}
