using System.Diagnostics;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Neural.Kernels;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Benchmarks;

/// <summary>One step of Adam on a network's residual of an HJB equation, against Python's torch (hjb_baseline.py): 4 × 64 tanh, two coupled Sharpe ratios for
/// ever, 1,000 points drawn anew, all second derivatives; the same work, one thread each, in turns.</summary>
public static class HjbBenchmark
{
    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">Turns of each side; the medians over them are reported.</param>
    /// <param name="steps">Steps of a turn, half as many of the baseline's.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 9, int steps = 20)
    {
        using var python = new PythonBaseline("hjb_baseline.py");
        var cases = new List<BenchmarkCase>();
        foreach (var (precision, name) in new[] { (JetPrecision.Binary64, "double"), (JetPrecision.Binary32, "float") })
        {
            progress?.Report(name);
            var training = new NeuralTraining(Problem(), new() { HiddenLayers = [64, 64, 64, 64], Points = 1000, Precision = precision, AdamSteps = 1_000_000, Tolerance = 0 }, seed: 1);
            Steps(training, steps + steps / 2);
            python.Time(name, steps / 2);
            var (ours, theirs) = (new double[turns], new double[turns]);
            for (var turn = 0; turn < turns; turn++)
            {
                ours[turn] = Steps(training, steps) / steps;
                theirs[turn] = python.Time(name, steps / 2) / (steps / 2);
            }
            Array.Sort(ours);
            Array.Sort(theirs);
            var (mine, baseline) = (ours[turns / 2], theirs[turns / 2]);
            cases.Add(new BenchmarkCase($"step of Adam, {name}", mine * 1e3, baseline * 1e3, "ms", baseline / mine));
        }
        return new BenchmarkReport("hjb", $"{BenchmarkReport.ThisMachine()}; Python's torch {python.Version}", cases);
    }

    private static VectorSharpe Problem() => new(
        new(0.02, new[,] { { 0.18, 0 }, { 0.06, 0.2 } }, [0.3, 0.2], new[,] { { 0.3, 0.1 }, { -0.05, 0.4 } }, new[,] { { 0.2, 0 }, { 0.06, 0.15 } }, new[,] { { -0.7, 0.1 }, { 0, -0.5 } }),
        riskAversion: 3, horizon: null, timePreference: 0.05);

    private static double Steps(NeuralTraining training, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var step = 0; step < count; step++)
            training.Step();
        return clock.Elapsed.TotalSeconds;
    }
}
