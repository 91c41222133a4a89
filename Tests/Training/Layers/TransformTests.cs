using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

public sealed class Convolution1dTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new Convolution1d(2, 3, generator);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 6)];
}

public sealed class Convolution2dTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new Convolution2d(2, 3, generator);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 4)];
}

public sealed class TimeConvolutionTests : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override nn.Module Create(Generator generator) => new TimeConvolution(2, 3, 4, generator);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 6, 3)];

    [Fact]
    public void Forward_LaterStepChanges_EarlierOutputsStay()
    {
        using var scope = NewDisposeScope();
        using var layer = new TimeConvolution(2, 3, 4, new Generator(1));
        var input = randn([1, 2, 6, 3], generator: new Generator(2));
        var before = layer.call(input);
        input.select(2, 4).add_(1);
        var after = layer.call(input);

        Assert.True(before.narrow(2, 0, 4).eq(after.narrow(2, 0, 4)).all().item<bool>());
        Assert.False(before.narrow(2, 4, 1).eq(after.narrow(2, 4, 1)).all().item<bool>());
    }
}

public sealed class SimpleRecurrentTests : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override nn.Module Create(Generator generator) => new RecurrentTransform(2, 4, RecurrentCell.Simple, generator, layers: 2);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 3)];
}

public sealed class LstmTests : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override nn.Module Create(Generator generator) => new RecurrentTransform(2, 4, RecurrentCell.Lstm, generator, bidirectional: true);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 3)];
}

public sealed class GruTests : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override nn.Module Create(Generator generator) => new RecurrentTransform(2, 3, RecurrentCell.Gru, generator);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 3)];

    [Fact]
    public void Constructor_OddHiddenInTwoDirections_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new RecurrentTransform(2, 3, RecurrentCell.Gru, new Generator(1), bidirectional: true));
}

public sealed class WarpTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new Warp();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 3), rand([2, 5, 3], dtype: float64, generator: generator).mul(2).sub(1)];

    [Fact]
    public void Forward_TimesOfTheSteps_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        var input = Sample.Normal(new Generator(1), 2, 2, 5, 3);
        var found = new Warp().call(input, linspace(-1, 1, 5, dtype: float64).expand(2, 5));

        GoldenTensors.AssertClose(input.data<double>().ToArray(), found, 1e-14, "output");
    }
}

public sealed class ZoomTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new Zoom();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 2, 5, 3), tensor(new[] { 0.83, 1.12 })];

    [Fact]
    public void Forward_ScaleOne_ChangesNothing()
    {
        using var scope = NewDisposeScope();
        var input = Sample.Normal(new Generator(1), 2, 2, 5, 3);

        GoldenTensors.AssertClose(input.data<double>().ToArray(), new Zoom().call(input, ones(2, dtype: float64)), 1e-14, "output");
    }
}
