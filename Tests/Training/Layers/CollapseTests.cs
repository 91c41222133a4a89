using LeanDeep.Training.Layers.Collapses;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

public abstract class CollapseContract : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override bool ChecksDimensions => false;
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 3, 5, 4)];
}

public sealed class AverageCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new AverageCollapse();
}

public sealed class SumCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new SumCollapse(1);
}

public sealed class MaxCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new MaxCollapse();
}

public sealed class ElementCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new ElementCollapse();
}

public sealed class LearnedExponentialCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new ExponentialCollapse(null);
}

public sealed class FixedExponentialCollapseTests : CollapseContract
{
    private protected override nn.Module Create(Generator generator) => new ExponentialCollapse(0.7);

    [Fact]
    public void Forward_FactorZero_IsTheMean()
    {
        using var scope = NewDisposeScope();
        var input = Sample.Normal(new Generator(1), 2, 3, 5, 4);

        GoldenTensors.AssertClose(input.mean([2]).contiguous().data<double>().ToArray(), new ExponentialCollapse(0).call(input), 1e-15, "output");
    }
}

public sealed class AttentionCollapseTests : CollapseContract
{
    private protected override bool ChecksDimensions => true;
    private protected override nn.Module Create(Generator generator) => new AttentionCollapse(3, generator);
}
