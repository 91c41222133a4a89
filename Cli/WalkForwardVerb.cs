using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Cli.WalkForward;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli;

/// <summary><c>leandeep walk-forward</c>: retraining on a schedule, from the same config file as an experiment.</summary>
internal static class WalkForwardVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("walk-forward", "retrain on a schedule and trade with the model of each day")
    {
        Run("run", "begin, or go on", output, error), Run("resume", "go on with what was begun, and try again what failed", output, error), Status(output, error), Report(output, error),
    };

    private static Command Run(string name, string description, TextWriter output, TextWriter error)
    {
        var file = ConfigArgument();
        var threads = new Option<int>("--threads") { Description = "steps at a time; does not change the result", DefaultValueFactory = _ => Environment.ProcessorCount };
        var storage = new Option<string>("--storage") { Description = "object store root that receives the bundles", DefaultValueFactory = _ => "storage" };
        var accept = new Option<bool>("--accept-changes") { Description = "go on with another config or revised data; what depends on the difference is made again" };
        var command = new Command(name, description) { file, threads, storage, accept, Cli.Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var config = Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(threads) < 1) throw new UsageException($"--threads: expected at least 1, found {parsed.GetValue(threads)}");
            if (name == "resume" && RunRecord.TryRead(config.Output) is null) throw new UsageException($"{config.Output}: expected a run to resume, found none");
            OutputFolder.Require(config.Output);
            OutputFolder.Require(parsed.GetRequiredValue(storage));
            using var run = new WalkForwardRun(config, TimeProvider.System)
            {
                Threads = parsed.GetValue(threads),
                AcceptChanges = parsed.GetValue(accept),
                Stage = stage => report.Progress(stage),
                Progress = (step, done, all) => report.Progress("walking forward", $"{done} of {all} steps, {step.Name}"),
                Warn = report.Warn,
            };
            var results = await Task.Run(
                () =>
                {
                    if (name == "resume") run.Forgive();
                    var state = run.Prepare(cancellation);
                    var steps = run.Steps(state, Repository.Commit(), parsed.GetRequiredValue(storage));
                    IReadOnlyList<JobStep> all = steps.Make();
                    run.Run([.. all, .. new WalkForwardTrading(state, steps, run.Threads, report.Warn).Make()], cancellation);
                    return steps.Results();
                },
                cancellation);
            report.Result(
                new { config.Name, rolls = results, report = ReportFile(config), seconds = watch.Elapsed.TotalSeconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
                [
                    ("rolls", $"{results.Count}, {results[0].Date:yyyy-MM-dd} through {results[^1].Through:yyyy-MM-dd}"),
                    ("promoted", $"{results.Count(roll => roll.Promoted)} models"),
                    .. results.Where(roll => !roll.Promoted).Select(roll => ($"{roll.Date:yyyy-MM-dd}", $"kept aside: {string.Join("; ", roll.Refusals)}")),
                    ("report", ReportFile(config)),
                    ("time", Cli.Report.Seconds(watch.Elapsed.TotalSeconds)), ("peak memory", $"{Cli.Report.Count(Repository.PeakMemoryMiB())} MiB"),
                ]);
            return 0;
        });
        return command;
    }

    private static Command Status(TextWriter output, TextWriter error)
    {
        var file = ConfigArgument();
        var command = new Command("status", "how far it is; runners may be at work meanwhile") { file, Cli.Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var config = Read(parsed.GetRequiredValue(file));
            var rows = WalkForwardStatus.Of(config);
            report.Result(
                new { config.Name, steps = rows },
                ["step", "done", "at work", "failed", "of", "seconds"],
                rows.Select(row => (IReadOnlyList<string>)[row.Kind, $"{row.Done}", $"{row.Running}", $"{row.Failed}", $"{row.Steps}", Cli.Report.Number(row.Seconds, "0.0")]));
            return 0;
        });
        return command;
    }

    private static Command Report(TextWriter output, TextWriter error)
    {
        var file = ConfigArgument();
        var command = new Command("report", "the tables of a run's report") { file, Cli.Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var config = Read(parsed.GetRequiredValue(file));
            var tables = Path.Combine(config.Output, "tables.md");
            if (!File.Exists(tables)) throw new UsageException($"{tables}: expected the tables of a run that is done, found none: leandeep walk-forward run makes them");
            if (parsed.GetValue(Cli.Report.Json)) report.Result(new { config.Name, report = ReportFile(config), tables }, []);
            else output.Write(File.ReadAllText(tables));
            return 0;
        });
        return command;
    }

    private static Argument<string> ConfigArgument() => new("config") { Description = "JSON file of an experiment with a walkForward section" };

    private static string ReportFile(ExperimentConfig config) => Path.Combine(config.Output, File.Exists(Path.Combine(config.Output, "report.html")) ? "report.html" : "tables.md");

    private static ExperimentConfig Read(string path)
    {
        var config = File.Exists(path) ? ExperimentConfigFile.Read(path) : throw new UsageException($"{path}: expected the config file of an experiment, found none");
        return config.WalkForward is not null ? config : throw new UsageException($"{path}: walkForward: expected a section, found none");
    }
}
