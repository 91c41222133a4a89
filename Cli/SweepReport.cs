using System.Diagnostics;
using System.Text.Json;

namespace LeanDeep.Cli;

/// <summary><c>leandeep backtest --sweep</c>: all combinations, and a table of what came of them.</summary>
internal static class SweepReport
{
    /// <summary>The table beside the folders of the runs.</summary>
    private const string TableFile = "sweep.json";

    private static readonly string[] Shown = ["Sharpe Ratio", "Compounding Annual Return", "Drawdown", "Net Profit", "Total Orders", "Total Fees"];

    /// <returns>0 when every combination ran to its end, otherwise 1.</returns>
    public static async Task<int> RunAsync(LeanBacktest.Request request, IReadOnlyList<IReadOnlyDictionary<string, string>> combinations, int? threads, bool? helperThreads, Report report, CancellationToken cancellation)
    {
        var atOnce = threads ?? Environment.ProcessorCount;
        if (!EngineSession.RunsSideBySide)
        {
            if (threads > 1) report.Warn("--threads: genuine LEAN runs one backtest at a time in a process; the combinations run one after another");
            atOnce = 1;
        }
        var watch = Stopwatch.StartNew();
        var runs = await Task.Run(() => ParameterSweep.RunAll(request, combinations, atOnce, Done, report.Warn, cancellation, helperThreads), cancellation).WaitAsync(cancellation);
        var failed = runs.Count(run => run.Error is not null);
        var result = new
        {
            algorithm = request.TypeName, threads = atOnce, seconds = watch.Elapsed.TotalSeconds, processorSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
            collectorSeconds = GC.GetTotalPauseDuration().TotalSeconds, peakMemoryMiB = Repository.PeakMemoryMiB(), failed, runs,
        };
        Write(Path.Combine(request.OutputFolder, TableFile), result);
        var names = combinations.SelectMany(combination => combination.Keys).Distinct().ToArray();
        report.Result(
            result,
            ["folder", .. names, .. Shown, "seconds", .. (string[])(failed > 0 ? ["error"] : [])],
            runs.Select(run => (IReadOnlyList<string>)[run.Folder, .. names.Select(name => run.Parameters.GetValueOrDefault(name, "")),
                .. Shown.Select(name => run.Statistics.GetValueOrDefault(name, "")), Report.Number(run.Seconds, "0.00"), .. (string[])(failed > 0 ? [run.Error ?? ""] : [])]));
        if (failed == 0) return 0;
        report.Fail($"{failed} of {runs.Count} combinations failed, the first in {Path.Combine(request.OutputFolder, runs.First(run => run.Error is not null).Folder)}");
        return 1;

        void Done(ParameterSweep.Run run, int ended)
        {
            if (run.Error is not null) report.Warn($"{run.Folder}: {run.Error}");
            report.Progress($"{combinations.Count} combinations", $"{ended} done");
        }
    }

    private static void Write(string path, object table)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(table, Report.Format));
        File.Move(path + ".new", path, overwrite: true);
    }
}
