using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Networks;

[Collection(TorchCollection.Name)]
public sealed class DenseNetworkTests
{
    private static readonly InputScaling Scaling = new([0.5f, -2, 10, 0], [1, 0.25f, 3, 1e-3f]);

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)Rows.Normal(random))];
    }

    private static float[] Predict(DenseNetwork network, float[] rows)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
            return network.call(tensor(rows).reshape(-1, network.FeatureCount)).data<float>().ToArray();
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Maxout)]
    public void Forward_EachActivation_AgreesWithPlainArithmetic(Activation activation)
    {
        var options = new DenseNetworkOptions { HiddenLayers = [7, 5], Activation = activation, MaxoutPieces = 3, NegativeSlope = 0.2, Dropout = 0.5 };
        using var network = new DenseNetwork(options, Scaling, seed: 1, new LabelScaling(0.3f, 1.7f));
        PlainDenseNetwork.Randomise(network, 2);
        network.eval();
        var rows = Random(3, 4 * 20);

        var expected = PlainDenseNetwork.Predict(network, rows);

        var actual = Predict(network, rows);
        var size = expected.Max(Math.Abs);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, 1e-5 * Math.Max(size, 1));
    }

    [Fact]
    public void Forward_NoHiddenLayer_IsLinear()
    {
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [] }, InputScaling.None(3), seed: 1);
        var (a, b) = (Random(1, 3), Random(2, 3));
        var sum = a.Zip(b, (x, y) => x + y).ToArray();

        Assert.Equal(Predict(network, a)[0] + Predict(network, b)[0], Predict(network, sum)[0], 1e-5);
        Assert.Equal(3 + 1, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameBitsWhateverElseDraws()
    {
        var options = new DenseNetworkOptions { HiddenLayers = [8, 8], Dropout = 0.3 };
        var rows = Random(5, 40);
        using var a = new DenseNetwork(options, Scaling, seed: 11);
        var first = Predict(a, rows);
        torch.manual_seed(99);
        using var noise = torch.rand(1000);
        using var b = new DenseNetwork(options, Scaling, seed: 11);
        using var c = new DenseNetwork(options, Scaling, seed: 12);

        Assert.Equal(first, Predict(b, rows));
        Assert.NotEqual(first, Predict(c, rows));
        Assert.NotEqual(first, Predict(a, rows)); // the next dropout mask
    }

    [Fact]
    public void Constructor_GlorotUniform_FillsItsBounds()
    {
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [200, 100] }, InputScaling.None(30), seed: 4);
        var weight = network.get_parameter("hidden.1.weight")!.data<float>().ToArray();
        var bound = Math.Sqrt(6.0 / 300);

        Assert.InRange(weight.Max(), 0.99 * bound, bound);
        Assert.InRange(weight.Min(), -bound, -0.99 * bound);
        Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(weight.Average(w => w * w)), 0.02 * bound);
        Assert.All(network.get_parameter("hidden.1.bias")!.data<float>().ToArray(), b => Assert.Equal(0f, b));
    }

    [Fact]
    public void Constructor_HeUniform_IsWiderThanGlorot()
    {
        var options = new DenseNetworkOptions { HiddenLayers = [300], Initialisation = WeightInitialisation.HeUniform };
        using var network = new DenseNetwork(options, InputScaling.None(60), seed: 4);

        Assert.InRange(network.get_parameter("hidden.0.weight")!.data<float>().ToArray().Max(), 0.99 * Math.Sqrt(0.1), Math.Sqrt(0.1));
    }

    [Theory]
    [InlineData(DropoutPlacement.AfterLastHidden, 1)]
    [InlineData(DropoutPlacement.AfterEachHidden, 2)]
    public void Dropout_Training_DropsTheStatedShareAfterTheStatedLayers(DropoutPlacement placement, int layers)
    {
        // Weights that pass a 1 through: each unit of both layers is 1, and the output is their mean.
        const int units = 4096;
        var options = new DenseNetworkOptions
        {
            HiddenLayers = [1, units], Activation = Activation.Relu, Dropout = 0.25, DropoutPlacement = placement,
        };
        using var network = new DenseNetwork(options, InputScaling.None(1), seed: 3);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                parameter.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : name == "output.weight" ? 1f / units : 1);
        var ones = Enumerable.Repeat(1f, 400).ToArray();

        network.train();
        var training = Predict(network, ones);
        network.eval();
        var evaluation = Predict(network, ones);

        Assert.All(evaluation, value => Assert.Equal(1f, value, 1e-5));
        // The first layer's one unit is dropped as a whole: with dropout there a quarter of the rows is 0.
        var zero = training.Count(value => value == 0) / 400.0;
        Assert.InRange(zero, layers == 2 ? 0.18 : 0, layers == 2 ? 0.32 : 0);
        var scale = layers == 2 ? 1 / 0.75 : 1;
        Assert.All(training.Where(value => value != 0), value => Assert.Equal(scale, value, 0.06 * scale));
    }

    [Fact]
    public void Penalty_Weights_CountWithoutBiases()
    {
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [3], L1 = 0.1, L2 = 0.01 }, InputScaling.None(2), seed: 3);
        PlainDenseNetwork.Randomise(network, 5);
        var weights = network.named_parameters().Where(p => p.name.EndsWith("weight", StringComparison.Ordinal)).SelectMany(p => p.parameter.data<float>().ToArray()).ToArray();
        var expected = 0.1 * weights.Sum(w => Math.Abs((double)w)) + 0.01 * weights.Sum(w => (double)w * w);

        using var penalty = network.Penalty()!;

        Assert.Equal(expected, penalty.item<float>(), 1e-6);
        penalty.backward();
        var weight = network.get_parameter("output.weight")!;
        var (w, gradient) = (weight.data<float>().ToArray(), weight.grad!.data<float>().ToArray());
        for (var i = 0; i < w.Length; i++)
            Assert.Equal(0.1 * Math.Sign(w[i]) + 0.02 * w[i], gradient[i], 1e-6);
        Assert.Null(network.get_parameter("output.bias")!.grad);
    }

    [Fact]
    public void Penalty_None_IsNull()
    {
        using var network = new DenseNetwork(new DenseNetworkOptions(), InputScaling.None(2), seed: 3);
        Assert.Null(network.Penalty());
    }

    [Fact]
    public void StateDict_Names_AreThoseOfTheParts()
    {
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [3, 2] }, Scaling, seed: 3);
        Assert.Equal(
            ["hidden.0.bias", "hidden.0.weight", "hidden.1.bias", "hidden.1.weight", "label_mean", "label_scale", "mean", "output.bias", "output.weight", "scale"],
            network.state_dict().Keys.Order());
    }

    [Fact]
    public void SaveAndLoad_State_GivesTheSameNetwork()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var saved = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [6], Dropout = 0 }, Scaling, seed: 3);
            saved.save(path);
            using var loaded = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [6], Dropout = 0 }, InputScaling.None(4), seed: 4);
            loaded.load(path);
            var rows = Random(8, 40);

            Assert.Equal(Predict(saved, rows), Predict(loaded, rows));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<DenseNetworkOptions> BadOptions() =>
    [
        new DenseNetworkOptions { HiddenLayers = [8, 0] },
        new DenseNetworkOptions { Dropout = 1 },
        new DenseNetworkOptions { Dropout = double.NaN },
        new DenseNetworkOptions { MaxoutPieces = 1 },
        new DenseNetworkOptions { L1 = -1 },
        new DenseNetworkOptions { L2 = double.PositiveInfinity },
        new DenseNetworkOptions { Activation = (Activation)99 },
    ];

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Constructor_OptionOutOfRange_IsRefused(DenseNetworkOptions options) =>
        Assert.Throws<ArgumentException>(() => new DenseNetwork(options, Scaling, 1));

    [Fact]
    public void Forward_LabelScaling_IsAppliedLast()
    {
        using var plain = new DenseNetwork(new DenseNetworkOptions { Dropout = 0 }, Scaling, seed: 1);
        using var scaled = new DenseNetwork(new DenseNetworkOptions { Dropout = 0 }, Scaling, seed: 1, new LabelScaling(0.5f, 0.02f));
        var rows = Random(5, 40);

        Assert.Equal(Predict(plain, rows).Select(v => v * 0.02f + 0.5f), Predict(scaled, rows));
        Assert.Throws<ArgumentException>(() => new DenseNetwork(new DenseNetworkOptions(), Scaling, 1, new LabelScaling(0, 0)));
    }

    [Fact]
    public void Constructor_ScaleOfZero_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new DenseNetwork(new DenseNetworkOptions(), new InputScaling([0, 0], [1, 0]), 1));
}
