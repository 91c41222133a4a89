using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Validation;

[Collection(TorchCollection.Name)]
public sealed class PanelValidationTests
{
    /// <summary>A linear model of one feature with this weight.</summary>
    private static DenseNetwork Model(float weight)
    {
        var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [] }, InputScaling.None(1), seed: 1);
        using (no_grad())
            network.get_parameter("output.weight")!.fill_(weight);
        return network;
    }

    [Fact]
    public void Score_KnownModel_GivesLossInVariancesAndDailyCorrelations()
    {
        var dataset = Rows.Of(seed: 2, sessions: 30, names: 15, features: 1, x => x[0], noise: 0);
        using var tensors = new DatasetTensors(dataset);
        var rows = dataset.RowsOf(10, 19);
        var validation = new PanelValidation(dataset, tensors, rows, variance: 4);
        using DenseNetwork right = Model(1), wrong = Model(-1), broken = Model(float.NaN);

        var good = validation.Score(right);
        var bad = validation.Score(wrong);
        var none = validation.Score(broken);

        Assert.Equal(0, good.Loss, 1e-12);
        Assert.Equal(1, good.Score, 1e-12);
        var squares = dataset.Labels[rows].Average(v => (double)v * v);
        Assert.Equal(4 * squares / 4, bad.Loss, 1e-6);
        Assert.Equal(-1, bad.Score, 1e-12);
        Assert.True(double.IsNaN(none.Loss));
        Assert.Equal([10, 10, 0], validation.Days.Select(d => d.Count));
        Assert.Equal(Enumerable.Range(10, 10), validation.Days[0].Select(d => d.Session));
    }
}
