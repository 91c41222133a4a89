using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Loop;

[Collection(TorchCollection.Name)]
public sealed class EarlyStoppingTests
{
    private static readonly ValidationScore[] Scores =
        [.. new[] { 5.0, 3.0, 4.0, 2.0, 2.5, 2.4, 2.3, 1.0 }.Select(loss => new ValidationScore(loss, -loss))];

    private static (TrainingResult Result, EarlyStopping Stopping, List<float[]> States, float[] Final) Run(
        EarlyStopping stopping, ValidationScore[] scores)
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 10, features: 3, x => x[0], noise: 1);
        using var tensors = new DatasetTensors(dataset);
        using var batches = new BatchLoader(tensors, [.. Enumerable.Range(0, 100)], 25, 1);
        using var network = new DenseNetwork(new DenseNetworkOptions { HiddenLayers = [4] }, InputScaling.None(3), seed: 1);
        var states = new List<float[]>();

        var result = new Trainer(new TrainerOptions { Epochs = scores.Length }).Fit(
            network, (p, y) => nn.functional.mse_loss(p, y), batches,
            () =>
            {
                states.Add(State(network));
                return scores[states.Count - 1];
            },
            [stopping]);
        return (result, stopping, states, State(network));
    }

    private static float[] State(DenseNetwork network) =>
        [.. network.state_dict().OrderBy(e => e.Key, StringComparer.Ordinal).SelectMany(e => e.Value.detach().contiguous().data<float>().ToArray())];

    [Theory]
    [InlineData(MonitoredFigure.ValidationLoss)]
    [InlineData(MonitoredFigure.ValidationScore)]
    public void Fit_NoImprovementForTheWhole_StopsAndRestoresTheBestBits(MonitoredFigure figure)
    {
        var (result, stopping, states, final) = Run(new EarlyStopping(figure, patience: 3), Scores);

        Assert.Equal(TrainingStatus.Stopped, result.Status);
        Assert.Equal(7, result.History.Count);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(states[3], final);
        Assert.NotEqual(states[6], final);
    }

    [Fact]
    public void Fit_PatienceNotUsedUp_RestoresTheBestOfAll()
    {
        var (result, stopping, states, final) = Run(new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 4), Scores[..7]);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(states[3], final);
    }

    [Fact]
    public void Fit_SmallImprovements_DoNotCount()
    {
        var (_, stopping, states, final) = Run(new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 9, minimumImprovement: 1.5), Scores);

        Assert.Equal(8, stopping.BestEpoch); // 5, then 3 (by 2), then 1 (by 2)
        Assert.Equal(states[7], final);
    }

    [Fact]
    public void Fit_LaterEpochsDiverge_KeepsTheBest()
    {
        var (result, stopping, states, final) = Run(
            new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 9), [.. Scores[..4], new ValidationScore(double.NaN, double.NaN), Scores[4]]);

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(states[3], final);
    }

    [Fact]
    public void Fit_NoValidation_IsRefused()
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 10, features: 3, x => x[0], noise: 1);
        using var tensors = new DatasetTensors(dataset);
        using var batches = new BatchLoader(tensors, [1, 2, 3], 25, 1);
        using var network = new DenseNetwork(new DenseNetworkOptions(), InputScaling.None(3), seed: 1);

        Assert.Throws<InvalidOperationException>(() => new Trainer(new TrainerOptions()).Fit(
            network, (p, y) => nn.functional.mse_loss(p, y), batches, null, [new EarlyStopping(MonitoredFigure.ValidationLoss, 1)]));
    }

    [Fact]
    public void Constructor_NoPatience_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new EarlyStopping(MonitoredFigure.ValidationLoss, 0));
        Assert.Throws<ArgumentException>(() => new EarlyStopping(MonitoredFigure.ValidationLoss, 1, -1));
    }
}
