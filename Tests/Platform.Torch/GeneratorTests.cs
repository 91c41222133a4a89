using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

[Collection(nameof(GlobalState))]
public sealed class GeneratorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void SameSeed_SameDraws_OfEveryKind()
    {
        using var a = new Generator(42);
        using var b = new Generator(42);
        Near.Equal(rand(3, 4, generator: a), rand(3, 4, generator: b), "rand", 0);
        Near.Equal(randn(3, 4, generator: a), randn(3, 4, generator: b), "randn", 0);
        Near.Equal(randint(10, new long[] { 20 }, generator: a), randint(10, new long[] { 20 }, generator: b), "randint", 0);
        Near.Equal(randperm(20, generator: a), randperm(20, generator: b), "randperm", 0);
        Near.Equal(zeros(9).bernoulli_(0.4, a), zeros(9).bernoulli_(0.4, b), "bernoulli", 0);
        Near.Equal(zeros(9).normal_(1, 2, a), zeros(9).normal_(1, 2, b), "normal", 0);
        Near.Equal(ones(9).div(9).multinomial(4, false, a), ones(9).div(9).multinomial(4, false, b), "multinomial", 0);
        Assert.Equal(randint_long(1000, a), randint_long(1000, b));
        Assert.Equal(42, a.initial_seed());
    }

    [Fact]
    public void DifferentSeeds_DifferentDraws()
    {
        using var a = new Generator(1);
        using var b = new Generator(2);
        Assert.False(rand([100], generator: a).allclose(rand([100], generator: b)));
    }

    [Fact]
    public void State_SavedAndRestored_RepeatsTheDraws()
    {
        using var generator = new Generator(5);
        var state = generator.get_state();
        var first = rand([10], generator: generator);
        generator.set_state(state);
        Near.Equal(first, rand([10], generator: generator), "after set_state", 0);
    }

    [Fact]
    public void Named_DoesNotMoveTheDefault()
    {
        manual_seed(3);
        var expected = rand([5]);
        manual_seed(3);
        using var generator = new Generator(9);
        rand([5], generator: generator);
        Near.Equal(expected, rand([5]), "default generator", 0);
        Assert.Equal(3, initial_seed());
    }

    [Fact]
    public void ManualSeed_GivesPythonsNumbers()
    {
        // python3 -c "import torch; g = torch.Generator().manual_seed(0); print(torch.rand(3, generator=g, dtype=torch.float64).tolist())"
        using var generator = new Generator();
        generator.manual_seed(0);
        Assert.Equal(PythonsThree, rand([3], ScalarType.Float64, generator: generator).data<double>().ToArray());
    }

    private static readonly double[] PythonsThree = [0.9700530018065531, 0.707819864399788, 0.45938294312745087];
}
