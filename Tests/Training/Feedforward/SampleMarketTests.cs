using System.Text.Json;
using LeanDeep.Training.Data;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Feedforward;

/// <summary>The repository's sample market has a planted signal whose rank correlation with the next day's return is written beside it.</summary>
[Collection(TorchCollection.Name)]
public sealed class SampleMarketTests
{
    [Fact]
    public void Run_SampleMarket_FindsMostOfThePlantedSignalAndNoMore()
    {
        var data = Path.Combine(SharedFolder.Repository, "Data");
        using var metadata = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "metadata.json")));
        var truth = metadata.RootElement.GetProperty("truth").Number("trueIc");
        var options = new FeedforwardOptions
        {
            Name = "sample",
            Seed = 1,
            Folds = 5,
            TrainLength = 756,
            TestLength = 126,
            Network = new DenseNetworkOptions { HiddenLayers = [8], L2 = 1e-3 },
            Trainer = new TrainerOptions { Epochs = 8 },
        };
        var store = Directory.CreateTempSubdirectory("leandeep").FullName;
        try
        {
            var coefficient = new FeedforwardTraining(options).Run(LeanFolderReader.ReadPanel(data), store).WalkForward!;

            Assert.Equal(5 * 126, coefficient.Days);
            Assert.True(coefficient.Mean > 0.4 * truth, $"true {truth:F4}, found {coefficient.Mean:F4}");
            Assert.True(coefficient.Mean < truth + 3 * coefficient.StandardError, $"true {truth:F4}, found {coefficient.Mean:F4}");
            Assert.True(coefficient.TStatistic > 4);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }
}
