using System.CommandLine;
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
        var options = new WalkForwardOptions();
        var command = new Command(name, description) { file, Cli.Report.Json };
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var path = parsed.GetRequiredValue(file);
            var config = Read(path);
            options.Require(parsed);
            if (name == "resume" && RunRecord.TryRead(config.Output) is null) throw new UsageException($"{config.Output}: expected a run to resume, found none");
            OutputFolder.Require(config.Output);
            OutputFolder.Require(parsed.GetRequiredValue(options.Storage));
            var execution = new WalkForwardExecution(path, config, options, parsed, report);
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
            var config = Read(parsed.GetRequiredValue(file));
            var rows = WalkForwardTrading.Status(config);
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

    internal static string ReportFile(ExperimentConfig config) => Path.Combine(config.Output, File.Exists(Path.Combine(config.Output, "report.html")) ? "report.html" : "tables.md");

    private static ExperimentConfig Read(string path)
    {
        var config = File.Exists(path) ? ExperimentConfigFile.Read(path) : throw new UsageException($"{path}: expected the config file of an experiment, found none");
        return config.WalkForward is not null ? config : throw new UsageException($"{path}: walkForward: expected a section, found none");
    }
}
