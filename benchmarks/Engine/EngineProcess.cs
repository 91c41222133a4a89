using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LeanDeep.Benchmarks;

/// <summary>Backtests by the leandeep program, each in a process of its own.</summary>
/// <param name="program">How to start the program with arguments.</param>
internal sealed class EngineProcess(Func<IReadOnlyList<string>, ProcessStartInfo> program)
{
    /// <summary>Value of <c>LEANDEEP_CACHE</c> for a process that reads zips and keeps nothing.</summary>
    public const string NoCache = "off";

    /// <summary>Runs <c>leandeep backtest</c> once.</summary>
    /// <param name="folder">Receives the results.</param>
    /// <param name="cache">Value of <c>LEANDEEP_CACHE</c>.</param>
    /// <param name="more">Further arguments.</param>
    /// <exception cref="InvalidOperationException">The program failed; the message is its own.</exception>
    public (double Wall, JsonElement Result) Run(EngineCase run, string folder, string cache, params IEnumerable<string> more)
    {
        List<string> arguments =
        [
            "backtest", "--assembly", run.Algorithm.Assembly.Location, "--type", run.Algorithm.FullName!, "--data", run.Folder,
            "--storage", Path.Combine(folder, "storage"), "--out", folder, "--json", .. run.Parameters.SelectMany(x => (string[])["-p", $"{x.Key}={x.Value}"]), .. more,
        ];
        var start = program(arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["LEANDEEP_CACHE"] = cache;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var wall = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"leandeep backtest: exit code {process.ExitCode}: {error.GetAwaiter().GetResult().Trim()}");
        using var document = JsonDocument.Parse(output);
        return (wall, document.RootElement.Clone());
    }

    /// <summary>Runs an algorithm once and measures it.</summary>
    public EngineMeasurement Measure(EngineCase run, string folder, string cache)
    {
        var (wall, result) = Run(run, folder, cache);
        return EngineMeasurement.Of(result.GetProperty("resultFile").GetString()!) with
        {
            Wall = wall,
            Seconds = result.GetProperty("seconds").GetDouble(),
            Processor = result.GetProperty("processorSeconds").GetDouble(),
            PeakMegabytes = result.GetProperty("peakMemoryMiB").GetDouble() * (1 << 20) / 1e6,
            AllocatedMegabytes = result.GetProperty("allocatedMiB").GetDouble() * (1 << 20) / 1e6,
        };
    }
}

/// <summary>A run to measure.</summary>
/// <param name="Folder">Data folder.</param>
internal sealed record EngineCase(string Name, Type Algorithm, string Folder, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What one run took.</summary>
internal sealed record EngineMeasurement
{
    /// <summary>Seconds of the whole process; of the run alone where it shares its process.</summary>
    public double Wall { get; init; }

    /// <summary>Seconds from the launch to the written results.</summary>
    public double Seconds { get; init; }

    /// <summary>Of these, seconds in the algorithm's own code; known of a <see cref="DailyReversal"/> that shares its process.</summary>
    public double Own { get; init; }

    public double Processor { get; init; }
    public double PeakMegabytes { get; init; }
    public double AllocatedMegabytes { get; init; }
    public double Bars { get; init; }
    public double Orders { get; init; }

    /// <summary>What a result file says of a run.</summary>
    public static EngineMeasurement Of(string resultFile)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(resultFile.Replace(".json", "-summary.json", StringComparison.Ordinal)));
        return new EngineMeasurement { Bars = Number("runtimeStatistics", BenchmarkAlgorithm.BarsSeen), Orders = Number("statistics", "Total Orders") };

        double Number(string section, string name) => double.Parse(result.RootElement.GetProperty(section).GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>Of each quantity the median of several runs.</summary>
    public static EngineMeasurement Median(IReadOnlyList<EngineMeasurement> runs)
    {
        return new EngineMeasurement
        {
            Wall = Of(x => x.Wall), Seconds = Of(x => x.Seconds), Own = Of(x => x.Own), Processor = Of(x => x.Processor), PeakMegabytes = Of(x => x.PeakMegabytes),
            AllocatedMegabytes = Of(x => x.AllocatedMegabytes), Bars = Of(x => x.Bars), Orders = Of(x => x.Orders),
        };

        double Of(Func<EngineMeasurement, double> quantity) => runs.Select(quantity).Order().ElementAt(runs.Count / 2);
    }
}
