using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Transforms;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Networks.Allocators;

/// <summary>What every allocator network owes beside what a layer does: weights of its side, and first weights from the seed alone.</summary>
public abstract class AllocatorNetworkContract : LayerContract
{
    private protected override bool IsEquivariant => true;
    private protected override double GradientTolerance => 1e-6;
    private protected virtual PositionSide Side => PositionSide.LongOnly;

    private protected abstract AllocatorNetwork Network(long seed);

    private protected override nn.Module Create(Generator generator)
    {
        var network = Network(1);
        network.eval();
        return network;
    }

    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 3, 2, 6, 4)];

    [Fact]
    public void Forward_AnyInput_GivesWeightsOfItsSide()
    {
        using var scope = NewDisposeScope();
        using var network = Create(new Generator(1)).to(float64);
        var weights = Run(network, Inputs(new Generator(3)));

        GoldenTensors.AssertClose([1, 1, 1], Side == PositionSide.LongOnly ? weights.sum(1L) : weights.abs().sum(1L), 1e-12, "exposure");
        if (Side == PositionSide.LongOnly)
            Assert.True(weights.ge(0).all().item<bool>());
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameParameters()
    {
        using var scope = NewDisposeScope();
        using var first = Network(4);
        rand(3); // what else is drawn does not matter
        using var second = Network(4);
        foreach (var (a, b) in first.parameters().Zip(second.parameters()))
            Assert.Equal(a.detach().reshape(-1).data<float>().ToArray(), b.detach().reshape(-1).data<float>().ToArray());
    }
}

public sealed class DummyNetworkTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new DummyNetwork(2);
}

public sealed class MinimalNetworkTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new MinimalNetwork(4);

    [Fact]
    public void Parameters_Count_IsThatOfTheAssets() => Assert.Equal(7, new MinimalNetwork(7).parameters().Sum(p => p.numel()));
}

public sealed class LinearNetworkTests : AllocatorNetworkContract
{
    private protected override bool IsEquivariant => false;
    private protected override AllocatorNetwork Network(long seed) => new LinearNetwork(2, 6, 4, seed);

    [Fact]
    public void Parameters_Count_IsTheFormula()
    {
        using var network = new LinearNetwork(2, 3, 5, seed: 1);
        const int features = 2 * 3 * 5;
        Assert.Equal(2 * features + features * 5 + 5 + 1, network.parameters().Sum(p => p.numel()));
        Assert.Throws<ArgumentException>(() => network.call(zeros(2, 2, 4, 5)));
    }
}

public sealed class KeynesLstmTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new KeynesNetwork(2, KeynesTransform.Lstm, seed, hidden: 8);
}

public sealed class KeynesConvolutionTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new KeynesNetwork(2, KeynesTransform.Convolution, seed, hidden: 8);
}

public sealed class ThorpNetworkTests : AllocatorNetworkContract
{
    private protected override bool IsEquivariant => false;

    private protected override AllocatorNetwork Network(long seed)
    {
        var network = new ThorpNetwork(4, 0.6);
        using (no_grad())
            foreach (var parameter in network.parameters())
                parameter.add_(rand(parameter.shape, generator: new Generator((ulong)seed)).mul(0.5));
        return network;
    }

    [Fact]
    public void Parameters_Count_IsTheFormula() => Assert.Equal(6 * 6 + 6 + 2, new ThorpNetwork(6).parameters().Sum(p => p.numel()));
}

public sealed class BachelierNetworkTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new BachelierNetwork(2, 4, seed, hidden: 6, cap: 0.6);
}

public sealed class ConstrainedNetworkTests : AllocatorNetworkContract
{
    private static AllocationLimits Limits(double turnover = double.PositiveInfinity) => new(["A", "B", "C", "D"])
    {
        Upper = [0.5, 0.5, 0.5, 0.5],
        GroupNames = ["first"],
        GroupMatrix = [1, 1, 0, 0],
        GroupLower = [0],
        GroupUpper = [0.45],
        Turnover = turnover,
    };

