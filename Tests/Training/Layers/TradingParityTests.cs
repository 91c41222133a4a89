using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>Layers give what the closed forms of Models give at trading time.</summary>
[Collection(TorchCollection.Name)]
public sealed class TradingParityTests
{
    private const int Samples = 50, Assets = 12;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    [InlineData(0.1)]
    public void CappedLayers_RandomScores_EqualTheClosedForms(double cap)
    {
        using var scope = NewDisposeScope();
        using var softmax = new SoftmaxAllocator(1, cap);
        using var sparsemax = new SparsemaxAllocator(1, cap);
        var scores = Sample.Normal(new Generator(3), Samples, Assets).mul(2);
        var (rows, soft, sparse) = (scores.data<double>().ToArray(), softmax.call(scores), sparsemax.call(scores));
        var weights = new double[Assets];
        for (var i = 0; i < Samples; i++)
        {
            CappedSoftmax.Allocate(rows.AsSpan(i * Assets, Assets), cap, weights);
            GoldenTensors.AssertClose(weights, soft[i], 1e-12, "softmax");
            CappedSimplex.Project(rows.AsSpan(i * Assets, Assets), cap, weights);
            GoldenTensors.AssertClose(weights, sparse[i], 1e-12, "sparsemax");
        }
    }

    [Fact]
    public void NestedClusters_SameSeed_EqualsTheRule()
    {
        using var scope = NewDisposeScope();
        using var layer = new NestedClusters(3, seed: 5);
        var covariance = Sample.Covariance(new Generator(3), Samples, Assets);
        var (matrices, found) = (covariance.data<double>().ToArray(), layer.call(covariance));
        var weights = new double[Assets];
        for (var i = 0; i < Samples; i++)
        {
            NestedClusteredOptimisation.Allocate(matrices.AsSpan(i * Assets * Assets, Assets * Assets), [], 3, 10, new Random(5), weights);
            GoldenTensors.AssertClose(weights, found[i], 1e-10, $"weights {i}");
        }
    }
}
