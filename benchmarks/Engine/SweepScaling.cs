using System.Globalization;

namespace LeanDeep.Benchmarks;

/// <summary>One sweep in three ways, each in processes of its own, and the same combinations run by themselves.</summary>
internal sealed class SweepScaling(EngineProcess program, string cache)
{
    /// <summary>Seconds of a sweep, from the first run to the last result, the reading of the bars included.</summary>
    /// <param name="One">One run at a time, on its own thread.</param>
    /// <param name="Helped">One run at a time, with helper threads.</param>
    /// <param name="Two">Two at a time, each on its own thread.</param>
    /// <param name="Collector">Of the last, those in which the garbage collector held both up.</param>
    /// <param name="Same">Number of combinations whose result files are those of the run by itself, byte for byte, all three ways.</param>
    internal sealed record Times(double One, double Helped, double Two, double Collector, int Same);

    private static readonly string[] Compared = [".json", "-summary.json", "-log.txt"];

    /// <param name="run">Its parameter <c>side</c> varies.</param>
    /// <param name="sides">Values.</param>
    /// <param name="repetitions">Sweeps of each kind, in turns; the medians count.</param>
    public Times Measure(EngineCase run, IReadOnlyList<int> sides, int repetitions)
    {
        var folder = Directory.CreateTempSubdirectory("leandeep-bench-").FullName;
        try
        {
            List<(double Seconds, double Collector)> one = [], helped = [], two = [];
            for (var turn = 0; turn < repetitions; turn++)
            {
                one.Add(Sweep("one", 1, helpers: false));
                helped.Add(Sweep("helped", 1, helpers: true));
                two.Add(Sweep("two", 2, helpers: false));
            }
            var same = 0;
            for (var i = 0; i < sides.Count; i++)
            {
                var alone = Path.Combine(folder, $"alone-{i}");
                program.Run(run with { Parameters = new Dictionary<string, string>(run.Parameters) { ["side"] = Text(sides[i]) } }, alone, cache);
                if (Compared.All(end => Same(alone, "one", i, end) && Same(alone, "helped", i, end) && Same(alone, "two", i, end))) same++;
            }
            return new Times(Median(one).Seconds, Median(helped).Seconds, Median(two).Seconds, Median(two).Collector, same);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        (double Seconds, double Collector) Sweep(string name, int threads, bool helpers)
        {
            var result = program.Run(run, Path.Combine(folder, name), cache,
                "--sweep", "side=" + string.Join(',', sides.Select(Text)), "--threads", Text(threads), "--helper-threads", helpers ? "true" : "false").Result;
            return (result.GetProperty("seconds").GetDouble(), result.GetProperty("collectorSeconds").GetDouble());
        }

        bool Same(string alone, string sweep, int index, string end)
        {
            var name = run.Algorithm.Name + end;
            var number = Text(index + 1).PadLeft(Text(sides.Count).Length, '0');
            return File.ReadAllBytes(Path.Combine(alone, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, sweep, number, name)));
        }
    }

    private static (double Seconds, double Collector) Median(List<(double Seconds, double Collector)> sweeps) => sweeps.OrderBy(x => x.Seconds).ElementAt(sweeps.Count / 2);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
