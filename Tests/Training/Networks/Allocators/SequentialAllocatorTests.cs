using LeanDeep.Tests.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Networks.Allocators;

public sealed class SequentialAllocatorTests : LayerContract
{
    private const int Steps = 5, Assets = 3;

    private protected override bool IsEquivariant => true;
    private protected override bool ChecksDimensions => false;
    private protected override double GradientTolerance => 1e-6;

    private static SequentialAllocator Network(PositionSide side = PositionSide.LongOnly) => new(2, 3, seed: 1, hidden: 4, side);

    private protected override nn.Module Create(Generator generator) => Network();

    private protected override Tensor[] Inputs(Generator generator) =>
        [Sample.Normal(generator, 2, 2, 7, Assets), rand([2, Assets], dtype: float64, generator: generator).mul(0.3)];

    private static (Tensor Input, Tensor Returns, Tensor Held) Sequence()
    {
        var generator = new Generator(5);
        return (Sample.Normal(generator, 2, 2, 5 + Steps - 1, Assets), Sample.Normal(generator, 2, Steps, Assets).mul(0.05), tensor(new[] { 0.2, 0.5, 0.3, 0, 0, 0 }, [2, Assets]));
    }

    [Theory]
    [InlineData(PositionSide.LongOnly)]
    [InlineData(PositionSide.LongShort)]
    public void Unroll_Steps_EqualOneWindowAtATime(PositionSide side)
    {
        using var scope = NewDisposeScope();
        using var network = Network(side).to(float64);
        var (input, returns, held) = Sequence();
        using var path = network.Unroll(input, returns, held, 0.002);
        for (var step = 0; step < Steps; step++)
        {
            var weights = network.call(input.narrow(2, step, 5), held);
            var turnover = weights.sub(held).abs().sum(1L);
            var gross = weights.mul(returns.select(1, step)).sum(1L);
            GoldenTensors.AssertClose(weights.data<double>().ToArray(), path.Weights.select(1, step), 1e-14, $"weights {step}");
            GoldenTensors.AssertClose(turnover.data<double>().ToArray(), path.Turnover.select(1, step), 1e-14, $"turnover {step}");
            GoldenTensors.AssertClose(gross.add(1).mul(turnover.mul(-0.002).add(1)).sub(1).data<double>().ToArray(), path.Returns.select(1, step), 1e-14, $"return {step}");
            held = weights.mul(returns.select(1, step).add(1)).div(gross.add(1).unsqueeze(1));
        }
    }

    [Fact]
    public void Unroll_Path_HasGradientsThatEqualFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var network = Network().to(float64);
        var (input, returns, held) = Sequence();
        FiniteDifferences.Check(
            inputs =>
            {
                var path = network.Unroll(inputs[0], inputs[1], inputs[2], 0.01);
                return path.Returns;
            },
            () => [input.clone(), returns.clone(), held.add(0.05)], 1e-7);
    }

    [Fact]
    public void Unroll_LaterReturnsChange_EarlierDecisionsStay()
    {
        using var scope = NewDisposeScope();
        using var network = Network().to(float64);
        var (input, returns, held) = Sequence();
        using var before = network.Unroll(input, returns, held, 0.002);
        returns.select(1, 3).add_(0.5);
        input.narrow(2, 4 + 4, 1).add_(9); // what the last decision adds
        using var after = network.Unroll(input, returns, held, 0.002);

        Assert.Equal(before.Weights.narrow(1, 0, 4).contiguous().data<double>().ToArray(), after.Weights.narrow(1, 0, 4).contiguous().data<double>().ToArray());
        Assert.NotEqual(before.Weights.select(1, 4).contiguous().data<double>().ToArray(), after.Weights.select(1, 4).contiguous().data<double>().ToArray());
    }

    [Fact]
    public void Unroll_NameThatLeavesTheUniverse_IsSoldStepByStep()
    {
        using var scope = NewDisposeScope();
        using var network = Network().to(float64);
        var (input, returns, held) = Sequence();
        var universe = ones([2, Steps, Assets], dtype: ScalarType.Bool);
        universe[TensorIndex.Colon, TensorIndex.Slice(2), 1] = tensor(false);
        using var path = network.Unroll(input, zeros_like(returns), held, 0, universe);
        var weights = path.Weights[0, TensorIndex.Colon, 1].contiguous().data<double>().ToArray();

        for (var step = 2; step < Steps; step++)
            Assert.True(weights[step] < weights[step - 1] && weights[step] >= 0, $"{weights[step - 1]} then {weights[step]}");
    }

    [Fact]
    public void Forward_WindowShorterThanTheField_IsRefused()
    {
        using var network = Network();
        Assert.Equal(5, network.Field);
        Assert.Throws<ArgumentException>(() => network.call(zeros(1, 2, 4, 3), zeros(1, 3)));
    }

    [Fact]
    public void Restrict_NamesOutside_GiveTheirExposureToTheOthers()
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 0.5, 0.3, 0.2, 0.5, -0.3, -0.2 }, [2, 3]);
        var universe = tensor(new[] { true, false, true, true, true, false }, [2, 3]);

        GoldenTensors.AssertClose([0.5 / 0.7, 0, 0.2 / 0.7, 0.625, -0.375, 0], Universe.Restrict(weights, universe), 1e-15, "weights");
        GoldenTensors.AssertClose([0, 0, 0, 0, 0, 0], Universe.Restrict(weights, zeros_like(universe)), 0, "nothing left");
    }
}
