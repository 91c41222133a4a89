using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>Layers whose output is weights.</summary>
public abstract class AllocatorContract : LayerContract
{
    private protected override bool IsEquivariant => true;

    /// <summary>What weights must satisfy, (samples, assets).</summary>
    private protected virtual void AssertAllowed(Tensor weights) =>
        GoldenTensors.AssertClose([1, 1, 1], weights.sum(1L), 1e-12, "sum of weights");

    [Fact]
    public void Forward_AnyInput_GivesAllowedWeights()
    {
        using var scope = NewDisposeScope();
        using var layer = Create(new Generator(1)).to(float64);
        AssertAllowed(Run(layer, Inputs(new Generator(3))));
    }
}

public sealed class MinimumVarianceTests : AllocatorContract
{
    private protected override nn.Module Create(Generator generator) => new AnalyticalMarkowitz();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 3, 4)];

    [Fact]
    public void Forward_DiagonalCovariance_WeighsByInverseVariance()
    {
        using var scope = NewDisposeScope();
        using var layer = new AnalyticalMarkowitz();
        GoldenTensors.AssertClose([0.25, 0.25, 0.25, 0.25], layer.call(eye(4, dtype: float64).unsqueeze(0)), 1e-15, "equal");
        GoldenTensors.AssertClose([0.2, 0.3, 0.5], layer.call(tensor(new[] { 1 / 2.0, 1 / 3.0, 1 / 5.0 }).diag().unsqueeze(0)), 1e-15, "unequal");
    }
}

public sealed class TangencyTests : AllocatorContract
{
    private protected override nn.Module Create(Generator generator) => new AnalyticalMarkowitz();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 3, 4), rand([3, 4], dtype: float64, generator: generator).add(0.5)];
}

public sealed class NestedClustersTests : AllocatorContract
{
    private protected override nn.Module Create(Generator generator) => new NestedClusters(2, seed: 5);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 3, 5), rand([3, 5], dtype: float64, generator: generator).add(0.5)];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Forward_OneClusterOrOneForEachAsset_IsTheAnalyticalPortfolio(int clusters)
    {
        using var scope = NewDisposeScope();
        var covariance = Sample.Covariance(new Generator(4), 3, 5);
        using var analytical = new AnalyticalMarkowitz();
        using var nested = new NestedClusters(clusters, seed: 1);

        GoldenTensors.AssertClose(analytical.call(covariance).data<double>().ToArray(), nested.call(covariance), 1e-12, "weights");
    }

    [Fact]
    public void Forward_IdenticalAssets_GivesNoNaN()
    {
        using var scope = NewDisposeScope();
        using var nested = new NestedClusters(3, seed: 1);
        var weights = nested.call(eye(4, dtype: float64).mul(0.04).add(0.01).unsqueeze(0));

        GoldenTensors.AssertClose([0.25, 0.25, 0.25, 0.25], weights.mean([1], keepdim: true).expand(1, 4), 1e-12, "mean");
        Assert.True(weights.isfinite().all().item<bool>());
    }
}

public sealed class ResampledAllocatorTests : AllocatorContract
{
    private protected override bool IsEquivariant => false; // the draws have an order
    private protected override nn.Module Create(Generator generator) => new ResampledAllocator(new AnalyticalMarkowitz(), draws: 12, seed: 7, portfolios: 3);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 3, 3), rand([3, 3], dtype: float64, generator: generator).add(3)];

    // The draws belong to the place of a sample.
    private protected override bool SamplesAreApart => false;

    [Fact]
    public void Forward_ManyDraws_ApproachesThePlainPortfolio()
    {
        using var scope = NewDisposeScope();
        var covariance = Sample.Covariance(new Generator(4), 1, 3);
        using var plain = new AnalyticalMarkowitz();
        using var resampled = new ResampledAllocator(new AnalyticalMarkowitz(), draws: 20000, seed: 1, portfolios: 4);

        GoldenTensors.AssertClose(plain.call(covariance).data<double>().ToArray(), resampled.call(covariance), 0.01, "weights");
    }
}

public sealed class SoftmaxAllocatorTests : AllocatorContract
{
    private protected override nn.Module Create(Generator generator) => new SoftmaxAllocator(0.7);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 3, 5)];
}

