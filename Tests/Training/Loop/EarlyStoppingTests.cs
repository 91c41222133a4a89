using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Loop;

public sealed class EarlyStoppingTests
{
    private static readonly ValidationScore[] Scores =
        [.. new[] { 5.0, 3.0, 4.0, 2.0, 2.5, 2.4, 2.3, 1.0 }.Select(loss => new ValidationScore(loss, -loss))];

    private static (TrainingResult Result, EarlyStopping Stopping, int Epoch) Run(EarlyStopping stopping, ValidationScore[] scores)
    {
        var training = new ScriptedTraining(1);
        var result = new Trainer().Fit(training, scores.Length, () => scores[training.Epoch - 1], [stopping]);
        return (result, stopping, training.Epoch);
    }

    [Theory]
    [InlineData(MonitoredFigure.ValidationLoss)]
    [InlineData(MonitoredFigure.ValidationScore)]
    public void Fit_NoImprovementForTheWhole_StopsAndRestoresTheBest(MonitoredFigure figure)
    {
        var (result, stopping, epoch) = Run(new EarlyStopping(figure, patience: 3), Scores);

        Assert.Equal(TrainingStatus.Stopped, result.Status);
        Assert.Equal(7, result.History.Count);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(4, epoch);
    }

    [Fact]
    public void Fit_PatienceNotUsedUp_RestoresTheBestOfAll()
    {
        var (result, stopping, epoch) = Run(new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 4), Scores[..7]);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(4, epoch);
    }

    [Fact]
    public void Fit_SmallImprovements_DoNotCount()
    {
        var (_, stopping, epoch) = Run(new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 9, minimumImprovement: 1.5), Scores);

        Assert.Equal(8, stopping.BestEpoch); // 5, then 3 (by 2), then 1 (by 2)
        Assert.Equal(8, epoch);
    }

    [Fact]
    public void Fit_LaterEpochsDiverge_KeepsTheBest()
    {
        var (result, stopping, epoch) = Run(
            new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 9), [.. Scores[..4], new ValidationScore(double.NaN, double.NaN), Scores[4]]);

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(4, epoch);
    }

    [Fact]
    public void Fit_DenseTraining_IsGivenBackTheBestBits()
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 10, features: 3, x => x[0], noise: 1);
        using var training = DenseTraining.Create(
            TrainingBackend.Fused, dataset, [.. Enumerable.Range(0, 100)], new DenseNetworkOptions { HiddenLayers = [4] }, new TrainerOptions { BatchSize = 25 },
            InputScaling.None(3), LabelScaling.None, seed: 1);
        List<byte[]> states = [];

        new Trainer().Fit(
            training, Scores.Length,
            () =>
            {
                states.Add(State());
                return Scores[states.Count - 1];
            },
            [new EarlyStopping(MonitoredFigure.ValidationScore, patience: 3)]);

        Assert.Equal(7, states.Count);
        Assert.Equal(states[3], State());
        Assert.NotEqual(states[6], State());

        byte[] State()
        {
            using var stream = new MemoryStream();
            training.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Fit_NoValidation_IsRefused() => Assert.Throws<InvalidOperationException>(() =>
        new Trainer().Fit(new ScriptedTraining(1), 1, null, [new EarlyStopping(MonitoredFigure.ValidationLoss, 1)]));

    [Fact]
    public void Constructor_NoPatience_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new EarlyStopping(MonitoredFigure.ValidationLoss, 0));
        Assert.Throws<ArgumentException>(() => new EarlyStopping(MonitoredFigure.ValidationLoss, 1, -1));
    }
}
