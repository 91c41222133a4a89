using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Cli.Experiments;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Reports.TensorBoard;
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
        var storage = new Option<string>("--storage") { Description = "object store root, for the ensemble's bundles", DefaultValueFactory = _ => "storage" };
        var command = new Command("run", "run it, or go on where it stopped") { file, threads, storage, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var config = Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(threads) < 1) throw new UsageException($"--threads: expected at least 1, found {parsed.GetValue(threads)}");
            OutputFolder.Require(config.Output);
            if (config.Backtests is not null) OutputFolder.Require(parsed.GetRequiredValue(storage));
            using var run = new ExperimentRun(config)
            {
                Threads = parsed.GetValue(threads),
                Stage = stage => report.Progress(stage),
                Progress = Report.On<TrainingProgress>(value => report.Progress(
                    "training", $"{value.Done} of {value.Total} epochs, {Report.Number(100 * value.Fraction, "0.0")} %, {Left(value.Remaining)} left, {value.Task.Configuration.Name} fold {value.Task.Fold} epoch {value.Epoch} IC {Report.Number(value.Correlation, "0.0000")}")),
                Warn = report.Warn,
            };
            var (result, files) = await Task.Run(
                () =>
                {
                    var trained = run.Train(cancellation);
                    var page = new ExperimentAnalysis(trained, run.Threads) { Stage = stage => report.Progress(stage) }.Run(cancellation);
                    if (config.Backtests is { } backtests)
                        page = page with { Backtests = ExperimentTrading.Run(trained, backtests, parsed.GetRequiredValue(storage), run.Threads, report, cancellation) };
                    report.Progress("writing event files");
                    ExperimentEvents.Write(
                        [.. trained.Outcomes.SelectMany(folds => folds)], trained.Runner.Parameters, Path.Combine(config.Output, "events"), Environment.MachineName,
                        outcome => File.GetLastWriteTimeUtc(outcome.Path), cancellation);
                    report.Progress("writing the report");
                    return (ExperimentResult.Of(trained, page), ExperimentFiles.Write(config.Output, page));
                },
                cancellation);
            report.Result(
                new { config.Name, result, files, seconds = watch.Elapsed.TotalSeconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
                [.. Rows(result), .. files.Select(file => (Path.GetFileNameWithoutExtension(file), file)), ("time", Report.Seconds(watch.Elapsed.TotalSeconds)), ("peak memory", $"{Report.Count(Repository.PeakMemoryMiB())} MiB")]);
            return 0;
        });
        return command;
    }

    private static Command Status(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("config") { Description = "JSON file of the experiment" };
        var threads = new Option<int>("--threads") { Description = "trainings at a time of the run whose remaining time is asked for", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("status", "how far it is, and how long the rest will take; a run may be at work meanwhile") { file, threads, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var config = Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(threads) < 1) throw new UsageException($"--threads: expected at least 1, found {parsed.GetValue(threads)}");
            ExperimentStatusTable.Write(report, config, parsed.GetValue(threads));
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
        foreach (var row in result.Selection)
            yield return (row.Name, $"{(row.Epoch > 0 ? $"epoch {row.Epoch}, " : "")}median IC {Report.Number(row.Median, "0.0000")}, {Text(row.Selection, row.Holdout)}{(row.Chosen ? ", in the ensemble" : "")}");
        yield return ($"ensemble of {result.Selection.Count(row => row.Chosen)}", Text(result.EnsembleSelection, result.EnsembleHoldout));
        foreach (var seed in result.Seeds)
            yield return ($"seed {seed.Seed}", Text(seed.Selection, seed.Holdout));
        foreach (var (name, ratio) in result.Deflated)
            yield return (name, $"Sharpe ratio {Report.Number(ratio.Best.Annual(), "0.00")}, deflated for {ratio.Trials} trials {Report.Number(100 * ratio.Probability, "0.0")} %");
        if (result.ProbabilityOfOverfitting is { } probability)
            yield return ("probability of overfitting", $"{Report.Number(100 * probability, "0.0")} % over {Report.Count(result.Candidates)} candidates");
        foreach (var (name, ratios) in result.Paths)
            yield return ($"{name}, {ratios.Length} paths", $"Sharpe ratio {Report.Number(ratios.Average(), "0.00")}, from {Report.Number(ratios.Min(), "0.00")} to {Report.Number(ratios.Max(), "0.00")}");
        foreach (var backtest in result.Backtests)
            yield return (backtest.Name, $"Sharpe ratio {Report.Number(backtest.SharpeRatio, "0.00")}, {Report.Number(100 * backtest.AnnualReturn, "0.0")} % a year, deepest fall {Report.Number(100 * backtest.Drawdown, "0.0")} %");
        if (result.Diverged > 0)
            yield return ("diverged", $"{result.Diverged} trainings");
    }

    private static string Text(InformationCoefficient selection, InformationCoefficient? holdout) =>
        $"IC {One(selection)} in selection{(holdout is null ? "" : $", {One(holdout)} in holdout")}";

    private static string One(InformationCoefficient ic) => $"{Report.Number(ic.Mean, "0.0000")} ± {Report.Number(ic.StandardError, "0.0000")}";

    private static string Left(TimeSpan remaining) => ExperimentStatusTable.Duration(remaining.TotalSeconds);
}
