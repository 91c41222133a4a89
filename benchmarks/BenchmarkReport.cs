namespace LeanDeep.Benchmarks;

/// <summary>One measurement beside its baseline, both taken in the same run.</summary>
/// <param name="Case">What was done.</param>
/// <param name="Ours">Median of ours, in <paramref name="Unit"/>.</param>
/// <param name="Baseline">Median of the baseline, in <paramref name="Unit"/>; null where there is none to compare with.</param>
/// <param name="Unit">For example µs.</param>
/// <param name="Ratio">How many times better ours is; above 1 ours is better; null without a baseline.</param>
public sealed record BenchmarkCase(string Case, double Ours, double? Baseline, string Unit, double? Ratio);

/// <summary>The cases of one benchmark and the machine they ran on.</summary>
public sealed record BenchmarkReport(string Name, string Machine, IReadOnlyList<BenchmarkCase> Cases)
{
    /// <summary>Processor, cores, operating system and .NET version, in one line.</summary>
    public static string ThisMachine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        return $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }
}
