using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Loop;

public sealed class TrainerTests
{
    [Fact]
    public void Fit_PlantedNonlinearSignal_RanksNearlyAsWellAsTheTruth()
    {
        // A product and a square: no linear model sees them. The signal explains an eighth of the variance.
        static double Signal(double[] x) => x[0] * x[1] + 0.5 * (x[2] * x[2] - 1);
        var dataset = Rows.Of(seed: 3, sessions: 300, names: 40, features: 4, Signal, noise: 3);
        var test = dataset.RowsOf(200, 299);
        var truth = dataset.RowSessions[test].Index().Select(r => (float)Signal([.. dataset.Features[((test.Start.Value + r.Index) * 4)..][..4].Select(v => (double)v)])).ToArray();
        var ideal = Mean(InformationCoefficient.Daily(dataset.RowSessions.AsSpan(test), truth, dataset.Labels.AsSpan(test)));

        var deep = Score([32, 16], epochs: 20);
        var linear = Score([], epochs: 3);

        Assert.InRange(ideal, 0.25, 0.45);
        Assert.InRange(deep, 0.6 * ideal, 1.1 * ideal);
        Assert.InRange(linear, -0.1 * ideal, 0.25 * ideal);

        double Score(int[] hidden, int epochs)
        {
            using var training = DenseTraining.Create(
                TrainingBackend.Fused, dataset, [.. Enumerable.Range(0, 8000)], new DenseNetworkOptions { HiddenLayers = hidden, Dropout = 0 },
                new TrainerOptions { BatchSize = 64, LearningRate = 3e-3 }, InputScaling.None(4), LabelScaling.None, seed: 2);
            var validation = new PanelValidation(dataset, test);
            return new Trainer().Fit(training, epochs, () => validation.Score(training)).History[^1].Validation!.Score;
        }

        static double Mean(IEnumerable<DailyCorrelation> days) => days.Average(d => d.Value);
    }

    [Fact]
    public void Fit_LossNotFinite_EndsAsDivergedWithoutValidation()
    {
        var validations = 0;
        var result = new Trainer().Fit(new ScriptedTraining(2, double.PositiveInfinity), 5, () => new ValidationScore(validations++, 0));

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Equal(2, result.History.Count);
        Assert.Equal(1, validations);
        Assert.Null(result.History[1].Validation);
    }

    [Fact]
    public void Fit_ValidationNotFinite_EndsAsDiverged()
    {
        var result = new Trainer().Fit(new ScriptedTraining(2), 5, () => new ValidationScore(double.NaN, 0));

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Single(result.History);
    }

    [Fact]
    public void Fit_Callbacks_RunInOrderAndMayStop()
    {
        var log = new List<string>();

        var result = new Trainer().Fit(new ScriptedTraining(1), 9, null, [new Recorder("a", log, stopAfter: 2), new Recorder("b", log, stopAfter: 99)]);

        Assert.Equal(TrainingStatus.Stopped, result.Status);
        Assert.Equal(["a start", "b start", "a 1", "b 1", "a 2", "b 2", "a end", "b end"], log);
    }

    [Fact]
    public void Fit_EpochsDoneBefore_GoesOnAfterThem()
    {
        var (training, clock) = (new ScriptedTraining(5, 4, 3, 2), new StepClock());
        var log = new List<string>();
        var first = new Trainer(clock).Fit(training, 2);

        var all = new Trainer(clock).Fit(training, 4, null, [new Recorder("a", log, stopAfter: 99)], first.History);

        Assert.Equal([5, 4, 3, 2], all.History.Select(epoch => epoch.Loss));
        Assert.Equal([1, 2, 3, 4], all.History.Select(epoch => epoch.Epoch));
        Assert.Equal([1, 2, 3, 4], all.History.Select(epoch => epoch.Elapsed.TotalSeconds));
        Assert.Equal(["a start", "a 3", "a 4", "a end"], log);
        Assert.Equal(4, new Trainer(clock).Fit(training, 4, null, null, all.History).History.Count); // and nothing more
        Assert.Equal(4, training.Epoch);
    }

    [Fact]
    public void Fit_Progress_ReportsTimesOfTheClock()
    {
        var reports = new Reports();

        new Trainer(new StepClock()).Fit(new ScriptedTraining(1), 4, null, [new ProgressReport(reports)]);

        // The clock moves on by a second whenever it is read.
        Assert.Equal([1, 2, 3, 4], reports.Epochs.Select(e => e.Elapsed.TotalSeconds));
        Assert.Equal([3, 2, 1, 0], reports.Epochs.Select(e => e.Remaining.TotalSeconds));
        Assert.Equal([1, 2, 3, 4], reports.Epochs.Select(e => e.Epoch));
        Assert.All(reports.Epochs, e => Assert.Null(e.Validation));
    }

    [Fact]
    public void Fit_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(() =>
        new Trainer().Fit(new ScriptedTraining(1), 3, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void Fit_NoEpoch_IsRefused() => Assert.Throws<ArgumentException>(() => new Trainer().Fit(new ScriptedTraining(1), 0));

    private sealed class Recorder(string name, List<string> log, int stopAfter) : TrainingCallback
    {
        public override void OnStart(TrainingRun run) => log.Add($"{name} start");

        public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
        {
            log.Add($"{name} {epoch.Epoch}");
            Assert.Same(epoch, run.History[^1]);
            if (epoch.Epoch == stopAfter)
                run.StopRequested = true;
        }

        public override void OnEnd(TrainingRun run) => log.Add($"{name} end");
    }

    private sealed class Reports : IProgress<EpochRecord>
    {
        public List<EpochRecord> Epochs { get; } = [];

        public void Report(EpochRecord value) => Epochs.Add(value);
    }

    private sealed class StepClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
