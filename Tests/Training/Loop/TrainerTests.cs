using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Loop;

[Collection(TorchCollection.Name)]
public sealed class TrainerTests
{
    private static readonly DenseNetworkOptions Linear = new() { HiddenLayers = [] };

    private static Tensor Error(Tensor predictions, Tensor labels) => nn.functional.mse_loss(predictions, labels);

    private static TrainingResult Train(
        DenseNetwork network, SupervisedDataset dataset, TrainerOptions options, long seed = 1,
        Range? trainRows = null, Range? validationRows = null, params TrainingCallback[] callbacks)
    {
        using var tensors = new DatasetTensors(dataset);
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount).Take(trainRows ?? Range.All)];
        using var batches = new BatchLoader(tensors, rows, options.BatchSize, seed);
        var validation = validationRows is { } range ? new PanelValidation(dataset, tensors, range) : null;
        return new Trainer(options).Fit(network, Error, batches, validation == null ? null : () => validation.Score(network), callbacks);
    }

    private static float[] State(DenseNetwork network) =>
        [.. network.state_dict().OrderBy(e => e.Key, StringComparer.Ordinal).SelectMany(e => e.Value.detach().contiguous().data<float>().ToArray())];

    [Fact]
    public void Fit_LinearSignal_RecoversItsCoefficients()
    {
        var dataset = Rows.Of(seed: 1, sessions: 100, names: 20, features: 3, x => 0.5 * x[0] - 0.25 * x[1] + 0.1, noise: 0.01);
        using var network = new DenseNetwork(Linear, InputScaling.None(3), seed: 2);

        var result = Train(network, dataset, new TrainerOptions { Epochs = 30, BatchSize = 50, LearningRate = 0.01 });

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.Equal(30, result.History.Count);
        var weight = network.get_parameter("output.weight")!.data<float>().ToArray();
        Assert.Equal(0.5, weight[0], 0.01);
        Assert.Equal(-0.25, weight[1], 0.01);
        Assert.Equal(0, weight[2], 0.01);
        Assert.Equal(0.1, network.get_parameter("output.bias")!.data<float>()[0], 0.01);
        Assert.Equal(1e-4, result.History[^1].Loss, 5e-5); // the noise's variance
        Assert.True(result.History[^1].Loss < result.History[0].Loss / 100);
    }

    [Fact]
    public void Fit_PlantedNonlinearSignal_RanksNearlyAsWellAsTheTruth()
    {
        // A product and a square: no linear model sees them. The signal explains an eighth of the variance.
        static double Signal(double[] x) => x[0] * x[1] + 0.5 * (x[2] * x[2] - 1);
        var dataset = Rows.Of(seed: 3, sessions: 300, names: 40, features: 4, Signal, noise: 3);
        var test = dataset.RowsOf(200, 299);
        var truth = dataset.RowSessions[test].Index().Select(r => (float)Signal([.. dataset.Features[((test.Start.Value + r.Index) * 4)..][..4].Select(v => (double)v)])).ToArray();
        var ideal = Mean(InformationCoefficient.Daily(dataset.RowSessions.AsSpan(test), truth, dataset.Labels.AsSpan(test)));
        using var network = new DenseNetwork(
            new DenseNetworkOptions { HiddenLayers = [32, 16], Dropout = 0 }, InputScaling.None(4), seed: 2);
        using var straight = new DenseNetwork(Linear, InputScaling.None(4), seed: 2);

        var deep = Train(network, dataset, new TrainerOptions { Epochs = 20, BatchSize = 64, LearningRate = 3e-3 }, 1, ..8000, test).History[^1].Validation!.Score;
        var linear = Train(straight, dataset, new TrainerOptions { Epochs = 3, BatchSize = 64, LearningRate = 3e-3 }, 1, ..8000, test).History[^1].Validation!.Score;

        Assert.InRange(ideal, 0.25, 0.45);
        Assert.InRange(deep, 0.6 * ideal, 1.1 * ideal);
        Assert.InRange(linear, -0.1 * ideal, 0.25 * ideal);

        static double Mean(IEnumerable<DailyCorrelation> days) => days.Average(d => d.Value);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        var dataset = Rows.Of(seed: 4, sessions: 30, names: 20, features: 5, x => x[0], noise: 1);
        var options = new DenseNetworkOptions { HiddenLayers = [16, 8], Dropout = 0.2 };
        var trainer = new TrainerOptions { Epochs = 3, BatchSize = 64 };

        (float[] State, double Loss) Run(long networkSeed, long batchSeed)
        {
            torch.manual_seed(Environment.TickCount64); // the shared generator has no say
            using var network = new DenseNetwork(options, InputScaling.None(5), networkSeed);
            var result = Train(network, dataset, trainer, batchSeed);
            return (State(network), result.History[^1].Loss);
        }

        var first = Run(1, 2);
        var second = Run(1, 2);

        Assert.Equal(first.State, second.State);
        Assert.Equal(first.Loss, second.Loss);
        Assert.NotEqual(first.State, Run(2, 2).State);
        Assert.NotEqual(first.State, Run(1, 3).State);
    }

    [Fact]
    public void Fit_NaNInALabel_EndsAsDiverged()
    {
        var dataset = Rows.Of(seed: 4, sessions: 20, names: 5, features: 2, x => x[0], noise: 1);
        dataset.Labels[50] = float.NaN;
        using var network = new DenseNetwork(Linear, InputScaling.None(2), seed: 1);

        var result = Train(network, dataset, new TrainerOptions { Epochs = 5, BatchSize = 10 });

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Single(result.History);
        Assert.True(double.IsNaN(result.History[0].Loss));
    }

    [Fact]
    public void Fit_LearningRateFarTooLarge_EndsAsDiverged()
    {
        var dataset = Rows.Of(seed: 4, sessions: 20, names: 5, features: 2, x => x[0], noise: 1);
        using var network = new DenseNetwork(Linear, InputScaling.None(2), seed: 1);

        var result = Train(network, dataset, new TrainerOptions { Epochs = 500, BatchSize = 10, LearningRate = 1e30 });

        Assert.Equal(TrainingStatus.Diverged, result.Status);
    }

    [Fact]
    public void Fit_ManySteps_LeavesNoTensorBehind()
    {
        var dataset = Rows.Of(seed: 4, sessions: 40, names: 20, features: 5, x => x[0], noise: 1);
        long AliveAfter(int epochs)
        {
            using var network = new DenseNetwork(
                new DenseNetworkOptions { HiddenLayers = [8], L1 = 1e-4, L2 = 1e-4 }, InputScaling.None(5), seed: 1);
            Train(network, dataset, new TrainerOptions { Epochs = epochs, BatchSize = 16 }, 1, ..600, 600..800,
                new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 100));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }

        AliveAfter(1);
        var few = AliveAfter(1);
        var many = AliveAfter(10);

        Assert.Equal(few, many);
    }

    [Fact]
    public void Fit_Callbacks_RunInOrderAndMayStop()
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 5, features: 2, x => x[0], noise: 1);
        using var network = new DenseNetwork(Linear, InputScaling.None(2), seed: 1);
        var log = new List<string>();

        var result = Train(
            network, dataset, new TrainerOptions { Epochs = 9, BatchSize = 10 }, 1, null, null,
            new Recorder("a", log, stopAfter: 2), new Recorder("b", log, stopAfter: 99));

        Assert.Equal(TrainingStatus.Stopped, result.Status);
        Assert.Equal(["a start", "b start", "a 1", "b 1", "a 2", "b 2", "a end", "b end"], log);
        Assert.False(network.training);
    }

    [Fact]
    public void Fit_Progress_ReportsTimesOfTheClock()
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 5, features: 2, x => x[0], noise: 1);
        using var tensors = new DatasetTensors(dataset);
        using var batches = new BatchLoader(tensors, [.. Enumerable.Range(0, 50)], 10, 1);
        using var network = new DenseNetwork(Linear, InputScaling.None(2), seed: 1);
        var reports = new Reports();

        new Trainer(new TrainerOptions { Epochs = 4 }, new StepClock()).Fit(network, Error, batches, null, [new ProgressReport(reports)]);

        // The clock moves on by a second whenever it is read.
        Assert.Equal([1, 2, 3, 4], reports.Epochs.Select(e => e.Elapsed.TotalSeconds));
        Assert.Equal([3, 2, 1, 0], reports.Epochs.Select(e => e.Remaining.TotalSeconds));
        Assert.Equal([1, 2, 3, 4], reports.Epochs.Select(e => e.Epoch));
        Assert.All(reports.Epochs, e => Assert.Null(e.Validation));
    }

    [Fact]
    public void Fit_Cancelled_Throws()
    {
        var dataset = Rows.Of(seed: 4, sessions: 10, names: 5, features: 2, x => x[0], noise: 1);
        using var tensors = new DatasetTensors(dataset);
        using var batches = new BatchLoader(tensors, [1, 2, 3], 10, 1);
        using var network = new DenseNetwork(Linear, InputScaling.None(2), seed: 1);

        Assert.Throws<OperationCanceledException>(() =>
            new Trainer(new TrainerOptions()).Fit(network, Error, batches, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Constructor_OptionOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { Epochs = 0 }));
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { LearningRate = double.NaN }));
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { Beta1 = 1 }));
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { Beta2 = -0.1 }));
        Assert.Throws<ArgumentException>(() => new Trainer(new TrainerOptions { Epsilon = 0 }));
    }

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
