using System.CommandLine;
using LeanDeep.Cli.WalkForward;
using LeanDeep.Training.WalkForward;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Cli;

/// <summary><c>leandeep walk-forward</c>: retraining on a schedule, from the same config file as an experiment.</summary>
internal static class WalkForwardVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("walk-forward", "retrain on a schedule and trade with the model of each day")
    {
        Run("run", "begin, or go on", output, error), Run("resume", "go on with what was begun, and try again what failed", output, error), Status(output, error), Report(output, error), Schema(output),
    };

    private static Command Schema(TextWriter output)
    {
        var command = new Command("schema", "the JSON schema of a policy's config files; experiment schema and train allocator --schema have the others'");
        command.SetAction(_ => output.Write(PolicyWalkConfig.SchemaOfFiles()));
        return command;
    }


    private static Command Run(string name, string description, TextWriter output, TextWriter error)
    {
        var file = ConfigArgument();
        var options = new WalkForwardOptions();
        var command = new Command(name, description) { file, Cli.Report.Json };
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var path = parsed.GetRequiredValue(file);
            options.Require(parsed);
            var changes = WalkForwardOptions.Changes(parsed.GetValue(options.AcceptChanges), parsed.GetValue(options.AcceptAdjusted));
            using var job = WalkForwardFile.Open(path, new(parsed.GetRequiredValue(options.Storage), parsed.GetValue(options.Threads), changes, report));
            if (name == "resume" && RunRecord.TryRead(job.Output) is null) throw new UsageException($"{job.Output}: expected a run to resume, found none");
            OutputFolder.Require(job.Output);
            OutputFolder.Require(parsed.GetRequiredValue(options.Storage));
            var execution = new WalkForwardExecution(path, job, options, parsed, report);
            return await Task.Run(() => execution.Run(tryAgain: name == "resume", cancellation), cancellation);
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
            using var job = WalkForwardFile.Open(parsed.GetRequiredValue(file), new("storage", Environment.ProcessorCount, default, report));
            var rows = job.Status();
            report.Result(
                new { job.Name, steps = rows },
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
            using var job = WalkForwardFile.Open(parsed.GetRequiredValue(file), new("storage", 1, default, report));
            var tables = Path.Combine(job.Output, "tables.md");
            if (!File.Exists(tables)) throw new UsageException($"{tables}: expected the tables of a run that is done, found none: leandeep walk-forward run makes them");
            if (parsed.GetValue(Cli.Report.Json)) report.Result(new { job.Name, report = ReportFile(job.Output), tables }, []);
            else output.Write(File.ReadAllText(tables));
            return 0;
        });
        return command;
    }

    private static Argument<string> ConfigArgument() => new("config") { Description = "JSON file of an experiment, an allocator or a policy, with a walkForward section" };

    internal static string ReportFile(string output) => Path.Combine(output, File.Exists(Path.Combine(output, "report.html")) ? "report.html" : "tables.md");
}
