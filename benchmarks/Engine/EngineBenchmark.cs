using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LeanDeep.Benchmarks;

/// <summary>Whole backtests, from the launch to the written results. Where genuine LEAN's record of the same run is known (two cores, its wall
/// time with process start, its own count of points a second) it is the baseline; LEAN itself is not run here.</summary>
public static class EngineBenchmark
{
    // Genuine LEAN (2.5.18257, .NET 10, two cores, workstation GC): 985 names traded daily from 2012 to 2016, the better of several runs.
    private const double LeanSeconds = 37.6, LeanUserSeconds = 40.9, LeanPeakMegabytes = 1434, LeanPointsPerSecond = 1_226_084 / 28.82;

    /// <param name="run">Runs one algorithm of this assembly in the engine: its type's full name, the data folder, parameters, the folder for results;
    /// returns the path of the result file.</param>
    /// <param name="shared">Folder with <c>data/us1000</c>, if it is there.</param>
    /// <param name="small">A tenth of the names and one year, for tests.</param>
    /// <param name="cache">Where the data folders are kept; default in the user's cache.</param>
    public static BenchmarkReport Run(Func<string, string, IReadOnlyDictionary<string, string>, string, string> run, string shared,
        IProgress<string>? progress = null, bool small = false, string? cache = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var markets = new BenchmarkMarkets(cache ?? BenchmarkMarkets.DefaultRoot, shared);
        var (names, years) = small ? (100, 1) : (1000, 5);
        progress?.Report("making the data folders");
        var wide = markets.Synthetic(names, 2012, years);
        var few = markets.Synthetic(15, 2001, small ? 2 : 23);
        var minutes = markets.Minutes(2015);
        var us = small ? null : markets.UsStocks();
        var cases = new List<BenchmarkCase>();

        Measure("no orders", typeof(WatchOnly), wide, BenchmarkMarkets.TickersOf(wide), "20120101", $"{2012 + years - 1}1231", false);
        Measure("monthly equal weight, 15 names", typeof(MonthlyEqualWeight), few, BenchmarkMarkets.TickersOf(few), "20010101", $"{(small ? 2002 : 2023)}1231", false);
        if (us != null) Measure("daily long-short, US stocks", typeof(DailyReversal), us, BenchmarkMarkets.TickersOf(us), "20120103", "20161129", true);
        else Measure("daily long-short, synthetic", typeof(DailyReversal), wide, BenchmarkMarkets.TickersOf(wide), "20120101", $"{2012 + years - 1}1231", false);
        Measure("a year of minutes", typeof(MinuteCross), minutes, [BenchmarkMarkets.MinuteTicker], "20150101", "20151231", false);
        return new BenchmarkReport("engine", $"{BenchmarkReport.ThisMachine()}; baseline: genuine LEAN as recorded, not run here", cases);

        void Measure(string name, Type algorithm, string folder, IReadOnlyList<string> tickers, string start, string end, bool comparable)
        {
            var results = Directory.CreateTempSubdirectory("leandeep-bench-");
            try
            {
                var parameters = new Dictionary<string, string> { ["tickers"] = string.Join(',', tickers), ["start"] = start, ["end"] = end };
                // The first run reads the bars; the second one finds them read.
                foreach (var turn in new[] { "first", "second" })
                {
                    progress?.Report($"{name}, {turn} run");
                    var title = $"{name}, {turn} run";
                    var measured = Once(() => run(algorithm.FullName!, folder, parameters, results.FullName));
                    cases.Add(Higher($"{title}: bars a second", measured.Bars / measured.Seconds, comparable ? LeanPointsPerSecond : null, "1/s"));
                    cases.Add(Lower($"{title}: wall", measured.Seconds, comparable ? LeanSeconds : null, "s"));
                    cases.Add(Lower($"{title}: processor", measured.Processor, comparable ? LeanUserSeconds : null, "s"));
                    cases.Add(Lower($"{title}: peak memory", measured.PeakMegabytes, comparable ? LeanPeakMegabytes : null, "MB"));
                    cases.Add(Lower($"{title}: allocated", measured.AllocatedBytes / 1e6, null, "MB"));
                    cases.Add(Lower($"{title}: orders", measured.Orders, null, ""));
                }
            }
            finally
            {
                results.Delete(recursive: true);
            }
        }
    }

    private sealed record Measurement(double Seconds, double Processor, double PeakMegabytes, double AllocatedBytes, double Bars, double Orders);

    private static Measurement Once(Func<string> run)
    {
        GC.Collect();
        ForgetPeak();
        using var process = Process.GetCurrentProcess();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var file = run();
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        using var result = JsonDocument.Parse(File.ReadAllBytes(file));
        return new Measurement(seconds, processor.TotalSeconds, process.PeakWorkingSet64 / 1e6, allocated,
            Number(result, "runtimeStatistics", BenchmarkAlgorithm.BarsSeen), Number(result, "statistics", "Total Orders"));
    }

    private static double Number(JsonDocument result, string section, string name) =>
        double.Parse(result.RootElement.GetProperty(section).GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    // Linux keeps the peak since a process's start; this makes it begin anew.
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static BenchmarkCase Higher(string name, double ours, double? baseline, string unit) => new(name, ours, baseline, unit, ours / baseline);

    private static BenchmarkCase Lower(string name, double ours, double? baseline, string unit) => new(name, ours, baseline, unit, baseline / ours);
}
