using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace LeanDeep.Cli;

/// <summary><c>leandeep doctor</c>: what this machine has, and what to do about what is missing.</summary>
internal static class DoctorVerb
{
    /// <param name="Name">What was looked at.</param>
    /// <param name="Found">What was found; "missing" where nothing was.</param>
    /// <param name="Ok">Whether LeanDeep can work with it.</param>
    /// <param name="Remedy">What to do; empty when nothing.</param>
    private sealed record Check(string Name, string Found, bool Ok, string Remedy = "");

    public static Command Create(TextWriter output, TextWriter error)
    {
        var data = new Option<string>("--data") { Description = "LEAN data folder to look at", DefaultValueFactory = _ => "Data" };
        var command = new Command("doctor", "what is installed, which platform, and what to do about what is missing") { data, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            Check[] checks =
            [
                new("machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB", true),
                new(".NET", RuntimeInformation.FrameworkDescription, true),
                new("platform", Platform(), true),
                Try("libtorch", () => $"{torch.__version__}, {torch.get_num_threads()} thread(s), BLAS {Blas()}", "./leandeep setup (or point LIBTORCH to a libtorch)"),
                Try("CUDA", () => torch.cuda.is_available() ? $"{torch.cuda.device_count()} device(s)" : "none: training runs on the CPU", ""),
                Try("ONNX Runtime", () => $"{OrtEnv.Instance().GetVersionString()}, providers {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}", "./leandeep setup"),
                new("report", LeanDeep.Training.Reports.HtmlReport.IsAvailable ? "charting library in this build" : "missing: leandeep report needs npm at setup; install Node.js, then ./leandeep setup", true),
                Folder("data folder", parsed.GetRequiredValue(data)),
                SharedData(),
            ];
            var ready = checks.All(check => check.Ok);
            report.Result(
                new { ready, checks },
                checks.Select(check => (check.Name, check.Ok || check.Remedy.Length == 0 ? check.Found : $"{check.Found}; to do: {check.Remedy}")));
            return ready ? 0 : 1;
        });
        return command;
    }

    private static string Platform()
    {
        static string Form(Type type) => type.Assembly.GetName().Name!.StartsWith("LeanDeep.Platform.", StringComparison.Ordinal)
            ? "embedded"
            : $"nuget {type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
        return $"LEAN {Form(typeof(QuantConnect.Algorithm.QCAlgorithm))}, TorchSharp {Form(typeof(torch))}, ONNX Runtime {Form(typeof(InferenceSession))}";
    }

    /// <summary>The BLAS that libtorch loaded, told from the libraries mapped into this process.</summary>
    private static string Blas()
    {
        if (!File.Exists("/proc/self/maps")) return "unknown";
        var libraries = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .Where(path => path.StartsWith('/')).Distinct().Select(path => new FileInfo(path).ResolveLinkTarget(true)?.FullName ?? path).ToArray();
        string[] known = ["openblas", "mkl", "blis", "atlas"];
        foreach (var name in known)
            if (libraries.FirstOrDefault(path => path.Contains(name, StringComparison.OrdinalIgnoreCase)) is { } path)
                return path;
        var reference = libraries.FirstOrDefault(path => path.Contains("libblas", StringComparison.Ordinal));
        return reference is null ? "inside libtorch" : $"{reference} (the reference BLAS is 2 to 8 times slower: apt-get install libopenblas0-openmp)";
    }

    private static Check Folder(string name, string path)
    {
        var daily = Path.Combine(path, "equity", "usa", "daily");
        return Directory.Exists(daily)
            ? new(name, $"{path}: {Directory.GetFiles(daily, "*.zip").Length} names", true)
            : new(name, $"{path}: missing", false, "leandeep data import or leandeep data synth");
    }

    private static Check SharedData()
    {
        var path = Environment.GetEnvironmentVariable("LEANDEEP_SHARED");
        if (string.IsNullOrEmpty(path)) return new("test data", "LEANDEEP_SHARED is not set: tests look for ../shared, and skip what needs it where it is absent", true);
        return Directory.Exists(path) ? new("test data", path, true) : new("test data", $"{path}: missing", false, "unset LEANDEEP_SHARED or point it to the folder");
    }

    private static Check Try(string name, Func<string> look, string remedy)
    {
        try
        {
            return new(name, look(), true);
        }
#pragma warning disable CA1031 // whatever a native library throws while loading is what this verb reports
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new(name, "missing: " + CommandLine.Describe(failure), false, remedy);
        }
    }
}
