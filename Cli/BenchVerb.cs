using System.CommandLine;
using LeanDeep.Benchmarks;

namespace LeanDeep.Cli;

/// <summary><c>leandeep bench NAME</c>: a measurement with its baseline run beside it.</summary>
internal static class BenchVerb
{
    private static readonly Dictionary<string, Func<IProgress<string>, BenchmarkReport>> Benchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["torch"] = progress => TorchBenchmark.Run(progress),
        ["feedforward"] = progress => FeedforwardBenchmark.Run(progress),
        ["allocation"] = progress => AllocationBenchmark.Run(progress),
        ["allocator"] = progress => AllocatorBenchmark.Run(progress),
        ["parity"] = progress => ParityBenchmark.Run(progress),
        ["hjb"] = progress => HjbBenchmark.Run(progress),
        ["analysis"] = progress => AnalysisBenchmark.Run(progress),
        ["engine"] = progress => EngineBenchmark.Run(RunInEngine, Repository.Program, SharedFolder, progress),
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "one of: " + string.Join(", ", Benchmarks.Keys) };
        var command = new Command("bench", "measure, with the baseline in the same run") { name, Report.Json, AllReduceVerb.Create(output, error) };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            if (!Benchmarks.TryGetValue(parsed.GetRequiredValue(name), out var benchmark))
                throw new UsageException($"bench: expected one of {string.Join(", ", Benchmarks.Keys)}, found {parsed.GetRequiredValue(name)}");
            var result = benchmark(Report.On<string>(stage => report.Progress(stage)));
            report.Result(
                result,
                ["case", "ours", "baseline", "unit", "ratio"],
                result.Cases.Select(c => (IReadOnlyList<string>)[c.Case, Report.Number(c.Ours, "0.###"), Known(c.Baseline, "0.###"), c.Unit, Known(c.Ratio, "0.00")]));
            return 0;
        });
        return command;
    }

    private static string Known(double? value, string format) => value is { } known ? Report.Number(known, format) : "";

    // Real bars for the engine's benchmark, where a machine has them.
    private static string SharedFolder =>
        Environment.GetEnvironmentVariable("LEANDEEP_SHARED") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "../../../../../shared");

    internal static string RunInEngine(string algorithm, string dataFolder, IReadOnlyDictionary<string, string> parameters, string results) =>
        LeanBacktest.Run(new LeanBacktest.Request(typeof(EngineBenchmark).Assembly.Location, algorithm, dataFolder, Path.Combine(results, "storage"), results, parameters)).ResultFile;
}
