using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Cli.Allocation;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;

namespace LeanDeep.Cli;

/// <summary><c>leandeep train allocator</c>: constrained allocators from one config file, a bundle and a test for each seed.</summary>
internal static class TrainAllocatorVerb
{
    private static readonly string[] Header =
        ["portfolio", "epoch", "Sharpe", "95 % interval", "return %", "volatility %", "drawdown %", "turnover %", "costs %", "violation", "uncertified"];

    private static readonly string[] EngineHeader =
        ["in the engine", "Sharpe", "95 % interval", "return %", "volatility %", "drawdown %", "turnover %/day", "fees %", "checked", "violated", "beyond a limit"];

    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Option<string?>("--config") { Description = "JSON file of the training" };
        var schema = new Option<bool>("--schema") { Description = "write the JSON schema of config files instead, for editors" };
        var storage = new Option<string>("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
        var folder = new Option<string?>("--out") { Description = "folder for the engine's results, where the config asks for them (default results/allocators/<name>)" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "folder that keeps each training after every epoch, to go on from; with several workers one below --out where none is given, until the end" };
        var workers = MpiLaunch.Workers();
        var command = new Command("allocator", "windows → network → constrained weights, tested beside benchmarks within the same limits; ONNX bundles") { file, schema, storage, folder, checkpoint, workers, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(schema))
            {
                output.Write(AllocatorConfigFile.Schema());
                return 0;
            }
            var path = parsed.GetValue(file) ?? throw new UsageException("train allocator: expected --config FILE or --schema, found neither");
            if (!File.Exists(path)) throw new UsageException($"--config: expected the config file of an allocator, found no file {path}");
            var config = AllocatorConfigFile.Read(path);
            var results = parsed.GetValue(folder) ?? Path.Combine("results", "allocators", config.Name);
            var (kept, shared) = (parsed.GetValue(checkpoint), Path.Combine(results, "checkpoint"));
            if (MpiLaunch.IsWanted(parsed, workers)) return await MpiLaunch.RunAsync(parsed, workers, kept ?? shared, output, error, cancellation);
            var group = MpiLaunch.Join();
            var report = new Report(parsed, group?.IsFirst == false ? TextWriter.Null : output, group?.IsFirst == false ? TextWriter.Null : error);
            var watch = Stopwatch.StartNew();
            OutputFolder.Require(parsed.GetRequiredValue(storage));
            if (config.Engine is not null || group is not null) OutputFolder.Require(results);
            var progress = Report.On<StudyProgress>(value => report.Progress(
                $"training seed {value.Seed}, {value.Number} of {config.Seeds.Count}",
                $"epoch {value.Epoch.Epoch}, loss {Report.Number(value.Epoch.Loss, "0.0000")}, stopping {Report.Number(value.Epoch.Validation?.Loss ?? double.NaN, "0.0000")}"));
            report.Progress("reading bars");
            var result = await Task.Run(
                () => new AllocatorStudy(config, progress) { GitCommit = Repository.Commit(), Workers = group, Checkpoints = kept ?? (group is null ? null : shared) }.Run(AllocatorAssets.Read(config), parsed.GetRequiredValue(storage), cancellation), cancellation);
            group?.Leave();
            if (group?.IsFirst == false) return 0;
            var backtests = config.Engine is null ? []
                : await Task.Run(() => AllocatorBacktests.Run(config, result, parsed.GetRequiredValue(storage), results, report, cancellation), cancellation);
            Show(report, output, parsed.GetValue(Report.Json), config, result, backtests, watch.Elapsed.TotalSeconds);
            if (group is not null && kept is null && Directory.Exists(shared)) Directory.Delete(shared, recursive: true);
            return result.Seeds.Any(seed => seed.Path is null) ? 1 : 0;
        });
        return command;
    }

    private static void Show(Report report, TextWriter output, bool json, AllocatorConfig config, AllocatorStudyResult result, IReadOnlyList<AllocatorBacktest> backtests, double seconds)
    {
        report.Result(
            new
            {
                config.Name, result.Assets, result.Members, samples = new { result.Samples.Training, result.Samples.Stopping, result.Samples.Test },
                result.TrainedFrom, result.TrainedThrough, result.TestFrom, result.TestThrough,
                seeds = result.Seeds.Select(seed => new
                {
                    seed.Seed, seed.Status, seed.BestEpoch, seed.Unsolved, epochs = seed.History.Select(epoch => new { epoch.Epoch, epoch.Loss, stopping = epoch.Validation?.Loss }),
                    test = seed.Path is { } path ? Figures(path) : null, seed.Bundle,
                }),
                benchmarks = result.Benchmarks.Select(Figures),
                engine = backtests.Select(run => new
                {
                    run.Name, sharpe = run.Statistics.Sharpe?.Annual(), sharpeLow = Interval(run).Low, sharpeHigh = Interval(run).High, annualReturn = run.Statistics.CompoundAnnualReturn,
                    annualVolatility = run.Statistics.AnnualDeviation, maximumDrawdown = -run.Statistics.Drawdown, dailyTurnover = run.Statistics.Turnover, run.Fees, run.Checked, run.Violated,
                    run.Beyond, run.ResultFile, run.Page,
                }),
                seconds, peakMemoryMiB = Repository.PeakMemoryMiB(),
            },
            Header,
            [.. result.Seeds.Select(seed => Row(seed.Path, $"{config.Name} {seed.Seed}", seed.BestEpoch is { } best ? $"{best} of {seed.History.Count}" : "diverged")),
             .. result.Benchmarks.Select(path => Row(path, path.Name, ""))]);
        if (json) return;
        if (backtests.Count > 0) Report.Table(output, EngineHeader, backtests.Select(Row));
        output.WriteLine($"trained on {Report.Count(result.Samples.Training)} decisions from {result.TrainedFrom:yyyy-MM-dd}, stopped by {Report.Count(result.Samples.Stopping)} through {result.TrainedThrough:yyyy-MM-dd}");
        output.WriteLine(FormattableString.Invariant(
            $"tested on {result.Samples.Test} sessions after {result.TestFrom:yyyy-MM-dd} through {result.TestThrough:yyyy-MM-dd}, {result.Benchmarks[0].Decisions.Count} decisions, {10_000 * config.CostRate:0.##} bp a unit traded"));
        foreach (var seed in result.Seeds.Where(seed => seed.Unsolved > 0))
            output.WriteLine($"seed {seed.Seed}: {Report.Count(seed.Unsolved)} training samples of {Report.Count((long)result.Samples.Training * seed.History.Count)} without a certified solution taught nothing");
        foreach (var seed in result.Seeds)
            if (seed.Bundle is { } bundle) output.WriteLine($"bundle {bundle}");
        foreach (var run in backtests) output.WriteLine($"report {run.Page ?? run.ResultFile}");
        output.WriteLine($"time {Report.Seconds(seconds)}, peak memory {Report.Count(Repository.PeakMemoryMiB())} MiB");
    }

    private static object Figures(AllocationPath path)
    {
        var (low, high) = path.Sharpe.AnnualInterval();
        return new
        {
            path.Name, decisions = path.Decisions.Count, sharpe = path.Sharpe.Annual(), sharpeLow = low, sharpeHigh = high, path.AnnualReturn, path.AnnualVolatility,
            path.MaximumDrawdown, path.Turnover, path.Costs, path.LargestViolation, path.Uncertified,
        };
    }

    private static IReadOnlyList<string> Row(AllocationPath? path, string name, string epoch)
    {
        if (path is null) return [name, epoch, .. Enumerable.Repeat("", Header.Length - 2)];
        var (low, high) = path.Sharpe.AnnualInterval();
        return
        [
            name, epoch, Report.Number(path.Sharpe.Annual(), "0.00"), $"{Report.Number(low, "0.00")} … {Report.Number(high, "0.00")}", Percent(path.AnnualReturn),
            Percent(path.AnnualVolatility), Percent(path.MaximumDrawdown), Percent(path.Turnover), Report.Number(100 * path.Costs, "0.000"),
            Report.Number(path.LargestViolation, "0.0e+0"), $"{path.Uncertified}",
        ];
    }

    private static IReadOnlyList<string> Row(AllocatorBacktest run)
    {
        var (low, high) = Interval(run);
        return
        [
            run.Name, Report.Number(run.Statistics.Sharpe?.Annual() ?? double.NaN, "0.00"), $"{Report.Number(low, "0.00")} … {Report.Number(high, "0.00")}",
            Percent(run.Statistics.CompoundAnnualReturn), Percent(run.Statistics.AnnualDeviation), Percent(-run.Statistics.Drawdown), Report.Number(100 * run.Statistics.Turnover, "0.00"),
            Report.Number(100 * run.Fees, "0.000"), run.Checked, run.Violated, run.Beyond,
        ];
    }

    private static (double Low, double High) Interval(AllocatorBacktest run) => run.Statistics.Sharpe?.AnnualInterval() ?? (double.NaN, double.NaN);

    private static string Percent(double value) => Report.Number(100 * value, "0.0");
}