public abstract class CappedContract : AllocatorContract
{
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 3, 5)];

    private protected abstract nn.Module<Tensor, Tensor> Capped(double cap);

    private protected override nn.Module Create(Generator generator) => Capped(0.34);

    private protected override void AssertAllowed(Tensor weights)
    {
        base.AssertAllowed(weights);
        Assert.True(weights.ge(0).logical_and(weights.le(0.34)).all().item<bool>());
    }

    [Fact]
    public void Forward_CapThatLeavesOneChoice_GivesEqualWeights()
    {
        using var scope = NewDisposeScope();
        GoldenTensors.AssertClose([0.2, 0.2, 0.2, 0.2, 0.2], Capped(0.2).call(Sample.Normal(new Generator(1), 1, 5)), 1e-12, "weights");
    }

    [Fact]
    public void Forward_EqualScores_GivesEqualWeights()
    {
        using var scope = NewDisposeScope();
        GoldenTensors.AssertClose([0.25, 0.25, 0.25, 0.25], Capped(0.3).call(zeros([1, 4], dtype: float64)), 1e-12, "weights");
    }

    [Fact]
    public void Forward_ScoresFarApart_StaysWithinTheCap()
    {
        using var scope = NewDisposeScope();
        var weights = Capped(0.4).call(tensor(new[] { 3000.0, 1000, -1000, -2000 }, [1, 4]));

        GoldenTensors.AssertClose([0.4, 0.4, 0.2, 0], weights, 1e-12, "weights");
    }

    [Fact]
    public void Forward_CapTooLow_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => Capped(0.2).call(zeros(1, 4)));
        Assert.Throws<ArgumentException>(() => Capped(0));
    }
}

public sealed class CappedSoftmaxTests : CappedContract
{
    private protected override nn.Module<Tensor, Tensor> Capped(double cap) => new SoftmaxAllocator(1, cap);

    [Fact]
    public void Forward_PublishedExample_IsReproduced()
    {
        using var scope = NewDisposeScope();
        var weights = Capped(0.34).call(tensor(new[] { 1.7909, -2, -0.6818, -0.4972, 0.0333 }, [1, 5]));
        GoldenTensors.AssertClose([0.34, 0.0391, 0.1462, 0.1758, 0.2989], weights, 5e-5, "weights");
    }
}

public sealed class SparsemaxAllocatorTests : CappedContract
{
    private protected override nn.Module<Tensor, Tensor> Capped(double cap) => new SparsemaxAllocator(1, cap);

    [Theory]
    [InlineData(1.0, new[] { 1, 2.3, 2.1 }, new[] { 0, 0.6, 0.4 })]
    [InlineData(1.0, new[] { 0.6655, -0.996, 1.1463, 1.9849, -0.1662 }, new[] { 0, 0, 0.0807, 0.9193, 0 })]
    [InlineData(0.34, new[] { 1.7909, -2, -0.6818, -0.4972, 0.0333 }, new[] { 0.34, 0, 0.0677, 0.2523, 0.34 })]
    public void Forward_PublishedExamples_AreReproduced(double cap, double[] scores, double[] expected)
    {
        using var scope = NewDisposeScope();
        GoldenTensors.AssertClose(expected, Capped(cap).call(tensor(scores, [1, scores.Length])), 5e-5, "weights");
    }
}

public sealed class NormalisedTanhTests : AllocatorContract
{
    private protected override nn.Module Create(Generator generator) => new NormalisedTanh();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 3, 4)];

    private protected override void AssertAllowed(Tensor weights) => GoldenTensors.AssertClose([1, 1, 1], weights.abs().sum(1L), 1e-12, "gross exposure");

    [Fact]
    public void Forward_NoScores_GivesNoPositions()
    {
        using var scope = NewDisposeScope();
        using var layer = new NormalisedTanh();
        GoldenTensors.AssertClose([0, 0], layer.call(zeros([1, 2], dtype: float64)), 0, "weights");
    }
}

public sealed class WeightNormalisationTests : AllocatorContract
{
    private protected override bool IsEquivariant => false;
    private protected override bool ChecksDimensions => false;

    private protected override nn.Module Create(Generator generator)
    {
        var layer = new WeightNormalisation(4);
        using (no_grad())
            layer.parameters().Single().copy_(tensor(new[] { 0.5f, -0.3f, 1.2f, 0.1f }));
        return layer;
    }

    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 3, 2)];

    [Fact]
    public void Forward_NoPositiveWeight_GivesEqualWeights()
    {
        using var scope = NewDisposeScope();
        using var layer = new WeightNormalisation(4);
        using (no_grad())
            layer.parameters().Single().fill_(-1);
        GoldenTensors.AssertClose([0.25, 0.25, 0.25, 0.25], layer.call(zeros(1, 1)), 0, "weights");
    }
}
