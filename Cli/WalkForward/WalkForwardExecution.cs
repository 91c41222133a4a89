using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace LeanDeep.Cli.WalkForward;

/// <summary>One call of <c>walk-forward run</c> or <c>resume</c>: does the steps itself, beside other processes, or has Slurm do them. All executors are runners of the same
/// program on one folder, so that what one leaves another takes up.</summary>
internal sealed class WalkForwardExecution(string file, WalkForwardJob job, WalkForwardOptions options, ParseResult parsed, Report report)
{
    private readonly int _threads = parsed.GetValue(options.Threads), _workers = parsed.GetValue(options.Workers);
    private readonly string _storage = parsed.GetRequiredValue(options.Storage);
    private readonly WalkForwardStage _until = parsed.GetValue(options.Until);

    /// <param name="tryAgain">Let steps that failed as often as they may be tried again.</param>
    /// <param name="cancellation">Ends the run; what was published stays.</param>
    /// <returns>Exit code.</returns>
    public int Run(bool tryAgain, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        if (tryAgain) job.Forgive();
        if (parsed.GetValue(options.Executor) == WalkForwardExecutor.Slurm) return Submit(cancellation);
        job.Prepare(cancellation);
        if (parsed.GetValue(options.Executor) == WalkForwardExecutor.Processes && _until > WalkForwardStage.Rows)
            WorkerProcesses.Run(Arguments(_until < WalkForwardStage.Bundle ? _until : WalkForwardStage.Bundle, threads: 1), _workers, report, cancellation);
        job.Run(job.Steps(_until), cancellation);
        if (_until < WalkForwardStage.Bundle)
            report.Result(new { job.Name, until = _until, seconds = watch.Elapsed.TotalSeconds }, [("done", $"{_until}".ToLowerInvariant()), ("time", Cli.Report.Seconds(watch.Elapsed.TotalSeconds))]);
        else
            job.Show(report, watch.Elapsed.TotalSeconds);
        return 0;
    }

    /// <summary>Features, then an array of runners that share the trainings, then bundles, then backtests and report. What an array's task leaves, cancelled or not, the bundles'
    /// job does; a later resume submits all again, and what is done costs the start of a process.</summary>
    private int Submit(CancellationToken cancellation)
    {
        var slurm = new SlurmJobs(job.Output, job.Name, parsed.GetRequiredValue(options.SlurmOptions).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var jobs = new List<(string Stage, string Job)>();
        foreach (var stage in Enum.GetValues<WalkForwardStage>().Where(stage => stage <= _until))
            jobs.Add(($"{stage}".ToLowerInvariant(), slurm.Submit(
                $"{stage}".ToLowerInvariant(), Arguments(stage, _threads), stage == WalkForwardStage.Train ? _workers : null, _threads,
                jobs.Count == 0 ? null : $"{(stage == WalkForwardStage.Bundle ? "afterany" : "afterok")}:{jobs[^1].Job}")));
        if (parsed.GetValue(options.Wait)) SlurmJobs.Wait(jobs[^1].Job, cancellation);
        var left = parsed.GetValue(options.Wait) && _until == WalkForwardStage.Report ? job.Status() : [];
        report.Result(new { job.Name, jobs = jobs.ToDictionary(entry => entry.Stage, entry => entry.Job), logs = slurm.Logs }, [.. jobs, ("logs", slurm.Logs)]);
        if (left.Sum(row => row.Done) == left.Sum(row => row.Steps)) return 0;
        report.Fail($"{slurm.Logs}: expected {left.Sum(row => row.Steps)} steps done, found {left.Sum(row => row.Done)}: the logs say why, resume goes on");
        return 1;
    }

    /// <summary>Of a runner that goes so far.</summary>
    private string[] Arguments(WalkForwardStage until, int threads) =>
    [
        "walk-forward", "run", file, "--until", $"{until}".ToLowerInvariant(), "--threads", threads.ToString(CultureInfo.InvariantCulture), "--storage", _storage, "--json",
        .. until == WalkForwardStage.Rows && parsed.GetValue(options.AcceptChanges) ? ["--accept-changes"] : Array.Empty<string>(),
        .. until == WalkForwardStage.Rows && parsed.GetValue(options.AcceptAdjusted) ? ["--accept-adjusted"] : Array.Empty<string>(),
    ];
}
