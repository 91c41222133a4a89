using LeanDeep.Models.Inference;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Export;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

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

    private static DenseParameters Network(DenseNetworkOptions options, int seed) =>
        DenseParameters.Initial(options, Scaling(seed), new LabelScaling(0.001f, 0.5f), seed);

    /// <summary>Rows around the scaling's mean, this many scales wide.</summary>
    private static float[] Inputs(DenseParameters network, int seed, int rows, double width)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows * Features).Select(i =>
            (float)(network.Scaling.Mean[i % Features] + width * network.Scaling.Scale[i % Features] * Rows.Normal(random)))];
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

    /// <summary>To a tolerance of the largest answer, or of 1 where that is larger.</summary>
    private static void AssertSame(double[] expected, float[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * size, $"row {i}: network {expected[i]:R}, ONNX {actual[i]:R}, largest {size:R}");
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
        var network = Network(options, seed: 5);
        var model = DenseNetworkExporter.Export(network);

        using var session = OnnxModel.Open(model, "exported");
        // Ordinary, tiny and enormous distances from the mean.
        foreach (var width in new[] { 1.0, 0.0, 1e-6, 30, 1e4, 1e12 })
        {
            var rows = Inputs(network, seed: 6, rows: 50, width);
            AssertSame(PlainDense.Predict(network, rows), Onnx(session, rows), 1e-5); // the oracle computes in double: wide inputs magnify float's rounding
        }
    }

    [Theory]
    [InlineData(TrainingBackend.Fused, 1)]
    [InlineData(TrainingBackend.Torch, 1)]
    [InlineData(TrainingBackend.Fused, 3)]
    public void Export_TrainedNetwork_AnswersAsItsTraining(TrainingBackend backend, int outputs)
    {
        var dataset = Rows.Of(seed: 3, sessions: 60, names: 20, features: Features, x => outputs == 1 ? 0.3 * Math.Tanh(x[0] * x[1]) : x[0] > 0.5 ? 2 : x[1] > 0 ? 1 : 0, noise: 0);
        var rows = Enumerable.Range(0, dataset.RowCount).ToArray();
        var trainer = new TrainerOptions { BatchSize = 64, Loss = outputs == 1 ? TrainingLoss.MeanSquaredError : TrainingLoss.CrossEntropy };
        using var training = DenseTraining.Create(
            backend, dataset, rows, new DenseNetworkOptions { Outputs = outputs, Dropout = 0.2 }, trainer, InputScaling.Of(dataset, rows),
            outputs == 1 ? LabelScaling.Of(dataset, rows) : LabelScaling.None, seed: 8);
        for (var epoch = 0; epoch < 5; epoch++)
            training.RunEpoch(default);
        var predictions = new float[rows.Length * outputs];
        training.Predict(.., predictions);

        var answers = Onnx(DenseNetworkExporter.Export(training.Parameters), dataset.Features);

        AssertSame([.. predictions.Select(v => (double)v)], answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Export_AnyBatch_AnswersRowByRow(int rows)
    {
        var network = Network(new DenseNetworkOptions { Activation = Activation.Maxout, HiddenLayers = [8, 4] }, seed: 2);
        using var session = OnnxModel.Open(DenseNetworkExporter.Export(network), "exported");
        var inputs = Inputs(network, 3, rows, 1);

        var together = Onnx(session, inputs);

        Assert.Equal(rows, together.Length);
        AssertSame([.. together.Select(v => (double)v)], [.. inputs.Chunk(Features).SelectMany(row => Onnx(session, row))]);
    }

    [Fact]
    public void Export_Metadata_StatesShapesAndWhatWasGiven()
    {
        var network = Network(new DenseNetworkOptions(), seed: 2);
        var model = DenseNetworkExporter.Export(network, [new("name", "demo"), new("seed", "7")]);

        using var session = OnnxModel.Open(model, "exported");

        Assert.Equal(DenseNetworkExporter.Inputs(network), OnnxModel.Inputs(session));
        Assert.Equal(DenseNetworkExporter.Outputs(network), OnnxModel.Outputs(session));
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
        var network = Network(new DenseNetworkOptions(), seed: 2);
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
        var network = Network(new DenseNetworkOptions { Activation = activation }, seed: 2);
        var model = DenseNetworkExporter.Export(network);
        var inputs = Inputs(network, 3, 9, 1);
        var clean = Onnx(model, inputs);
        inputs[4 * Features + 3] = float.NaN;

        var actual = Onnx(model, inputs);

        Assert.Equal([.. clean[..4], .. clean[5..]], [.. actual[..4], .. actual[5..]]);
    }
}
