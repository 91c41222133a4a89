using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Layers.Transforms;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using Xunit.Abstractions;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>The exported graph in ONNX Runtime, finished by the host, gives the weights of the network.</summary>
[Collection(TorchCollection.Name)]
public sealed class AllocatorNetworkExporterTests(ITestOutputHelper output)
{
    private static readonly ChannelScaling Scaling = new([0.001, -0.002], [0.01, 0.02]);

    /// <summary>By name, so that cases are told apart.</summary>
    private static readonly Dictionary<string, Func<int, int, AllocatorNetwork>> Networks = new()
    {
        ["linear"] = (lookback, assets) => new LinearNetwork(2, lookback, assets, 1),
        ["keynes lstm"] = (_, _) => new KeynesNetwork(2, KeynesTransform.Lstm, 2, hidden: 8),
        ["keynes convolution"] = (_, _) => new KeynesNetwork(2, KeynesTransform.Convolution, 3, hidden: 12, groups: 3),
        ["lstm"] = (_, _) => new RecurrentAllocator(2, RecurrentCell.Lstm, 4, hidden: 6, scaling: Scaling),
        ["lstm of two layers, long and short"] = (_, _) => new RecurrentAllocator(2, RecurrentCell.Lstm, 5, hidden: 6, PositionSide.LongShort, layers: 2, Scaling),
        ["gru"] = (_, _) => new RecurrentAllocator(2, RecurrentCell.Gru, 6, hidden: 6, scaling: Scaling),
        ["simple"] = (_, _) => new RecurrentAllocator(2, RecurrentCell.Simple, 7, hidden: 6, scaling: Scaling),
        ["convolution"] = (_, _) => new ConvolutionalAllocator(2, 4, 8, hidden: 6, scaling: Scaling),
        ["convolution, long and short"] = (_, _) => new ConvolutionalAllocator(2, 3, 9, hidden: 6, PositionSide.LongShort, Scaling),
        ["minimal"] = (_, assets) => new MinimalNetwork(assets),
        ["dummy"] = (_, _) => new DummyNetwork(2),
        ["thorp"] = (_, assets) => new ThorpNetwork(assets, 0.5),
        ["thorp, root as it is"] = (_, assets) => new ThorpNetwork(assets, 0.6, symmetric: false),
        ["bachelier"] = (_, assets) => new BachelierNetwork(2, assets, 10, hidden: 8, cap: 0.4),
        ["bachelier, identity"] = (_, assets) => new BachelierNetwork(2, assets, 11, hidden: 8, shrinkage: ShrinkageTarget.Identity),
        ["bachelier, scaled identity"] = (_, assets) => new BachelierNetwork(2, assets, 12, hidden: 8, shrinkage: ShrinkageTarget.ScaledIdentity),
        ["bachelier, none"] = (_, assets) => new BachelierNetwork(2, assets, 13, hidden: 8, shrinkage: ShrinkageTarget.None),
        ["factors"] = (_, assets) => new FactorNetwork(2, 3, Limits(assets), 17, hidden: 8, scaling: Scaling),
        ["factors, gru"] = (_, assets) => new FactorNetwork(2, 1, Limits(assets), 18, RecurrentCell.Gru, hidden: 8, scaling: Scaling),
        ["constrained lstm"] = (_, assets) => new ConstrainedNetwork(new RecurrentAllocator(2, RecurrentCell.Lstm, 14, hidden: 6, scaling: Scaling), Limits(assets)),
        ["constrained keynes"] = (_, assets) => new ConstrainedNetwork(new KeynesNetwork(2, KeynesTransform.Lstm, 15, hidden: 8), Limits(assets)),
        ["constrained convolution"] = (_, assets) => new ConstrainedNetwork(new ConvolutionalAllocator(2, 3, 16, hidden: 6, scaling: Scaling), Limits(assets), channel: 1),
    };

    /// <summary>Long and short, under a gross limit.</summary>
    private static AllocationLimits Limits(int assets) =>
        new ConstraintSet { Box = new Interval(-0.2, 0.35), Gross = 1.6 }.For(AllocatorBundles.Names(assets));

    public static TheoryData<string> Cases() => [.. Networks.Keys];

    /// <summary>The layers of a graph are float32, as those of the network: weights agree to 1e-6. Against the network in float64 the rounding of float32 inputs and
    /// layers shows.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Export_EachNetwork_GivesItsWeights(string name)
    {
        const int lookback = 20;
        double most = 0, most64 = 0;
        foreach (var assets in (int[])[5, 30, 100])
        {
            using var bundles = new AllocatorBundles();
            using var network = AllocatorBundles.Trained(Networks[name](lookback, assets), 20 + assets);
            using var model = bundles.Open(network, 2, lookback, assets);
            var weights = new double[assets];
            for (var seed = 0; seed < (assets == 100 ? 1 : 3); seed++)
            {
                var window = AllocatorBundles.Window(seed, 2 * lookback * assets);
                Assert.Equal(AllocationStatus.Optimal, model.Allocate(window, [], [], weights));
                Assert.True(model.Residual <= 1e-8, $"residual {model.Residual}");
                Assert.Empty(model.Limits.Violations(weights, tolerance: 1e-7));
                most = Math.Max(most, AllocatorBundles.Distance(AllocatorBundles.Torch(network, window, 2, lookback, assets), weights));
            }
            network.to(torch.float64);
            most64 = Math.Max(most64, AllocatorBundles.Distance(AllocatorBundles.Torch(network, AllocatorBundles.Window(0, 2 * lookback * assets), 2, lookback, assets, torch.float64), Last(model, assets, lookback)));
        }
        output.WriteLine($"{name}: {most:0.0e+0}, against float64 {most64:0.0e+0}");
        Assert.True(most <= 2e-6, $"float32 network {most:R}");
        Assert.True(most64 <= 2e-6, $"float64 network {most64:R}");
    }

    private static double[] Last(AllocatorModel model, int assets, int lookback)
    {
        var weights = new double[assets];
        model.Allocate(AllocatorBundles.Window(0, 2 * lookback * assets), [], [], weights);
        return weights;
    }
}
