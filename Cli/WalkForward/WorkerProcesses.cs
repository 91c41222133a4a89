using System.Diagnostics;

namespace LeanDeep.Cli.WalkForward;

/// <summary>This program several times beside itself, on one folder.</summary>
internal static class WorkerProcesses
{
    /// <summary>Starts them and waits for all. One that dies is told of: what it leaves, others take up.</summary>
    /// <param name="arguments">Of each.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="report">Told of what they do.</param>
    /// <param name="cancellation">Ends them.</param>
    public static void Run(IReadOnlyList<string> arguments, int count, Report report, CancellationToken cancellation)
    {
        report.Progress($"{count} processes at work");
        var workers = Enumerable.Range(0, count).Select(_ => Start(arguments)).ToArray();
        try
        {
            using var stop = cancellation.Register(() => Array.ForEach(workers, worker => Kill(worker.Process)));
            foreach (var (worker, index) in workers.Select((worker, index) => (worker, index)))
            {
                worker.Process.WaitForExit();
                if (worker.Process.ExitCode != 0 && !cancellation.IsCancellationRequested)
                    report.Warn($"process {index} ended with {worker.Process.ExitCode}{(worker.Last is { } line ? $", {line}" : "")}: what it left is taken up");
            }
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            foreach (var worker in workers)
            {
                Kill(worker.Process);
                worker.Process.Dispose();
            }
        }
    }

    private static Worker Start(IReadOnlyList<string> arguments)
    {
        var start = Repository.Program(arguments);
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        var worker = new Worker(Process.Start(start)!);
        worker.Process.ErrorDataReceived += (_, line) => worker.Last = line.Data is { Length: > 0 } text ? text : worker.Last;
        worker.Process.BeginErrorReadLine();
        worker.Process.BeginOutputReadLine();
        return worker;
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited) process.Kill();
    }

    private sealed class Worker(Process process)
    {
        public Process Process { get; } = process;

        /// <summary>Last line of its standard error.</summary>
        public string? Last { get; set; }
    }
}
