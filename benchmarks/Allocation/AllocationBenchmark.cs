using System.Diagnostics;
using System.Runtime.InteropServices;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Benchmarks;

/// <summary>The allocation solver against cvxopt (allocation_baseline.py): the same long-short problems with budget, box, groups, gross and turnover,
/// to 1e-8, one thread each, in turns; then the backward pass, large problems, two threads, and how far the
/// constraint layer of training and its ONNX graph are from the solver.</summary>
public static class AllocationBenchmark
{
    private const int Samples = 256;

    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">Turns of each side, which divide the batch among the baseline's; the medians over them are reported.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 8)
    {
        using var python = new PythonBaseline("allocation_baseline.py", "python3-cvxopt and python3-numpy");
        var folder = Directory.CreateTempSubdirectory("leandeep-allocation-");
        try
        {
            var cases = new List<BenchmarkCase>();
            foreach (var names in (int[])[30, 100]) Batch(names, Samples, turns, Samples / turns, python, folder.FullName, cases, progress);
            Batch(500, turns, turns, 1, python, folder.FullName, cases, progress);
            progress?.Report("two threads");
            foreach (var names in (int[])[30, 100]) cases.AddRange(TwoThreads(names, turns));
            foreach (var (names, volatility) in (ReadOnlySpan<(int, bool)>)[(5, false), (30, false), (100, false), (30, true)])
            {
                progress?.Report($"parity, n = {names}");
                cases.AddRange(Parity(names, volatility));
            }
            return new BenchmarkReport("allocation", $"{BenchmarkReport.ThisMachine()}; Python's {python.Version}", cases);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Batch(int names, int samples, int turns, int slice, PythonBaseline python, string folder, List<BenchmarkCase> cases, IProgress<string>? progress)
    {
        var title = samples >= Samples ? $"n = {names}, batch {samples}" : $"n = {names}";
        progress?.Report(title);
        var problems = AllocationBatch.Create(names, samples, seed: names);
        var path = Path.Combine(folder, $"{names}");
        AllocationBatch.Write(problems, path);
        var results = new AllocationResults(problems);
        var gradients = new AllocationGradients(problems);
        var solver = new AllocationSolver(problems.Limits);
        double[] losses = [.. Enumerable.Range(0, samples * names).Select(i => Math.Sin(i))];
        // The runtime compiles what is hot a second time; let it finish before anything is measured.
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 1;)
        {
            solver.Solve(problems, results);
            solver.Backward(problems, results, losses, gradients);
        }
        var (forward, both, theirs) = (new double[turns], new double[turns], new double[turns]);
        for (var turn = 0; turn < turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            solver.Solve(problems, results);
            forward[turn] = clock.Elapsed.TotalSeconds / samples;
            solver.Backward(problems, results, losses, gradients);
            both[turn] = clock.Elapsed.TotalSeconds / samples;
            theirs[turn] = python.Time($"{path}|{turn * slice}|{slice}", 1) / slice;
        }
        var apart = Apart(results, path + ".weights");
        var (mine, two, baseline) = (Median(forward), Median(both), Median(theirs));
        cases.Add(new BenchmarkCase($"{title}: forward, a problem", mine * 1e3, baseline * 1e3, "ms", baseline / mine));
        cases.Add(new BenchmarkCase($"{title}: forward and backward, forward alone as baseline", two * 1e3, mine * 1e3, "ms", mine / two));
        cases.Add(new BenchmarkCase($"{title}: largest KKT residual", results.Residuals.Max() * 1e12, null, "1e-12", null));
        cases.Add(new BenchmarkCase($"{title}: cvxopt's weights from these, at most", apart * 1e6, null, "1e-6", null));
        if (results.Statuses.Any(status => status != AllocationStatus.Optimal))
            throw new InvalidOperationException($"{title}: expected optimal solutions, found {results.Statuses.First(status => status != AllocationStatus.Optimal)}");
    }

    // Training's layer and the graph against the solver.
    private static BenchmarkCase[] Parity(int names, bool volatility)
    {
        var found = ConstraintLayerParity.Run(ConstraintLayerParity.Problems(names, 1000, seed: 2 * names, volatility));
        var title = $"n = {names}{(volatility ? ", volatility limit" : "")}, {found.Samples} problems";
        return
        [
            new BenchmarkCase($"{title}: weights of training's layer from these, at most", found.Layer * 1e12, null, "1e-12", null),
            new BenchmarkCase($"{title}: weights of the graph from these, at most", found.Graph * 1e12, null, "1e-12", null),
            new BenchmarkCase($"{title}: handed to the solver", found.Handed, null, "problems", null),
            new BenchmarkCase($"{title}: the graph in ONNX Runtime, a problem", found.Milliseconds, null, "ms", null),
        ];
    }

    // By the clock, and in processor time, which work beside it does not change: what two threads need more in all they do not gain.
    private static BenchmarkCase[] TwoThreads(int names, int turns)
    {
        const int Repetitions = 5;
        var problems = AllocationBatch.Create(names, Samples, seed: names);
        var results = new AllocationResults(problems);
        AllocationSolver[] solvers = [new(problems.Limits), new(problems.Limits, new AllocationOptions { Threads = 2 })];
        double[][] seconds = [new double[turns], new double[turns]], processor = [new double[turns], new double[turns]];
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 0.5;) foreach (var solver in solvers) solver.Solve(problems, results);
        for (var turn = 0; turn < turns; turn++)
            for (var side = 0; side < 2; side++)
            {
                var (clock, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                for (var repetition = 0; repetition < Repetitions; repetition++) solvers[side].Solve(problems, results);
                seconds[side][turn] = clock.Elapsed.TotalSeconds / Repetitions;
                processor[side][turn] = (Environment.CpuUsage.TotalTime - used).TotalSeconds / Repetitions;
            }
        var title = $"n = {names}, batch {Samples}: two threads";
        var (one, two, oneUsed, twoUsed) = (Median(seconds[0]), Median(seconds[1]), Median(processor[0]), Median(processor[1]));
        return
        [
            new BenchmarkCase($"{title}, one thread as baseline", two * 1e3, one * 1e3, "ms", one / two),
            new BenchmarkCase($"{title}, processor time", twoUsed * 1e3, oneUsed * 1e3, "ms", oneUsed / twoUsed),
        ];
    }

    private static double Apart(AllocationResults results, string path)
    {
        var weights = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path));
        var apart = 0.0;
        for (var i = 0; i < weights.Length; i++) apart = Math.Max(apart, Math.Abs(weights[i] - results.Weights[i]));
        return weights.Length == results.Weights.Length ? apart : throw new InvalidOperationException($"{path}: expected {results.Weights.Length} weights, found {weights.Length}");
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