    private protected override bool IsEquivariant => false; // the group is of places

    private protected override AllocatorNetwork Network(long seed) => new ConstrainedNetwork(new RecurrentAllocator(2, RecurrentCell.Lstm, seed, hidden: 5), Limits());

    [Fact]
    public void Decide_HeldWeightsAndUniverse_StaysWithinTheLimits()
    {
        using var scope = NewDisposeScope();
        using var network = new ConstrainedNetwork(new KeynesNetwork(2, KeynesTransform.Convolution, seed: 1, hidden: 8), Limits(turnover: 0.3));
        var held = full([3, 4], 0.25);
        held[1] = tensor(new[] { 0.2f, 0.2f, 0.3f, 0.3f });
        var universe = ones([3, 4], dtype: ScalarType.Bool);
        universe[2, 3] = tensor(false);
        var weights = network.Decide(randn([3, 2, 6, 4], generator: new Generator(1)), held, universe);

        Assert.Equal(AllocationStatus.Optimal, network.Results!.Statuses[0]);
        Assert.Equal(AllocationStatus.Optimal, network.Results.Statuses[1]);
        Assert.Equal(AllocationStatus.Infeasible, network.Results.Statuses[2]); // a quarter cannot be sold and placed with a turnover of 0.3
        Assert.True(weights.narrow(0, 0, 2).sub(held.narrow(0, 0, 2)).abs().sum(1L).le(0.3 + 1e-6).all().item<bool>());
        Assert.True(weights.narrow(0, 0, 2).narrow(1, 0, 2).sum(1L).le(0.45 + 1e-6).all().item<bool>());
        Assert.True(weights.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_ManyAssetsInSinglePrecision_IsCertified(bool bachelier)
    {
        using var scope = NewDisposeScope();
        var limits = new AllocationLimits([.. Enumerable.Range(0, 40).Select(i => $"N{i}")]) { Upper = [.. Enumerable.Repeat(0.1, 40)] };
        using ProblemNetwork network = bachelier
            ? new BachelierNetwork(2, 40, seed: 1, hidden: 8, limits: limits)
            : new ConstrainedNetwork(new RecurrentAllocator(2, RecurrentCell.Gru, seed: 1, hidden: 5), limits);
        var common = randn([6, 2, 30, 1], generator: new Generator(1));
        network.call(randn([6, 2, 30, 40], generator: new Generator(2)).add(common).mul(0.01));

        Assert.All(network.Results!.Statuses, status => Assert.Equal(AllocationStatus.Optimal, status));
    }

    [Fact]
    public void Pose_Input_GivesWhatTheSolverAnswers()
    {
        using var scope = NewDisposeScope();
        using var network = new ConstrainedNetwork(new RecurrentAllocator(2, RecurrentCell.Gru, seed: 1, hidden: 5), Limits());
        var input = randn([3, 2, 6, 4], generator: new Generator(1)).mul(0.01);
        var problem = network.Pose(input);
        using var layer = new ConstrainedAllocator(Limits());
        var weights = layer.Allocate(problem.Returns, problem.Covariance, problem.RiskAversion, problem.Ridge);

        Assert.Equal(weights.data<float>().ToArray(), network.call(input).data<float>().ToArray());
        Assert.Equal(1, problem.Covariance.diagonal(0, 1, 2).mean([1]).mul(problem.RiskAversion).mean().item<float>(), 5); // γ of the mean variance
    }
}

/// <summary>The gradient with a limit on volatility that binds in some samples.</summary>
public sealed class VolatilityLimitedNetworkTests : AllocatorNetworkContract
{
    private const double Volatility = 0.55; // of inputs with a deviation of 1

    private static AllocationLimits Limits() => new(["A", "B", "C", "D"]) { Volatility = Volatility };

    private protected override AllocatorNetwork Network(long seed) =>
        new ConstrainedNetwork(new RecurrentAllocator(2, RecurrentCell.Lstm, seed, hidden: 5), Limits(), riskAversion: 0.05, ridge: 0.01);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decide_VolatilityOfTheInputs_StaysWithinTheLimit(bool bachelier)
    {
        using var scope = NewDisposeScope();
        using var network = bachelier ? new BachelierNetwork(2, 4, seed: 1, hidden: 6, limits: Limits()) : (ProblemNetwork)Network(1);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name.Contains("norm_layer", StringComparison.Ordinal)) parameter.add_(0.7); // what normalisation learned must not show
                else if (name.Contains("gamma", StringComparison.Ordinal)) parameter.mul_(0.1);
        network.to(float64).eval();
        var (input, binding) = (Inputs(new Generator(3))[0], 0);
        var weights = network.call(input);
        for (var sample = 0; sample < input.shape[0]; sample++)
        {
            double[] covariance = new double[16], w = weights[sample].data<double>().ToArray();
            ShrunkCovariance.Estimate(input[sample, 0].contiguous().data<double>().ToArray(), 0.5, covariance);
            var risk = Math.Sqrt(Enumerable.Range(0, 16).Sum(i => w[i / 4] * covariance[i] * w[i % 4]));
            Assert.Equal(AllocationStatus.Optimal, network.Results!.Statuses[sample]);
            Assert.InRange(risk, 0, Volatility + 1e-9);
            binding += network.Results.Binding(sample).Any(price => price.Constraint.Kind == ConstraintKind.Volatility) ? 1 : 0;
            if (network.Results.Binding(sample).Any(price => price.Constraint.Kind == ConstraintKind.Volatility)) Assert.Equal(Volatility, risk, 1e-8);
        }
        Assert.InRange(binding, 1, input.shape[0]);
    }
}

public sealed class FactorNetworkTests : AllocatorNetworkContract
{
    private static AllocationLimits Limits(int assets) => new([.. Enumerable.Range(0, assets).Select(i => $"N{i}")]) { Upper = [.. Enumerable.Repeat(0.5, assets)] };

