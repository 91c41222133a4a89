using System.Diagnostics;

namespace LeanDeep.Benchmarks;

/// <summary>Measures runs that share this process.</summary>
internal static class InThisProcess
{
    /// <param name="run">Returns the path of its result file.</param>
    public static EngineMeasurement Measure(Func<string> run)
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
        return EngineMeasurement.Of(file) with
        {
            Wall = seconds,
            Seconds = seconds,
            Own = DailyReversal.OwnSeconds,
            Processor = (process.TotalProcessorTime - processor).TotalSeconds,
            PeakMegabytes = process.PeakWorkingSet64 / 1e6,
            AllocatedMegabytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6,
        };
    }

    // Linux keeps the peak since a process's start; this makes it begin anew.
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
