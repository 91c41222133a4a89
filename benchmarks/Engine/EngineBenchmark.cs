using System.Diagnostics;

namespace LeanDeep.Benchmarks;

/// <summary>Whole backtests, from the start of the program to the written results. Where genuine LEAN's record of the same run is known (two cores,
/// process start included, its own count of points a second) it is the baseline; LEAN itself is not run here.</summary>
public static class EngineBenchmark
{
    // Genuine LEAN (2.5.18257, .NET 10, two cores, workstation GC): 985 names traded daily from 2012 to 2016, the better of several runs, and its start.
    private const double LeanSeconds = 37.6, LeanUserSeconds = 40.9, LeanPeakMegabytes = 1434, LeanPointsPerSecond = 1_226_084 / 28.82, LeanStartSeconds = 2;

    /// <param name="run">Runs one algorithm of this assembly in this process: its type's full name, the data folder, parameters, the folder for results;
    /// returns the path of the result file.</param>
    /// <param name="program">How to start the leandeep program with arguments.</param>
    /// <param name="shared">Folder with <c>data/us1000</c>, if it is there.</param>
    /// <param name="small">A tenth of the names, one year, one repetition, for tests.</param>
    /// <param name="root">Where the data folders are kept; default in the user's cache.</param>
    public static BenchmarkReport Run(Func<string, string, IReadOnlyDictionary<string, string>, string, string> run, Func<IReadOnlyList<string>, ProcessStartInfo> program,
        string shared, IProgress<string>? progress = null, bool small = false, string? root = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(program);
        root ??= BenchmarkMarkets.DefaultRoot;
        var markets = new BenchmarkMarkets(root, shared);
        var (names, years, repetitions) = small ? (100, 1, 1) : (1000, 5, 3);
        progress?.Report("making the data folders");
        var wide = markets.Synthetic(names, 2012, years);
        var few = markets.Synthetic(15, 2001, small ? 2 : 23);
        var us = small ? null : markets.UsStocks();
        var lastDay = $"{2012 + years - 1}1231";
        var watch = Case<WatchOnly>("no orders", wide, "20120101", lastDay);
        var monthly = Case<MonthlyEqualWeight>("monthly equal weight, 15 names", few, "20010101", $"{(small ? 2002 : 2023)}1231");
        var longShort = us != null ? Case<DailyReversal>("daily long-short, US stocks", us, "20120103", "20161129") : Case<DailyReversal>("daily long-short, synthetic", wide, "20120101", lastDay);
        var minutes = Case<MinuteCross>("a year of minutes", markets.Minutes(2015), "20150101", "20151231", BenchmarkMarkets.MinuteTicker);
        var start = Case<WatchOnly>("start-up", few, "20010101", "20010131", BenchmarkMarkets.TickersOf(few)[0]);

        var apart = new EngineProcess(program);
        var cache = Path.Combine(root, "cache");
        var cases = new List<BenchmarkCase>();
        progress?.Report("start-up");
        var startUp = Apart(start, EngineProcess.NoCache, small ? 1 : 5).Wall;
        cases.Add(Lower("start-up, a whole process: wall", startUp, LeanStartSeconds, "s"));
        foreach (var measured in (EngineCase[])[watch, monthly, longShort, minutes])
        {
            var comparable = us != null && measured == longShort;
            var warm = new EngineMeasurement();
            // The tests make do with one.
            if (!small || measured == longShort)
            {
                progress?.Report($"{measured.Name}, from zips");
                Add(measured.Name + ", from zips", Apart(measured, EngineProcess.NoCache, repetitions), comparable);
                progress?.Report($"{measured.Name}, warm cache");
                Apart(measured, cache, 1);
                warm = Apart(measured, cache, repetitions);
                Add(measured.Name + ", warm cache", warm, comparable);
                if (measured == longShort)
                {
                    var columns = BenchmarkMarkets.ColumnBytes(measured.Folder) / 1e6;
                    cases.Add(Lower($"{measured.Name}: raw columns", columns, null, "MB"));
                    cases.Add(Lower($"{measured.Name}: peak memory less 100 MB, in raw columns", (warm.PeakMegabytes - 100) / columns, null, ""));
                }
            }
            progress?.Report($"{measured.Name}, in one process");
            Here(measured);
            var later = EngineMeasurement.Median([.. Enumerable.Range(0, repetitions).Select(_ => Here(measured))]);
            Add(measured.Name + ", second run of a process", later, comparable);
            if (measured != longShort) continue;
            var split = $"{measured.Name}, of the wall with a warm cache";
            cases.Add(Lower($"{split}: start-up", startUp, null, "s"));
            cases.Add(Lower($"{split}: what only a first run does, machine code and bars", warm.Wall - startUp - later.Wall, null, "s"));
            cases.Add(Lower($"{split}: engine and result files, as in a later run", later.Wall - later.Own, null, "s"));
            cases.Add(Lower($"{split}: the algorithm's own code, as in a later run", later.Own, null, "s"));
        }
        progress?.Report("sweep");
        int[] sides = small ? [5, 10] : [.. Enumerable.Range(0, 12).Select(i => 8 + 2 * i)];
        var sweep = new SweepScaling(apart, cache).Measure(longShort, sides, repetitions);
        cases.Add(Lower($"sweep of {sides.Length}, a thread each for 2 at a time: seconds; baseline 1 at a time, on its thread", sweep.Two, sweep.One, "s"));
        cases.Add(Lower($"sweep of {sides.Length}, 1 at a time with helper threads: seconds; the same baseline", sweep.Helped, sweep.One, "s"));
        cases.Add(Lower($"sweep of {sides.Length}, 2 at a time: seconds in the garbage collector", sweep.Collector, null, "s"));
        cases.Add(Higher($"sweep: combinations of {sides.Length} with the bytes of separate runs", sweep.Same, sides.Length, ""));
        return new BenchmarkReport("engine", $"{BenchmarkReport.ThisMachine()}; baseline: genuine LEAN as recorded, not run here, unless a case names another", cases);

        EngineCase Case<T>(string name, string folder, string first, string last, string? ticker = null) where T : BenchmarkAlgorithm =>
            new(name, typeof(T), folder, new Dictionary<string, string> { ["tickers"] = ticker ?? string.Join(',', BenchmarkMarkets.TickersOf(folder)), ["start"] = first, ["end"] = last });

        EngineMeasurement Apart(EngineCase measured, string cacheFolder, int times) =>
            EngineMeasurement.Median([.. Enumerable.Range(0, times).Select(_ => InFolder(folder => apart.Measure(measured, folder, cacheFolder)))]);

        EngineMeasurement Here(EngineCase measured) => InFolder(folder => InThisProcess.Measure(() => run(measured.Algorithm.FullName!, measured.Folder, measured.Parameters, folder)));

        void Add(string title, EngineMeasurement measured, bool comparable)
        {
            cases.Add(Higher($"{title}: bars a second", measured.Bars / measured.Seconds, comparable ? LeanPointsPerSecond : null, "1/s"));
            cases.Add(Lower($"{title}: launch to results", measured.Seconds, null, "s"));
            cases.Add(Lower($"{title}: wall", measured.Wall, comparable ? LeanSeconds : null, "s"));
            cases.Add(Lower($"{title}: processor", measured.Processor, comparable ? LeanUserSeconds : null, "s"));
            cases.Add(Lower($"{title}: peak memory", measured.PeakMegabytes, comparable ? LeanPeakMegabytes : null, "MB"));
            cases.Add(Lower($"{title}: allocated", measured.AllocatedMegabytes, null, "MB"));
            cases.Add(Lower($"{title}: orders", measured.Orders, null, ""));
        }
    }

    private static EngineMeasurement InFolder(Func<string, EngineMeasurement> measure)
    {
        var folder = Directory.CreateTempSubdirectory("leandeep-bench-");
        try
        {
            return measure(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchmarkCase Higher(string name, double ours, double? baseline, string unit) => new(name, ours, baseline, unit, ours / baseline);

    private static BenchmarkCase Lower(string name, double ours, double? baseline, string unit) => new(name, ours, baseline, unit, baseline / ours);
}
