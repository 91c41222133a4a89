using System.Diagnostics;
using LeanDeep.Models.Features;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Benchmarks;

/// <summary>Training steps of dense networks, fused, against Python's torch (feedforward_baseline.py): 31 inputs, two tanh layers, dropout 0.1 after
/// the second, squared error, Adam, a new order of rows in every epoch; the same work, one thread each, in turns. Then the same on two threads at once.</summary>
public static class FeedforwardBenchmark
{
    private const int Rows = 65536, Features = 31;

    private static readonly (int First, int Second, int Batch)[] Shapes = [(16, 8, 64), (32, 32, 64), (64, 32, 64), (32, 32, 256), (64, 32, 256)];

    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">Turns of each side; the medians over them are reported.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 9)
    {
        var dataset = Dataset();
        using var python = new PythonBaseline("feedforward_baseline.py");
        var cases = new List<BenchmarkCase>();
        foreach (var shape in Shapes)
        {
            var (first, second, batch) = shape;
            var name = $"31-{first}-{second}-1, batch {batch}";
            progress?.Report(name);
            using var training = Create(dataset, shape, seed: 1);
            var epoch = Rows / batch;
            training.RunEpoch(default);
            training.RunEpoch(default);
            python.Time($"{first}-{second}-{batch}", 50);
            var (ours, theirs) = (new double[turns], new double[turns]);
            for (var turn = 0; turn < turns; turn++)
            {
                var clock = Stopwatch.StartNew();
                training.RunEpoch(default);
                ours[turn] = clock.Elapsed.TotalSeconds / epoch;
                theirs[turn] = python.Time($"{first}-{second}-{batch}", 200) / 200;
            }
            var (mine, baseline) = (Median(ours), Median(theirs));
            // Forward, gradients of the weights, gradients of the inputs below the first layer; two operations a term.
            double operations = 2.0 * batch * (2 * Features * first + 3 * first * second + 3 * second);
            cases.Add(new BenchmarkCase($"{name}: step", mine * 1e6, baseline * 1e6, "µs", baseline / mine));
            cases.Add(new BenchmarkCase($"{name}: arithmetic", operations / mine / 1e9, operations / baseline / 1e9, "GFLOP/s", baseline / mine));
        }
        progress?.Report("two threads");
        var (one, two) = Scaling(dataset, turns);
        cases.Add(new BenchmarkCase("31-32-32-1, batch 64: two trainings on two threads, one after the other as baseline", two, one, "s", one / two));
        return new BenchmarkReport("feedforward", $"{BenchmarkReport.ThisMachine()}; Python's torch {python.Version}", cases);
    }

    private static (double One, double Two) Scaling(SupervisedDataset dataset, int turns)
    {
        IDenseTraining[] trainings = [Create(dataset, (32, 32, 64), 1), Create(dataset, (32, 32, 64), 2)];
        var (one, two) = (new double[turns], new double[turns]);
        for (var turn = 0; turn < turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            foreach (var training in trainings) Epochs(training);
            one[turn] = clock.Elapsed.TotalSeconds;
            clock.Restart();
            Parallel.ForEach(trainings, Epochs);
            two[turn] = clock.Elapsed.TotalSeconds;
        }
        foreach (var training in trainings) training.Dispose();
        return (Median(one), Median(two));

        static void Epochs(IDenseTraining training)
        {
            for (var epoch = 0; epoch < 5; epoch++) training.RunEpoch(default);
        }
    }

    private static IDenseTraining Create(SupervisedDataset dataset, (int First, int Second, int Batch) shape, long seed)
    {
        int[] rows = [.. Enumerable.Range(0, dataset.RowCount)];
        return DenseTraining.Create(
            TrainingBackend.Fused, dataset, rows, new DenseNetworkOptions { HiddenLayers = [shape.First, shape.Second], Dropout = 0.1 },
            new TrainerOptions { BatchSize = shape.Batch }, InputScaling.Of(dataset, rows), LabelScaling.Of(dataset, rows), seed);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    // One name a column of a panel of ones: only features and labels count here.
    private static SupervisedDataset Dataset()
    {
        const int Names = 64, Sessions = Rows / Names;
        var random = new Random(1);
        var ones = Enumerable.Range(0, Names).Select(_ => Enumerable.Repeat(1.0, Sessions + 1).ToArray()).ToArray();
        var first = new DateOnly(2015, 1, 1);
        var panel = new Panel([.. Enumerable.Range(0, Names).Select(i => $"N{i}")], [.. Enumerable.Range(0, Sessions + 1).Select(first.AddDays)], new int[Names], ones, ones, ones, ones, ones);
        int[] rowSessions = [.. Enumerable.Range(0, Rows).Select(row => row / Names)];
        double[] Column() => [.. Enumerable.Range(0, Rows).Select(_ => 2 * random.NextDouble() - 1)];
        var table = new FeatureTable(
            panel, [.. Enumerable.Range(0, Features).Select(j => $"x{j}")], [.. Enumerable.Range(0, Rows).Select(row => row % Names)], rowSessions,
            [.. Enumerable.Range(0, Features).Select(_ => Column())]);
        return SupervisedDataset.Build(table, new ForwardReturns(1, Column(), [.. rowSessions.Select(t => t + 1)]));
    }
}
