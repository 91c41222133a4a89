using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>A policy that sees what it holds decides in the host as in training.</summary>
[Collection(TorchCollection.Name)]
public sealed class SequentialGraphTests
{
    private const int Channels = 2, Lookback = 12, Assets = 7;

    private static SequentialAllocator Network(PositionSide side)
    {
        var network = new SequentialAllocator(Channels, 3, seed: 4, hidden: 5, side, new ChannelScaling([0.001, -0.002], [0.01, 0.02]));
        using var still = no_grad();
        using var generator = new Generator(5);
        foreach (var parameter in network.parameters()) parameter.add_(rand(parameter.shape, generator: generator).mul(0.3));
        network.eval();
        return network;
    }

    private static double[] Torch(SequentialAllocator network, double[] window, double[] held)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var weights = network.call(tensor(window, [1, Channels, Lookback, Assets], dtype: float32), tensor(held, [1, Assets], dtype: float32));
        return [.. weights.to(float64).data<double>()];
    }

    /// <summary>Ten decisions in a row, each from what the one before left; the first from nothing, which is equal weights.</summary>
    [Theory]
    [InlineData(PositionSide.LongOnly)]
    [InlineData(PositionSide.LongShort)]
    public void Allocate_DecisionAfterDecision_IsThatOfTheNetwork(PositionSide side)
    {
        using var bundles = new AllocatorBundles();
        using var network = Network(side);
        AllocatorBundle.Write(bundles.Store, network, AllocatorBundles.Description(Channels, Lookback, Assets, side == PositionSide.LongOnly ? null : new ConstraintSet { Net = new Interval(-2, 2), Box = new Interval(-1, 1) }));
        using var model = AllocatorModel.Load(ModelBundle.Read(bundles.Store, "allocator", new DateOnly(2014, 12, 31)));
        double[] held = [], weights = new double[Assets];
        for (var step = 0; step < 10; step++)
        {
            var window = AllocatorBundles.Window(step, Channels * Lookback * Assets);
            Assert.Equal(AllocationStatus.Optimal, model.Allocate(window, held, [], weights));
            Assert.False(model.Solved);
            var expected = Torch(network, window, held.Length == 0 ? [.. Enumerable.Repeat(1.0 / Assets, Assets)] : held);
            Assert.True(AllocatorBundles.Distance(expected, weights) <= 5e-7, $"step {step}: {AllocatorBundles.Distance(expected, weights)}");
            held = [.. weights.Select((weight, i) => weight * (1 + 0.01 * Math.Sin(step + i)))];
            var net = held.Sum();
            if (side == PositionSide.LongOnly) held = [.. held.Select(weight => weight / net)];
        }
        var other = new double[Assets];
        model.Allocate(AllocatorBundles.Window(3, Channels * Lookback * Assets), held, [], weights);
        model.Allocate(AllocatorBundles.Window(3, Channels * Lookback * Assets), [1, .. new double[Assets - 1]], [], other);
        Assert.True(AllocatorBundles.Distance(weights, other) > 0.01);
    }

    [Fact]
    public void Allocate_NameThatLeaves_IsSold()
    {
        using var bundles = new AllocatorBundles();
        using var network = Network(PositionSide.LongOnly);
        AllocatorBundle.Write(bundles.Store, network, AllocatorBundles.Description(Channels, Lookback, Assets));
        using var model = AllocatorModel.Load(ModelBundle.Read(bundles.Store, "allocator", new DateOnly(2014, 12, 31)));
        var weights = new double[Assets];
        Assert.Equal(AllocationStatus.Optimal, model.Allocate(
            AllocatorBundles.Window(1, Channels * Lookback * Assets), [.. Enumerable.Repeat(1.0 / Assets, Assets)], [.. Enumerable.Range(0, Assets).Select(i => i != 2)], weights));
        Assert.Equal(0, weights[2]);
        Assert.Equal(1, weights.Sum(), 1e-6);
    }

    [Fact]
    public void Export_LookbackBelowTheField_IsRefused()
    {
        using var network = Network(PositionSide.LongOnly);
        Assert.Contains("5 steps", Assert.Throws<ArgumentException>(() => AllocatorNetworkExporter.Export(network, Channels, 4, Assets)).Message);
    }
}
