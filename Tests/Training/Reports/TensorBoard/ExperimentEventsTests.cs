using LeanDeep.Models.Features;
using LeanDeep.Tests.Training.Feedforward;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Reports.TensorBoard;

namespace LeanDeep.Tests.Training.Reports.TensorBoard;

public sealed class ExperimentEventsTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TrainingRunner? _runner;
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<TrainingOutcome> Train(double rate = 3e-3)
    {
        var table = FeatureSet.Chapter17.Compute(ReversalMarket.Of(seed: 1, names: 20, sessions: 200, 0.4));
        var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
        var config = new ExperimentConfig
        {
            Name = "small",
            Data = new DataConfig { Folder = "none" },
            Model = new ModelGrid { HiddenLayers = [[4], [8, 4]], BatchSize = [64], Epochs = 3, LearningRate = [rate] },
            Split = new SplitConfig { Folds = 2, TrainLength = 80, TestLength = 20, HoldoutSessions = 20 },
            Output = _folder,
        };
        _runner = new TrainingRunner(new ExperimentDataset(rows, [], "key"), config, FoldPlan.Of(rows, config.Split), Path.Combine(_folder, "trainings"));
        return _runner.Run(ExperimentRun.Grid(config), threads: 1);
    }

    private IReadOnlyList<string> Write(IReadOnlyList<TrainingOutcome> outcomes, DateTimeOffset time) =>
        ExperimentEvents.Write(outcomes, _runner!.Parameters, Path.Combine(_folder, "tensorboard"), "host", _ => time);

    [Fact]
    public void Write_Grid_GivesEachTrainingARunWithItsFigures()
    {
        var outcomes = Train();

        var files = Write(outcomes, Time);

        Assert.Equal(
            ["4-dropout0.1-batch64/fold00-seed1", "4-dropout0.1-batch64/fold01-seed1", "8-4-dropout0.1-batch64/fold00-seed1", "8-4-dropout0.1-batch64/fold01-seed1"],
            files.Select(file => Path.GetRelativePath(Path.Combine(_folder, "tensorboard"), Path.GetDirectoryName(file)!)));
        foreach (var (outcome, file) in outcomes.Zip(files))
        {
            var entries = EventReader.Read(File.ReadAllBytes(file));
            Assert.Equal(outcome.Losses.Select(v => (float)v), entries.Where(e => e.Tag == "loss").Select(e => e.Scalar!.Value));
            Assert.Equal(outcome.Correlations.Select(days => (float)days.Average()), entries.Where(e => e.Tag == "information coefficient").Select(e => e.Scalar!.Value));
            Assert.Equal([1, 2, 3], entries.Where(e => e.Tag == "hidden.0/weights").Select(e => e.Step));
        }
        var deep = EventReader.Read(File.ReadAllBytes(files[2])).Where(e => e.Step == 3 && e.Histogram != null).ToDictionary(e => e.Tag!, e => e.Histogram![3][0]);
        Assert.Equal(
            new Dictionary<string, double> { ["hidden.0/weights"] = 31 * 8, ["hidden.0/biases"] = 8, ["hidden.1/weights"] = 32, ["hidden.1/biases"] = 4, ["output/weights"] = 4, ["output/biases"] = 1 },
            deep);
    }

    [Fact]
    public void Write_Again_ReplacesWhatWasThere()
    {
        var outcomes = Train();
        var first = Write(outcomes, Time);
        var bytes = File.ReadAllBytes(first[0]);
        File.Delete(first[1]); // as if the first call had been killed here
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(first[1])!, ".writing"), "torn");

        Assert.Equal(bytes, File.ReadAllBytes(Write(outcomes, Time)[0]));
        var later = Write(outcomes, Time.AddDays(1));

        Assert.Equal(later.Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(_folder, "tensorboard"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_DivergedTraining_EndsWithItsLoss()
    {
        var outcomes = Train(rate: 1e30);
        Assert.True(outcomes[0].Diverged);

        var entries = EventReader.Read(File.ReadAllBytes(Write(outcomes, Time)[0]));

        Assert.Equal("information coefficient", entries[^1].Tag);
        Assert.True(float.IsNaN(entries[^2].Scalar!.Value));
    }
}
