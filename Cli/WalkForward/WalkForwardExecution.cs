using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli.WalkForward;

/// <summary>One call of <c>walk-forward run</c> or <c>resume</c>: does the steps itself, beside other processes, or has Slurm do them. All executors are runners of the same
/// program on one folder, so that what one leaves another takes up.</summary>
internal sealed class WalkForwardExecution(string file, ExperimentConfig config, WalkForwardOptions options, ParseResult parsed, Report report)
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
        using var run = new WalkForwardRun(config, TimeProvider.System)
        {
            Threads = _threads,
            Changes = WalkForwardOptions.Changes(parsed.GetValue(options.AcceptChanges), parsed.GetValue(options.AcceptAdjusted)),
            Stage = stage => report.Progress(stage),
            Progress = (step, done, all) => report.Progress("walking forward", $"{done} of {all} steps, {step.Name}"),
            Warn = report.Warn,
        };
        if (tryAgain) run.Forgive();
        if (parsed.GetValue(options.Executor) == WalkForwardExecutor.Slurm) return Submit(cancellation);
        var state = run.Prepare(cancellation);
        var steps = run.Steps(state, Repository.Commit(), _storage);
        var all = steps.Make();
        if (parsed.GetValue(options.Executor) == WalkForwardExecutor.Processes && _until > WalkForwardStage.Rows)
            WorkerProcesses.Run(Arguments(_until < WalkForwardStage.Bundle ? _until : WalkForwardStage.Bundle, threads: 1), _workers, report, cancellation);
        run.Run([.. _until switch
        {
            WalkForwardStage.Rows => [],
            WalkForwardStage.Train => all.Where(step => step.Kind == "train"),
            WalkForwardStage.Bundle => all,
            _ => all.Concat(new WalkForwardTrading(state, steps, _threads, report.Warn).Make()),
        }], cancellation);
        if (_until < WalkForwardStage.Bundle)
            report.Result(new { config.Name, until = _until, seconds = watch.Elapsed.TotalSeconds }, [("done", $"{_until}".ToLowerInvariant()), ("time", Cli.Report.Seconds(watch.Elapsed.TotalSeconds))]);
        else
            Show(steps.Results(), watch.Elapsed.TotalSeconds);
        return 0;
    }

    private void Show(IReadOnlyList<RollResult> results, double seconds) => report.Result(
        new { config.Name, rolls = results, report = WalkForwardVerb.ReportFile(config), seconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
        [
            ("rolls", $"{results.Count}, {results[0].Date:yyyy-MM-dd} through {results[^1].Through:yyyy-MM-dd}"),
            ("promoted", $"{results.Count(roll => roll.Promoted)} models"),
            .. results.Where(roll => !roll.Promoted).Select(roll => ($"{roll.Date:yyyy-MM-dd}", $"kept aside: {string.Join("; ", roll.Refusals)}")),
            ("report", WalkForwardVerb.ReportFile(config)),
            ("time", Cli.Report.Seconds(seconds)), ("peak memory", $"{Cli.Report.Count(Repository.PeakMemoryMiB())} MiB"),
        ]);

    /// <summary>Features, then an array of runners that share the trainings, then bundles, then backtests and report. What an array's task leaves, cancelled or not, the bundles'
    /// job does; a later resume submits all again, and what is done costs the start of a process.</summary>
    private int Submit(CancellationToken cancellation)
    {
        var slurm = new SlurmJobs(config.Output, config.Name, parsed.GetRequiredValue(options.SlurmOptions).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var jobs = new List<(string Stage, string Job)>();
        foreach (var stage in Enum.GetValues<WalkForwardStage>().Where(stage => stage <= _until))
            jobs.Add(($"{stage}".ToLowerInvariant(), slurm.Submit(
                $"{stage}".ToLowerInvariant(), Arguments(stage, _threads), stage == WalkForwardStage.Train ? _workers : null, _threads,
                jobs.Count == 0 ? null : $"{(stage == WalkForwardStage.Bundle ? "afterany" : "afterok")}:{jobs[^1].Job}")));
        if (parsed.GetValue(options.Wait)) SlurmJobs.Wait(jobs[^1].Job, cancellation);
        var left = parsed.GetValue(options.Wait) && _until == WalkForwardStage.Report ? WalkForwardTrading.Status(config) : [];
        report.Result(new { config.Name, jobs = jobs.ToDictionary(job => job.Stage, job => job.Job), logs = slurm.Logs }, [.. jobs, ("logs", slurm.Logs)]);
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
