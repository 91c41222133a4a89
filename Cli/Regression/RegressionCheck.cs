using System.Reflection;
using System.Text.RegularExpressions;
using QuantConnect;
using QuantConnect.Interfaces;

namespace LeanDeep.Cli.Regression;

/// <summary>How far the platform is LEAN for one of LEAN's regression algorithms.</summary>
internal enum RegressionVerdict
{
    /// <summary>Every statistic that the algorithm expects came out.</summary>
    Matches,

    /// <summary>It ran to the expected status with other statistics.</summary>
    Differs,

    /// <summary>The run ended otherwise than expected.</summary>
    Fails,

    /// <summary>Its source uses what the platform lacks.</summary>
    DoesNotCompile,

    /// <summary>It trades what is no US equity: options, futures, currencies.</summary>
    OtherSecurities,

    /// <summary>It needs data that LEAN does not ship.</summary>
    OtherData,
}

/// <param name="Name">The algorithm's class.</param>
/// <param name="Area">Which part of LEAN's API it is about.</param>
/// <param name="Cause">What kept it from matching; null where it matches.</param>
/// <param name="Seconds">Of the run.</param>
internal sealed record RegressionOutcome(string Name, string Area, RegressionVerdict Verdict, string? Cause, double Seconds);

/// <summary>Runs the regression algorithms of a folder of sources and compares each with its own expectations.</summary>
internal static partial class RegressionCheck
{
    // Those of the configuration with which LEAN's launcher and tests run them.
    private static readonly Dictionary<string, string> Parameters = new() { ["ema-fast"] = "10", ["ema-slow"] = "20" };

    /// <param name="sources">Folder of C# sources.</param>
    /// <param name="data">LEAN data folder that they are meant for.</param>
    /// <param name="scratch">Receives the DLL and the result files.</param>
    /// <param name="only">Names of the files (without .cs) to take; none for all.</param>
    /// <param name="progress">Told of each algorithm as it begins.</param>
    public static IReadOnlyList<RegressionOutcome> Run(string sources, string data, string scratch, IReadOnlyCollection<string> only, Action<string> progress)
    {
        Directory.CreateDirectory(scratch);
        var dll = Path.Combine(scratch, "Regression.dll");
        progress("compiling");
        var compiled = RegressionSources.Compile(sources, IsChosen, dll);
        var types = Assembly.LoadFrom(Path.GetFullPath(dll)).GetTypes()
            .Where(type => !type.IsAbstract && typeof(IRegressionAlgorithmDefinition).IsAssignableFrom(type)).ToDictionary(type => type.Name);
        var outcomes = new List<RegressionOutcome>();
        foreach (var file in compiled.Files.Where(file => file.IsDefinition && (only.Count == 0 || only.Contains(NameOf(file)))))
        {
            var area = RegressionAreas.Of(file.Text, NameOf(file));
            if (IsOther(file))
                outcomes.Add(new RegressionOutcome(NameOf(file), area, RegressionVerdict.OtherSecurities, null, 0));
            else if (compiled.Errors.TryGetValue(file.Path, out var error))
                outcomes.Add(new RegressionOutcome(NameOf(file), area, RegressionVerdict.DoesNotCompile, error, 0));
            else
                outcomes.AddRange(file.Declares.Where(types.ContainsKey).Select(name => RunOne(types[name], area, data, Path.Combine(scratch, name), progress)));
        }
        return outcomes;

        bool IsChosen(RegressionSources.Source file) => file.IsDefinition && !IsOther(file) && (only.Count == 0 || only.Contains(NameOf(file)));
    }

    private static RegressionOutcome RunOne(Type type, string area, string data, string folder, Action<string> progress)
    {
        progress(type.Name);
        if (Directory.Exists(folder)) Directory.Delete(folder, true);
        var expected = (IRegressionAlgorithmDefinition)Activator.CreateInstance(type)!;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        if (!expected.CanRunLocally) return Outcome(RegressionVerdict.OtherData, null);
        try
        {
            var result = LeanBacktest.Run(new LeanBacktest.Request(type.Assembly.Location, type.FullName!, data, Path.Combine(folder, "storage"), folder, Parameters, StepMinutes: 1));
            return expected.AlgorithmStatus == AlgorithmStatus.Completed
                ? Compared(result.Statistics)
                : Outcome(RegressionVerdict.Fails, $"expected the status {expected.AlgorithmStatus}, found {AlgorithmStatus.Completed}");
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or ArgumentException or TargetInvocationException)
        {
            // A run that LEAN expects to stay at its first status never begins: it has no orders.
            if (expected.AlgorithmStatus == AlgorithmStatus.Running) return Compared(new Dictionary<string, string> { ["OrderListHash"] = "d41d8cd98f00b204e9800998ecf8427e" });
            if (expected.AlgorithmStatus != AlgorithmStatus.RuntimeError) return Outcome(RegressionVerdict.Fails, failure.Message);
            var written = Path.Combine(folder, type.Name + ".json");
            return Compared(LeanBacktest.IsThere(written) ? LeanBacktest.ReadStatistics(written) : []);
        }

        RegressionOutcome Compared(IReadOnlyDictionary<string, string> found)
        {
            var different = expected.ExpectedStatistics.Where(x => found.GetValueOrDefault(x.Key) != x.Value)
                .Select(x => $"{x.Key}: expected {x.Value}, found {found.GetValueOrDefault(x.Key, "nothing")}").ToList();
            return different.Count == 0 ? Outcome(RegressionVerdict.Matches, null) : Outcome(RegressionVerdict.Differs, string.Join("; ", different));
        }

        RegressionOutcome Outcome(RegressionVerdict verdict, string? cause) => new(type.Name, area, verdict, cause, watch.Elapsed.TotalSeconds);
    }

    private static string NameOf(RegressionSources.Source file) => Path.GetFileNameWithoutExtension(file.Path);

    private static bool IsOther(RegressionSources.Source file) => OtherSecurities().IsMatch(file.Text);

    [GeneratedRegex(@"\bAdd(Option|Future|Crypto|Forex|Cfd|Index)\w*\b|SecurityType\.(?!Equity|Base)\w+|OptionChain|FuturesChain|OptionStrateg|Create(Option|Future)|\bFutures\.|(Option|Future)Contract|PythonData|Crypto|Forex")]
    private static partial Regex OtherSecurities();
}
