using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Networks;

public sealed class DenseParametersTests
{
    private static DenseParameters Initial(DenseNetworkOptions options, int features, long seed = 4) =>
        DenseParameters.Initial(options, InputScaling.None(features), LabelScaling.None, seed);

    [Fact]
    public void Initial_GlorotUniform_FillsItsBounds()
    {
        var layer = Initial(new DenseNetworkOptions { HiddenLayers = [200, 100] }, 30).Layers[1];
        var bound = Math.Sqrt(6.0 / 300);

        Assert.InRange(layer.Weights.Max(), 0.99 * bound, bound);
        Assert.InRange(layer.Weights.Min(), -bound, -0.99 * bound);
        Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(layer.Weights.Average(w => w * w)), 0.02 * bound);
        Assert.All(layer.Biases, b => Assert.Equal(0f, b));
    }

    [Fact]
    public void Initial_HeUniform_IsWiderThanGlorot()
    {
        var options = new DenseNetworkOptions { HiddenLayers = [300], Initialisation = WeightInitialisation.HeUniform };

        Assert.InRange(Initial(options, 60).Layers[0].Weights.Max(), 0.99 * Math.Sqrt(0.1), Math.Sqrt(0.1));
    }

    [Fact]
    public void Initial_SameSeed_GivesTheSameWeights()
    {
        var options = new DenseNetworkOptions { HiddenLayers = [8, 8] };

        Assert.Equal(Initial(options, 5).Flatten(), Initial(options, 5).Flatten());
        Assert.NotEqual(Initial(options, 5).Flatten(), Initial(options, 5, seed: 5).Flatten());
    }

    [Fact]
    public void Count_Maxout_HasKSumsAUnit()
    {
        var options = new DenseNetworkOptions { HiddenLayers = [4], Activation = Activation.Maxout, MaxoutPieces = 3, Outputs = 2 };
        var parameters = Initial(options, 5);

        Assert.Equal([12, 2], parameters.Layers.Select(l => l.Outputs));
        Assert.Equal(12 * 6 + 2 * 5, parameters.Count);
        Assert.Equal(parameters.Flatten(), parameters.With(parameters.Flatten()).Flatten());
    }

    [Fact]
    public void DropsAfter_Placement_NamesTheLayers()
    {
        var last = new DenseNetworkOptions { HiddenLayers = [3, 3, 3] };

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(last.DropsAfter));
        Assert.All(Enumerable.Range(0, 3), i => Assert.True((last with { DropoutPlacement = DropoutPlacement.AfterEachHidden }).DropsAfter(i)));
        Assert.All(Enumerable.Range(0, 3), i => Assert.False((last with { Dropout = 0 }).DropsAfter(i)));
    }
}
