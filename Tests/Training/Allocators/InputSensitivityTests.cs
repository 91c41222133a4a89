using LeanDeep.Training.Allocators;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Allocators;

[Collection(TorchCollection.Name)]
public sealed class InputSensitivityTests
{
    [Fact]
    public void Gradient_OfAnAssetsWeight_EqualsFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvolutionalAllocator(2, 3, seed: 1, hidden: 6);
        network.to(float64);
        var inputs = randn([1, 2, 5, 3], dtype: float64, generator: new Generator(2));
        var gradient = InputSensitivity.Gradient(network, inputs, 1);

        FiniteDifferences.Check(() => network.call(inputs)[0, 1].item<double>(), inputs, gradient, 1e-8, "sensitivity");
        Assert.True(gradient.narrow(2, 0, 2).eq(0).all().item<bool>()); // beyond the kernel
    }

    [Fact]
    public void Gradient_NetworkThatIgnoresItsInputs_IsZero()
    {
        using var scope = NewDisposeScope();
        using var network = new MinimalNetwork(3);
        Assert.True(InputSensitivity.Gradient(network, ones(1, 1, 2, 3), 0).eq(0).all().item<bool>());
    }

    [Fact]
    public void Seek_ReachableWeights_ComesNear()
    {
        using var scope = NewDisposeScope();
        using var network = new DummyNetwork(1);
        var free = ones([1, 4, 3], dtype: ScalarType.Bool);
        free[0, 0] = tensor(false);
        var start = ones(1, 4, 3);
        var (inputs, distances) = InputSensitivity.Seek(network, tensor(new[] { 0.5f, 0.3f, 0.2f }), start, 200, 0.02, free);

        Assert.True(distances[^1] < 1e-4 * distances[0], $"{distances[0]} to {distances[^1]}");
        Assert.Equal([1, 4, 3], inputs.shape);
        Assert.True(inputs[0, 0].eq(1).all().item<bool>());
    }
}
