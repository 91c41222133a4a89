using System.Globalization;
using LeanDeep.Algorithms;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data;
using LeanDeep.Training.Reports;

namespace LeanDeep.Cli.Allocation;

/// <summary>One allocator traded in LEAN's engine.</summary>
/// <param name="Name">Of the bundle or the benchmark.</param>
/// <param name="Statistics">Of trading days.</param>
/// <param name="Fees">Paid, fraction of the cash at the start.</param>
/// <param name="Checked">Portfolios held that were compared with the constraint set.</param>
/// <param name="Violated">Of these, those beyond a limit by more than whole lots explain.</param>
/// <param name="Beyond">The most beyond a limit, whole lots included; as the algorithm writes it.</param>
/// <param name="ResultFile">LEAN's result JSON.</param>
/// <param name="Page">The report; null where this program was built without the charting library.</param>
internal sealed record AllocatorBacktest(
    string Name, TradingDayStatistics Statistics, double Fees, string Checked, string Violated, string Beyond, string ResultFile, string? Page);

/// <summary>A study's bundles, and the benchmarks over the same assets within the same limits, in LEAN's engine over the sessions of the test.</summary>
internal static class AllocatorBacktests
{
    /// <param name="config">With an engine section.</param>
    /// <param name="result">What was trained.</param>
    /// <param name="store">Root of the object store.</param>
    /// <param name="folder">Receives a folder for each run.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellation">Ends the work between two runs.</param>
    /// <exception cref="InvalidOperationException">A run failed, or a portfolio held violated the constraint set.</exception>
    public static IReadOnlyList<AllocatorBacktest> Run(AllocatorConfig config, AllocatorStudyResult result, string store, string folder, Report report, CancellationToken cancellation)
    {
        string[] models = [.. result.Seeds.Where(seed => seed.Bundle is not null).Select(seed => FormattableString.Invariant($"{config.Name}-{seed.Seed}"))];
        if (models.Length == 0) return [];
        var runs = models.Select(model => (Folder: model, Model: model, Rule: "model"))
            .Concat(Enum.GetValues<PortfolioBenchmark>().Select(benchmark => (Folder: benchmark.ToString(), Model: models[0], Rule: System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(benchmark.ToString()))));
        var algorithm = typeof(ConstrainedAllocator);
        var request = new LeanBacktest.Request(algorithm.Assembly.Location, algorithm.FullName!, config.Data.Folder, store, folder, new Dictionary<string, string>
        {
            ["start"] = Text(result.TestFrom),
            ["end"] = Text(result.TestThrough),
            ["period"] = config.Engine!.Period.ToString().ToLowerInvariant(),
            ["cash"] = config.Engine.Cash.ToString(CultureInfo.InvariantCulture),
            ["slippage-bps"] = config.Engine.SlippageBps.ToString(CultureInfo.InvariantCulture),
        });
        var told = new HashSet<string>();
        report.Progress("trading in the engine");
        var ended = ParameterSweep.RunAll(
            request, [.. runs.Select(run => (run.Folder, (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["model"] = run.Model, ["rule"] = run.Rule }))],
            EngineSession.RunsSideBySide ? Environment.ProcessorCount : 1,
            (run, count) => report.Progress("trading in the engine", $"{count} of {models.Length + Enum.GetValues<PortfolioBenchmark>().Length}, {run.Folder}"), Warn, cancellation);
        if (ended.FirstOrDefault(run => run.Error is not null) is { } failed)
            throw new InvalidOperationException($"{Path.Combine(folder, failed.Folder)}: {failed.Error}");
        return [.. ended.Select(run => Read(run.Folder, Path.Combine(folder, run.Folder, algorithm.Name + ".json"), (double)config.Engine.Cash))];

        // All runs read the same bars: what is wrong with them is told once.
        void Warn(string text)
        {
            lock (told)
                if (told.Add(text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..])) report.Warn(text);
        }
    }

    private static AllocatorBacktest Read(string name, string file, double cash)
    {
        var page = HtmlReport.IsAvailable ? Path.ChangeExtension(file, ".html") : null;
        var result = page is null ? LeanResultFile.Read(file) : HtmlReport.Write(file, page);
        var figures = result.RuntimeStatistics.ToDictionary();
        var check = figures["Constraint Violations"].Split(" of ");
        var fees = result.Statistics.ToDictionary()["Total Fees"].TrimStart('$');
        return new AllocatorBacktest(
            name, TradingDayStatistics.Of(TradingDays.Of(result, MarketCalendar.UsEquities), result), double.Parse(fees, CultureInfo.InvariantCulture) / cash,
            check[1], check[0], figures["Beyond Limits"], file, page);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
