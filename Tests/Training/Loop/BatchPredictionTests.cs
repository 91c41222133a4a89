using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Loop;

[Collection(TorchCollection.Name)]
public sealed class BatchPredictionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Predict_ManyChunks_EqualsOneCallAndKeepsTheMode(bool training)
    {
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [4], Dropout = 0.5 }, InputScaling.None(3), seed: 1);
        using var generator = new Generator(4);
        using var features = rand([20_000, 3], generator: generator);
        network.eval();
        using var whole = network.call(features);
        network.train(training);

        var predictions = BatchPrediction.Predict(network, features, 100..19_900);

        var expected = whole.detach().data<float>().ToArray()[100..19_900];
        Assert.Equal(expected.Length, predictions.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], predictions[i], 1e-6);
        Assert.Equal(training, network.training);
        Assert.Empty(BatchPrediction.Predict(network, features, 5..5));
    }
}
