using LeanDeep.Models.Inference;
using LeanDeep.Tests.Training.Networks;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Export;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Export;

[Collection(TorchCollection.Name)]
public sealed class DenseNetworkExporterTests
{
    private const int Features = 31;

    private static InputScaling Scaling(int seed)
    {
        var random = new Random(seed);
        return new InputScaling(
            [.. Enumerable.Range(0, Features).Select(_ => (float)(10 * Rows.Normal(random)))],
            [.. Enumerable.Range(0, Features).Select(_ => (float)Math.Exp(2 * Rows.Normal(random)))]);
    }

    private static DenseNetwork Network(DenseNetworkOptions options, int seed)
    {
        var network = new DenseNetwork(options, Scaling(seed), seed, new LabelScaling(0.001f, 0.5f));
        network.eval();
        return network;
    }

    /// <summary>Rows around the scaling's mean, this many scales wide.</summary>
    private static float[] Inputs(DenseNetwork network, int seed, int rows, double width)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * Features).Select(i =>
            (float)(network.Scaling.Mean[i % Features] + width * network.Scaling.Scale[i % Features] * Rows.Normal(random)))];
    }

    private static float[] Torch(DenseNetwork network, float[] rows)
    {
        using var values = tensor(rows).reshape(-1, Features);
        return BatchPrediction.Predict(network, values, ..);
    }

    private static float[] Onnx(byte[] model, float[] rows)
    {
        using var session = OnnxModel.Open(model, "exported");
        return Onnx(session, rows);
    }

    private static float[] Onnx(InferenceSession session, float[] rows)
    {
        var input = new DenseTensor<float>(rows, [rows.Length / Features, Features]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(DenseNetworkExporter.InputName, input)]);
        return [.. results[0].AsEnumerable<float>()];
    }

    /// <summary>To 1e-6 of the largest answer, or of 1 where that is larger.</summary>
    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * size, $"row {i}: network {expected[i]:R}, ONNX {actual[i]:R}, largest {size:R}");
    }

    public static TheoryData<Activation, string> Shapes()
    {
        var data = new TheoryData<Activation, string>();
        foreach (var activation in Enum.GetValues<Activation>())
            foreach (var layers in new[] { "", "1", "32,16", "16,16,16" })
                data.Add(activation, layers);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Export_EachShape_AnswersAsTheNetwork(Activation activation, string layers)
    {
        var options = new DenseNetworkOptions
        {
            HiddenLayers = [.. layers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            Activation = activation, MaxoutPieces = 3, NegativeSlope = 0.3, Dropout = 0.4, DropoutPlacement = DropoutPlacement.AfterEachHidden, L2 = 0.1,
        };
        using var network = Network(options, seed: 5);
        var model = DenseNetworkExporter.Export(network);

        using var session = OnnxModel.Open(model, "exported");
        // Ordinary, tiny and enormous distances from the mean.
        foreach (var width in new[] { 1.0, 0.0, 1e-6, 30, 1e4, 1e12 })
        {
            var rows = Inputs(network, seed: 6, rows: 50, width);
            AssertSame(Torch(network, rows), Onnx(session, rows));
        }
    }

    [Fact]
    public void Export_TrainedNetwork_AnswersAsTheNetworkAndTheOracle()
    {
        var dataset = Rows.Of(seed: 3, sessions: 60, names: 20, features: Features, x => 0.3 * Math.Tanh(x[0] * x[1]), noise: 0.3);
        var rows = Enumerable.Range(0, dataset.RowCount).ToArray();
        using var tensors = new DatasetTensors(dataset);
        using var batches = new BatchLoader(tensors, rows, 64, 1);
        using var network = new DenseNetwork(new DenseNetworkOptions { Dropout = 0.2 }, InputScaling.Of(dataset, rows), 8);
        new Trainer(new TrainerOptions { Epochs = 5 }).Fit(network, (p, y) => nn.functional.mse_loss(p, y), batches);

        var answers = Onnx(DenseNetworkExporter.Export(network), dataset.Features);

        AssertSame(Torch(network, dataset.Features), answers);
        var oracle = PlainDenseNetwork.Predict(network, dataset.Features);
        for (var i = 0; i < answers.Length; i++)
            Assert.Equal(oracle[i], answers[i], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Export_AnyBatch_AnswersRowByRow(int rows)
    {
        using var network = Network(new DenseNetworkOptions { Activation = Activation.Maxout, HiddenLayers = [8, 4] }, seed: 2);
        using var session = OnnxModel.Open(DenseNetworkExporter.Export(network), "exported");
        var inputs = Inputs(network, 3, rows, 1);

        var together = Onnx(session, inputs);

        Assert.Equal(rows, together.Length);
        AssertSame(together, [.. inputs.Chunk(Features).SelectMany(row => Onnx(session, row))]);
    }

    [Fact]
    public void Export_TrainingMode_LeavesDropoutOut()
    {
        using var network = Network(new DenseNetworkOptions { Dropout = 0.9 }, seed: 2);
        var inputs = Inputs(network, 3, 10, 1);
        var expected = Torch(network, inputs);
        network.train();

        var model = DenseNetworkExporter.Export(network);

        Assert.True(network.training);
        AssertSame(expected, Onnx(model, inputs));
        AssertSame(expected, Onnx(model, inputs));
    }

    [Fact]
    public void Export_Metadata_StatesShapesAndWhatWasGiven()
    {
        using var network = Network(new DenseNetworkOptions(), seed: 2);
        var model = DenseNetworkExporter.Export(network, [new("name", "demo"), new("seed", "7")]);

        using var session = OnnxModel.Open(model, "exported");

        Assert.Equal(DenseNetworkExporter.Inputs(network), OnnxModel.Inputs(session));
        Assert.Equal(DenseNetworkExporter.Outputs, OnnxModel.Outputs(session));
        Assert.Equal(["batch", ""], session.InputMetadata["features"].SymbolicDimensions);
        Assert.Equal(["batch", ""], session.OutputMetadata["prediction"].SymbolicDimensions);
        var metadata = session.ModelMetadata;
        Assert.Equal("LeanDeep", metadata.ProducerName);
        Assert.Equal("DenseNetwork", metadata.GraphName);
        Assert.Equal("demo", metadata.CustomMetadataMap["name"]);
        Assert.Equal("7", metadata.CustomMetadataMap["seed"]);
    }

    [Fact]
    public void Export_Twice_GivesTheSameBytes()
    {
        using var network = Network(new DenseNetworkOptions(), seed: 2);
        Assert.Equal(DenseNetworkExporter.Export(network, [new("a", "b")]), DenseNetworkExporter.Export(network, [new("a", "b")]));
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Maxout)]
    public void Export_NaNInARow_LeavesTheOtherRowsAlone(Activation activation)
    {
        using var network = Network(new DenseNetworkOptions { Activation = activation }, seed: 2);
        var model = DenseNetworkExporter.Export(network);
        var inputs = Inputs(network, 3, 9, 1);
        var clean = Onnx(model, inputs);
        inputs[4 * Features + 3] = float.NaN;

        var actual = Onnx(model, inputs);

        Assert.Equal([.. clean[..4], .. clean[5..]], [.. actual[..4], .. actual[5..]]);
    }
}
