using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Dense;
using LeanDeep.Training.Layers.Matrices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

public sealed class CovarianceMatrixTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new CovarianceMatrix(ShrinkageTarget.ScaledIdentity, 0.7);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 6, 3)];
}

public sealed class CovarianceRootTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new CovarianceMatrix(ShrinkageTarget.Diagonal, 0.5, root: true);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 3, 4)]; // fewer steps than assets
}

public sealed class FactorCovarianceTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new FactorCovariance();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 4, 2), rand([2, 4], dtype: float64, generator: generator).add(0.1)];
}

public sealed class SymmetricRootTests
{
    [Fact]
    public void Of_RepeatedEigenvalues_HasFiniteGradients() =>
        FiniteDifferences.Check(
            inputs => SymmetricRoot.Of(inputs[0].add(inputs[0].transpose(1, 2)).div(2)), () => [eye(3, dtype: float64).mul(0.04).unsqueeze(0).contiguous()], 1e-6, step: 1e-6);

    [Fact]
    public void Of_SingularMatrix_SquaresToIt()
    {
        using var scope = NewDisposeScope();
        var factor = Sample.Normal(new Generator(1), 2, 4, 2);
        var matrix = factor.matmul(factor.transpose(1, 2)).requires_grad_();
        var root = SymmetricRoot.Of(matrix);
        root.sum().backward();

        GoldenTensors.AssertClose(matrix.detach().contiguous().data<double>().ToArray(), root.matmul(root), 1e-13, "square");
        Assert.True(matrix.grad!.isfinite().all().item<bool>());
    }
}

public sealed class CovarianceToCorrelationTests : LayerContract
{
    private protected override nn.Module Create(Generator generator) => new CovarianceToCorrelation();
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 2, 3)];

    [Fact]
    public void Forward_TwoAssets_GivesTheirCorrelation()
    {
        using var scope = NewDisposeScope();
        using var layer = new CovarianceToCorrelation();
        GoldenTensors.AssertClose([1, 0.5, 0.5, 1], layer.call(tensor(new[] { 4.0, 3, 3, 9 }, [1, 2, 2])), 1e-15, "correlation");
    }
}

public sealed class MultiplyByConstantTests : LayerContract
{
    private protected override bool ChecksDimensions => false;
    private protected override nn.Module Create(Generator generator) => new MultiplyByConstant(3);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 3, 4, 2)];
}

public sealed class MaxoutTests : LayerContract
{
    private protected override bool ChecksDimensions => false;
    private protected override nn.Module Create(Generator generator) => new Maxout(3, 4, generator, pieces: 3);
    private protected override Tensor[] Inputs(Generator generator) => [Sample.Normal(generator, 2, 3)];
}

[Collection(TorchCollection.Name)]
public sealed class SeededDropoutTests
{
    [Fact]
    public void Forward_Training_DropsTheShareAndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        using var layer = new SeededDropout(0.3, new Generator(1));
        var found = layer.call(ones(100000));

        Assert.Equal(0.3, found.eq(0).to_type(ScalarType.Float32).mean().item<float>(), 2);
        Assert.Equal(1, found.mean().item<float>(), 2);
        using var again = new SeededDropout(0.3, new Generator(1));
        Assert.True(found.eq(again.call(ones(100000))).all().item<bool>());
        layer.eval();
        Assert.True(layer.call(ones(10)).eq(ones(10)).all().item<bool>());
    }
}
