using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>What every layer owes: gradients that equal finite differences, samples that do not touch each other, the same bits for the same
/// input, no tensors left behind, and the same answer in single precision.</summary>
[Collection(TorchCollection.Name)]
public abstract class LayerContract
{
    /// <summary>Of |difference| over max(1, |derivative|).</summary>
    private protected virtual double GradientTolerance => 1e-7;

    /// <summary>Whether another order of the assets (the last dimension) gives the same weights or series in that order.</summary>
    private protected virtual bool IsEquivariant => false;

    /// <summary>Whether another order of the samples gives their outputs in that order.</summary>
    private protected virtual bool SamplesAreApart => true;

    private protected abstract nn.Module Create(Generator generator);

    /// <summary>Float64, the first dimension samples, at least 2.</summary>
    private protected abstract Tensor[] Inputs(Generator generator);

    private protected virtual Tensor Run(nn.Module layer, Tensor[] inputs) => Call(layer, inputs);

    internal static Tensor Call(nn.Module layer, Tensor[] inputs) => layer switch
    {
        CovarianceAllocator allocator => allocator.call(inputs[0], inputs.ElementAtOrDefault(1)),
        nn.Module<Tensor, Tensor> one => one.call(inputs[0]),
        nn.Module<Tensor, Tensor, Tensor> two => two.call(inputs[0], inputs[1]),
        nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor> four => four.call(inputs[0], inputs[1], inputs[2], inputs[3]),
        _ => throw new InvalidOperationException($"layer {layer.GetName()}"),
    };

    private nn.Module Made() => Create(new Generator(1)).to(float64);

    private Tensor[] Given() => Inputs(new Generator(2));

    [Fact]
    public void Forward_SmallChanges_GradientsEqualFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var layer = Made();
        FiniteDifferences.Check(inputs => Run(layer, inputs), Given, GradientTolerance);

        if (!layer.parameters().Any())
            return;
        layer.zero_grad();
        var given = Given();
        GoldenTensors.Weighted(Run(layer, given)).backward();
        foreach (var (name, parameter) in layer.named_parameters())
            FiniteDifferences.Check(() => GoldenTensors.Weighted(Run(layer, given)).item<double>(), parameter, parameter.grad, GradientTolerance, name);
    }

    [Fact]
    public void Forward_SamplesInAnotherOrder_GivesTheirOutputsInThatOrder()
    {
        if (!SamplesAreApart)
            return;
        using var scope = NewDisposeScope();
        using var layer = Made();
        var inputs = Given();
        var order = arange(inputs[0].shape[0]).flip(0);
        var expected = Run(layer, inputs).index_select(0, order);
        var found = Run(layer, [.. inputs.Select(input => input.index_select(0, order))]);

        GoldenTensors.AssertClose(expected.contiguous().data<double>().ToArray(), found, 1e-10, "output");
    }

    [Fact]
    public void Forward_AssetsInAnotherOrder_GivesTheirOutputsInThatOrder()
    {
        if (!IsEquivariant)
            return;
        using var scope = NewDisposeScope();
        using var layer = Made();
        var inputs = Given();
        var order = arange(inputs[0].shape[^1]).roll(1);
        var expected = Run(layer, inputs).index_select(-1, order);
        var found = Run(layer, [.. inputs.Select(input => Permuted(input, order))]);

        GoldenTensors.AssertClose(expected.contiguous().data<double>().ToArray(), found, 1e-10, "output");
    }

    [Fact]
    public void Forward_Repeated_GivesTheSameBitsAndLeavesOneTensor()
    {
        using var scope = NewDisposeScope();
        using var layer = Made();
        var inputs = Given();
        var first = Run(layer, inputs);
        var before = scope.DisposablesCount;
        var second = Run(layer, inputs);

        Assert.Equal(before + 1, scope.DisposablesCount);
        Assert.Equal(first.contiguous().data<double>().ToArray(), second.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Forward_SinglePrecision_IsCloseToDouble()
    {
        using var scope = NewDisposeScope();
        using var layer = Made();
        var expected = Run(layer, Given());
        using var single = Create(new Generator(1));
        var found = Run(single, [.. Given().Select(input => input.to(float32))]);

        Assert.Equal(ScalarType.Float32, found.dtype);
        GoldenTensors.AssertClose(expected.contiguous().data<double>().ToArray(), found, 2e-4, "output");
    }

    [Fact]
    public void Forward_OneDimensionTooMany_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var layer = Made();
        if (ChecksDimensions)
            Assert.Throws<ArgumentException>(() => Run(layer, [.. Given().Select(input => input.unsqueeze(0))]));
    }

    private protected virtual bool ChecksDimensions => true;

    // Series and scores move with the last dimension, covariances with their last two.
    private static Tensor Permuted(Tensor input, Tensor order) =>
        input.dim() == 3 && input.shape[1] == input.shape[2] ? input.index_select(1, order).index_select(2, order) : input.index_select(-1, order);
}
