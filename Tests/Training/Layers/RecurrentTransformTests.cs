using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>LSTMs by the fused kernels: states and gradients of libtorch's operator in float64, whatever the layers and directions.</summary>
[Collection(TorchCollection.Name)]
public sealed class RecurrentTransformTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Forward_FusedLstm_IsLibtorchs(int layers, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        using var fused = new RecurrentTransform(3, 10, RecurrentCell.Lstm, generator, bidirectional, layers);
        using var plain = new RecurrentTransform(3, 10, RecurrentCell.Lstm, generator, bidirectional, layers);
        plain.load_state_dict(fused.state_dict());
        plain.to(float64);
        var input = randn([4, 3, 7, 5], generator: generator);
        var given = randn([4, 10, 7, 5], generator: generator);
        var (mine, theirs) = (input.clone().requires_grad_(), input.to(float64).requires_grad_());
        var (ours, expected) = (fused.call(mine), plain.call(theirs));
        Near(expected, ours);
        Near(expected.select(2, -1).transpose(1, 2), fused.Newest(mine));
        Near(expected.select(2, -1).transpose(1, 2), plain.Newest(theirs));
        ours.mul(given).sum().add(fused.Newest(mine).square().sum()).backward();
        expected.mul(given.to(float64)).sum().add(plain.Newest(theirs).square().sum()).backward();
        Near(theirs.grad!, mine.grad!);
        foreach (var ((name, one), (_, other)) in plain.named_parameters().Zip(fused.named_parameters())) Near(one.grad!, other.grad!, name);
        using var still = no_grad();
        Near(expected, fused.call(input));
    }

    /// <summary>A graph that is kept can be gone through twice.</summary>
    [Fact]
    public void Backward_Twice_GivesTheGradientTwice()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        using var network = new RecurrentTransform(1, 4, RecurrentCell.Lstm, generator);
        var loss = network.Newest(randn([2, 1, 6, 3], generator: generator)).square().sum();
        loss.backward(retain_graph: true);
        double[] once = [.. network.parameters().SelectMany(parameter => parameter.grad!.to(float64).data<double>().ToArray())];
        loss.backward();
        double[] twice = [.. network.parameters().SelectMany(parameter => parameter.grad!.to(float64).data<double>().ToArray())];
        Assert.Equal(once.Select(value => 2 * value), twice);
    }

    private static void Near(Tensor expected, Tensor found, string what = "")
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.Equal(ScalarType.Float64, expected.dtype);
        var apart = expected.sub(found.to(float64)).abs().max().item<double>() / expected.abs().max().item<double>();
        Assert.True(apart <= 2e-6, $"{what}: {apart}");
    }
}
