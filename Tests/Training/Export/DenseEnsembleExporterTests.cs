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
public sealed class DenseEnsembleExporterTests
{
    private const int Features = 31;

    private static readonly SupervisedDataset Dataset =
        Rows.Of(seed: 3, sessions: 40, names: 20, features: Features, x => 0.3 * Math.Tanh(x[0] * x[1]), noise: 0.3);

    /// <summary>A network with scalings of its own and biases that are not 0.</summary>
    private static DenseParameters Network(DenseNetworkOptions options, int seed)
    {
        var random = new Random(seed);
        var scaling = new InputScaling(
            [.. Enumerable.Range(0, Features).Select(_ => (float)Rows.Normal(random))],
            [.. Enumerable.Range(0, Features).Select(_ => (float)Math.Exp(Rows.Normal(random)))]);
        var labels = new LabelScaling((float)(0.001 * Rows.Normal(random)), (float)(0.02 * Math.Exp(Rows.Normal(random))));
        var network = DenseParameters.Initial(options, scaling, labels, seed);
        return network with { Layers = [.. network.Layers.Select(layer => layer with { Biases = [.. layer.Biases.Select(_ => (float)(0.1 * Rows.Normal(random)))] })] };
    }

    private static DenseNetworkOptions Options(Activation activation, params int[] layers) =>
        new() { HiddenLayers = layers, Activation = activation, MaxoutPieces = 3, NegativeSlope = 0.3, Dropout = 0.4 };

    public static TheoryData<string, DenseNetworkOptions[]> Ensembles() => new()
    {
        { "one linear", [Options(Activation.Tanh)] },
        { "chapter 17", [Options(Activation.Tanh, 16, 8), Options(Activation.Tanh, 32, 32), Options(Activation.Tanh, 64, 32)] },
        { "every activation", [.. Enum.GetValues<Activation>().Select(activation => Options(activation, 16, 8))] },
        { "depths and widths", [Options(Activation.Relu, 1), Options(Activation.Sigmoid, 128), Options(Activation.Maxout, 8, 8, 8, 8), Options(Activation.LeakyRelu, 256, 5)] },
        { "ten", [.. Enumerable.Repeat(Options(Activation.Tanh, 16), 10)] },
    };

    [Theory]
    [MemberData(nameof(Ensembles))]
    public void Export_Ensemble_AnswersTheMeanOfItsMembers(string name, DenseNetworkOptions[] options)
    {
        DenseParameters[] members = [.. options.Select((option, i) => Network(option, seed: 10 + i))];
        var expected = new double[Dataset.RowCount];
        foreach (var member in members)
            foreach (var (row, prediction) in PlainDense.Predict(member, Dataset.Features).Index())
                expected[row] += prediction / members.Length;

        var answers = Run(DenseEnsembleExporter.Export(members), Dataset.Features);

        AssertSame(name, expected, answers);
    }

    /// <summary>Trained with the fused backend, each on rows and with scalings of its own.</summary>
    [Fact]
    public void Export_TrainedMembers_AnswersTheMeanOfTheirOwnPredictions()
    {
        int[][] rows = [[.. Enumerable.Range(0, 300)], [.. Enumerable.Range(200, 500)], [.. Enumerable.Range(0, Dataset.RowCount)]];
        DenseNetworkOptions[] options = [Options(Activation.Tanh, 16, 8), Options(Activation.Relu, 32), Options(Activation.Maxout, 8)];
        var expected = new double[Dataset.RowCount];
        var members = new List<DenseParameters>();
        foreach (var (i, own) in rows.Index())
        {
            using var training = DenseTraining.Create(
                TrainingBackend.Fused, Dataset, own, options[i], new TrainerOptions { Epochs = 2, BatchSize = 64 }, InputScaling.Of(Dataset, own), LabelScaling.Of(Dataset, own), i);
            training.RunEpoch(default);
            training.RunEpoch(default);
            var predictions = new float[Dataset.RowCount];
            training.Predict(.., predictions);
            for (var row = 0; row < expected.Length; row++)
                expected[row] += predictions[row] / 3.0;
            members.Add(training.Parameters);
        }

        AssertSame("trained", expected, Run(DenseEnsembleExporter.Export(members), Dataset.Features));
    }

    [Fact]
    public void Export_SameScaling_IsStandardisedOnce()
    {
        var first = Network(Options(Activation.Tanh, 4), seed: 1);
        var second = Network(Options(Activation.Tanh, 4), seed: 2);
        var apart = DenseEnsembleExporter.Export([first, second]);

        var together = DenseEnsembleExporter.Export([first, second with { Scaling = new InputScaling([.. first.Scaling.Mean], [.. first.Scaling.Scale]) }]);

        Assert.InRange(apart.Length - together.Length, 2 * Features * sizeof(float), 1000);
    }

    [Fact]
    public void Export_Model_HasTheShapesOfTheManifest()
    {
        var network = Network(Options(Activation.Tanh, 4), 1);
        using var session = OnnxModel.Open(DenseEnsembleExporter.Export([network, network], [new("members", "a, b")]), "exported");

        Assert.Equal(DenseNetworkExporter.Inputs(network), OnnxModel.Inputs(session));
        Assert.Equal(DenseNetworkExporter.Outputs(network), OnnxModel.Outputs(session));
        Assert.Equal("a, b", session.ModelMetadata.CustomMetadataMap["members"]);
    }

    [Fact]
    public void Export_MembersThatDoNotFit_AreRefused()
    {
        var network = Network(Options(Activation.Tanh, 4), 1);
        var narrow = DenseParameters.Initial(Options(Activation.Tanh, 4), InputScaling.None(3), LabelScaling.None, 1);
        var classes = DenseParameters.Initial(Options(Activation.Tanh, 4) with { Outputs = 2 }, InputScaling.None(Features), LabelScaling.None, 1);

        Assert.Contains("found none", Assert.Throws<ArgumentException>(() => DenseEnsembleExporter.Export([])).Message, StringComparison.Ordinal);
        Assert.Contains("expected networks of 31 features, found one of 3", Assert.Throws<ArgumentException>(() => DenseEnsembleExporter.Export([network, narrow])).Message, StringComparison.Ordinal);
        Assert.Contains("expected networks of 1 output, found one of 2", Assert.Throws<ArgumentException>(() => DenseEnsembleExporter.Export([network, classes])).Message, StringComparison.Ordinal);
    }

    private static float[] Run(byte[] model, float[] rows)
    {
        using var session = OnnxModel.Open(model, "exported");
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(DenseNetworkExporter.InputName, new DenseTensor<float>(rows, [rows.Length / Features, Features]))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    /// <summary>To 1e-6 of the largest answer.</summary>
    private static void AssertSame(string name, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * size, $"{name}, row {i}: mean of the members {expected[i]:R}, ONNX {actual[i]:R}, largest {size:R}");
    }
}
