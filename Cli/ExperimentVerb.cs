using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Cli;

/// <summary><c>leandeep experiment</c>: a grid of networks on walk-forward folds, from one config file.</summary>
internal static class ExperimentVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("experiment", "a grid of networks on walk-forward folds, from one config file")
    {
        Run(output, error), Status(output, error), Schema(output, error),
    };

    private static Command Run(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("config") { Description = "JSON file of the experiment" };
        var threads = new Option<int>("--threads") { Description = "trainings at a time; does not change the result", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("run", "run it, or go on where it stopped") { file, threads, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var config = Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(threads) < 1) throw new UsageException($"--threads: expected at least 1, found {parsed.GetValue(threads)}");
            OutputFolder.Require(config.Output);
            var run = new ExperimentRun(config, parsed.GetValue(threads))
            {
                Stage = stage => report.Progress(stage),
                Progress = Report.On<TrainingProgress>(value => report.Progress(
                    "training", $"{value.Done} of {value.Total} epochs, {Report.Number(100 * value.Fraction, "0.0")} %, {Left(value.Remaining)} left, {value.Task.Configuration.Name} fold {value.Task.Fold} epoch {value.Epoch} IC {Report.Number(value.Correlation, "0.0000")}")),
                Warn = report.Warn,
            };
            var result = await Task.Run(() => run.Run(cancellation), cancellation);
            report.Result(
                new { config.Name, result, seconds = watch.Elapsed.TotalSeconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
                [.. Rows(result), ("time", Report.Seconds(watch.Elapsed.TotalSeconds)), ("peak memory", $"{Report.Count(Repository.PeakMemoryMiB())} MiB")]);
            return 0;
        });
        return command;
    }

    private static Command Status(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("config") { Description = "JSON file of the experiment" };
        var command = new Command("status", "how far its trainings are") { file, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var config = Read(parsed.GetRequiredValue(file));
            var trainings = Path.Combine(config.Output, "trainings");
            var tasks = ExperimentRun.Grid(config).Count + config.Seeds.Count * config.Ensemble * config.Split.Folds;
            var files = Directory.Exists(trainings) ? Directory.GetFiles(trainings, "*.epochs") : [];
            var bytes = files.Sum(path => new FileInfo(path).Length);
            report.Result(
                new { config.Name, trainings = tasks, begun = files.Length, bytes },
                [("experiment", config.Name), ("trainings", $"{Report.Count(files.Length)} begun of at most {Report.Count(tasks)}"), ("on disk", $"{Report.Count(bytes >> 20)} MiB")]);
            return 0;
        });
        return command;
    }

    private static Command Schema(TextWriter output, TextWriter error)
    {
        var command = new Command("schema", "the JSON schema of config files, for editors") { Report.Json };
        command.SetAction(_ =>
        {
            output.Write(ExperimentConfigFile.Schema());
            return 0;
        });
        return command;
    }

    private static ExperimentConfig Read(string path) =>
        File.Exists(path) ? ExperimentConfigFile.Read(path) : throw new UsageException($"{path}: expected the config file of an experiment, found none");

    private static IEnumerable<(string, string)> Rows(ExperimentResult result)
    {
        yield return ("rows", $"{Report.Count(result.Rows.Kept)} of {Report.Count(result.Rows.Total)}");
        yield return ("folds", $"{result.Folds.Count}, tested {result.Folds[^1].TestFrom:yyyy-MM-dd} through {result.Folds[0].TestThrough:yyyy-MM-dd}, {result.Folds.Count(fold => fold.Holdout)} of them the holdout");
        foreach (var candidate in result.Configurations)
            yield return (candidate.Name, $"epoch {candidate.Epoch}, median IC {Report.Number(candidate.Median, "0.0000")}, {Text(candidate.Selection, candidate.Holdout)}");
        yield return ("ensemble of", string.Join(", ", result.Ensemble.Select(member => $"{member.Name} epoch {member.Epoch}")));
        yield return ("ensemble", Text(result.EnsembleSelection, result.EnsembleHoldout));
        foreach (var seed in result.Seeds)
            yield return ($"seed {seed.Seed}", Text(seed.Selection, seed.Holdout));
        if (result.Diverged > 0)
            yield return ("diverged", $"{result.Diverged} trainings");
    }

    private static string Text(InformationCoefficient selection, InformationCoefficient? holdout) =>
        $"IC {One(selection)} in selection{(holdout is null ? "" : $", {One(holdout)} in holdout")}";

    private static string One(InformationCoefficient ic) => $"{Report.Number(ic.Mean, "0.0000")} ± {Report.Number(ic.StandardError, "0.0000")}";

    private static string Left(TimeSpan remaining) => remaining.TotalMinutes < 2 ? $"{remaining.TotalSeconds:0} s" : $"{remaining.TotalMinutes:0} min";
}
