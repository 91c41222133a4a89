using System.Diagnostics;
using System.Globalization;

namespace LeanDeep.Cli;

/// <summary>Backtests of one algorithm with many combinations of parameters, in one process that reads the bars once.</summary>
internal static class ParameterSweep
{
    /// <param name="Folder">Holds the result files, below the sweep's.</param>
    /// <param name="Parameters">Those that vary.</param>
    /// <param name="Error">Why the run failed; null when it did not.</param>
    /// <param name="Statistics">LEAN's printed statistics; empty after a failure.</param>
    /// <param name="Seconds">Wall time.</param>
    internal sealed record Run(string Folder, IReadOnlyDictionary<string, string> Parameters, string? Error, IReadOnlyDictionary<string, string> Statistics, double Seconds);

    /// <summary>Runs all combinations, in folders of their numbers.</summary>
    public static IReadOnlyList<Run> RunAll(LeanBacktest.Request request, IReadOnlyList<IReadOnlyDictionary<string, string>> combinations, int threads,
        Action<Run, int> done, Action<string> warn, CancellationToken cancellation, bool? helperThreads = null)
    {
        var digits = combinations.Count.ToString(CultureInfo.InvariantCulture).Length;
        return RunAll(request, [.. combinations.Select((combination, i) => ((i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'), combination))],
            threads, done, warn, cancellation, helperThreads);
    }

    /// <summary>Runs all combinations; those that fail do not stop the others.</summary>
    /// <param name="request">What they share; result files go to a folder for each, below its output folder.</param>
    /// <param name="combinations">What varies, each with its folder.</param>
    /// <param name="threads">How many run at once, at least 1.</param>
    /// <param name="done">Told of each run as it ends, and how many have.</param>
    /// <param name="warn">Told of what a run survives.</param>
    /// <param name="helperThreads">Whether each run may use more than its own thread; null for where fewer run at once than there are processors.</param>
    /// <returns>In the order of the combinations.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; what has ended is written.</exception>
    public static IReadOnlyList<Run> RunAll(LeanBacktest.Request request, IReadOnlyList<(string Folder, IReadOnlyDictionary<string, string> Parameters)> combinations, int threads,
        Action<Run, int> done, Action<string> warn, CancellationToken cancellation, bool? helperThreads = null)
    {
        var atOnce = Math.Min(threads, combinations.Count);
        using var session = new EngineSession(request, helperThreads ?? atOnce < Environment.ProcessorCount);
        var runs = new Run[combinations.Count];
        var (next, ended) = (-1, 0);
        var failure = new TaskCompletionSource();
        var workers = Enumerable.Range(0, atOnce).Select(_ => new Thread(Work) { IsBackground = true, Name = "sweep" }).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        if (failure.Task.IsFaulted) failure.Task.GetAwaiter().GetResult();
        cancellation.ThrowIfCancellationRequested();
        return runs;

        void Work()
        {
            try
            {
                while (!cancellation.IsCancellationRequested && !failure.Task.IsCompleted && Interlocked.Increment(ref next) is var index && index < combinations.Count)
                {
                    runs[index] = RunOne(session, request, combinations[index].Folder, combinations[index].Parameters, warn);
                    lock (runs) done(runs[index], ++ended);
                }
            }
#pragma warning disable CA1031 // a thread's failure is its starter's
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure.TrySetException(e);
            }
        }
    }

    private static Run RunOne(EngineSession session, LeanBacktest.Request request, string folder, IReadOnlyDictionary<string, string> combination, Action<string> warn)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Directory.CreateDirectory(Path.Combine(request.OutputFolder, folder));
            var result = session.Run($"{folder}/{session.ClassName}", request.Parameters.Concat(combination).ToDictionary(), text => warn($"{folder}: {text}"));
            return new Run(folder, combination, null, result.Statistics, watch.Elapsed.TotalSeconds);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return new Run(folder, combination, CommandLine.Describe(failure), new Dictionary<string, string>(), watch.Elapsed.TotalSeconds);
        }
    }
}