    private protected override AllocatorNetwork Network(long seed) => new FactorNetwork(2, 2, Limits(4), seed, hidden: 5);

    [Fact]
    public void Pose_LookbackShorterThanTheAssets_GivesADefiniteCovariance()
    {
        using var scope = NewDisposeScope();
        using var network = new FactorNetwork(1, 3, Limits(30), seed: 1);
        var input = randn([4, 1, 5, 30], generator: new Generator(1));
        network.call(input);

        Assert.True(linalg.eigvalsh(network.Pose(input).Covariance).min().item<float>() >= 0.9e-3);
        Assert.All(network.Results!.Statuses, status => Assert.Equal(AllocationStatus.Optimal, status));
    }
}

public sealed class ConvolutionalAllocatorTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new ConvolutionalAllocator(2, 4, seed, hidden: 6);
}

public sealed class LongShortConvolutionalAllocatorTests : AllocatorNetworkContract
{
    private protected override PositionSide Side => PositionSide.LongShort;
    private protected override AllocatorNetwork Network(long seed) => new ConvolutionalAllocator(2, 3, seed, hidden: 6, PositionSide.LongShort);
}

public sealed class RecurrentAllocatorTests : AllocatorNetworkContract
{
    private protected override AllocatorNetwork Network(long seed) => new RecurrentAllocator(2, RecurrentCell.Simple, seed, hidden: 5);
}

public sealed class LstmAllocatorTests : AllocatorNetworkContract
{
    private protected override PositionSide Side => PositionSide.LongShort;
    private protected override AllocatorNetwork Network(long seed) => new RecurrentAllocator(2, RecurrentCell.Lstm, seed, hidden: 5, PositionSide.LongShort);
}
