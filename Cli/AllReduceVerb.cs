using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Training.DataParallel;

namespace LeanDeep.Cli;

/// <summary><c>leandeep bench all-reduce</c>: what sums over workers take by their length, for the model of how training scales.</summary>
internal static class AllReduceVerb
{
    private static readonly int[] Lengths = [1, 500, 5_000, 50_000, 500_000];

    /// <param name="Length">Numbers of double precision that are summed.</param>
    /// <param name="Least">Seconds of the quickest sum: what it takes where nothing else wants the cores.</param>
    /// <param name="Median">Seconds of the middle one.</param>
    private sealed record Timing(int Length, double Least, double Median);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var workers = MpiLaunch.Workers();
        var command = new Command("all-reduce", "sums over workers of mpirun, by their length") { workers, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            if (MpiLaunch.IsWanted(parsed, workers)) return MpiLaunch.RunAsync(parsed, workers, checkpoint: null, output, error, cancellation);
            var group = MpiLaunch.Join() ?? throw new UsageException("bench all-reduce: expected --workers of 2 or more, found 1");
            Timing[] timings = [.. Lengths.Select(length => Measure(group, length))];
            group.Leave();
            if (!group.IsFirst) return Task.FromResult(0);
            // The long ones tell the bandwidth, the short one the latency.
            var bandwidth = (timings[^1].Length - timings[^2].Length) * sizeof(double) / (timings[^1].Least - timings[^2].Least);
            new Report(parsed, output, error).Result(
                new { workers = group.Count, sums = timings, latency = timings[0].Least, bandwidth },
                ["numbers", "KiB", "quickest, µs", "median, µs"],
                [.. timings.Select(timing => (IReadOnlyList<string>)[
                    Report.Count(timing.Length), Report.Number(timing.Length * sizeof(double) / 1024.0, "0.0"), Report.Number(1e6 * timing.Least, "0.0"), Report.Number(1e6 * timing.Median, "0.0")])]);
            if (!parsed.GetValue(Report.Json)) output.WriteLine($"latency {Report.Number(1e6 * timings[0].Least, "0.0")} µs, bandwidth {Report.Number(bandwidth / (1 << 20), "0")} MiB/s of {group.Count} workers");
            return Task.FromResult(0);
        });
        return command;
    }

    private static Timing Measure(MpiWorkers group, int length)
    {
        var values = new double[length];
        var times = new double[length < 50_000 ? 2000 : 100];
        for (var i = 0; i < times.Length; i++)
        {
            group.Average(1.0); // all begin together
            var start = Stopwatch.GetTimestamp();
            group.Sum(values);
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        return new Timing(length, times[0], times[times.Length / 2]);
    }
}
