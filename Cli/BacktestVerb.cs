using System.CommandLine;
using System.Reflection;
using QuantConnect.Parameters;

namespace LeanDeep.Cli;

/// <summary><c>leandeep backtest</c>: any algorithm compiled against LEAN's API, on a LEAN data folder.</summary>
internal static class BacktestVerb
{
    /// <summary>LeanDeep's own algorithms by the name of their project folder.</summary>
    private static readonly Dictionary<string, Type> Algorithms = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(LeanDeep.Algorithms.LongShort)] = typeof(LeanDeep.Algorithms.LongShort),
        [nameof(LeanDeep.Algorithms.ConstrainedAllocator)] = typeof(LeanDeep.Algorithms.ConstrainedAllocator),
        [nameof(LeanDeep.Algorithms.HjbPolicy)] = typeof(LeanDeep.Algorithms.HjbPolicy),
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        var algorithm = new Option<string?>("--algorithm") { Description = "one of LeanDeep's algorithms: " + string.Join(", ", Algorithms.Keys) };
        var assembly = new Option<string?>("--assembly") { Description = "DLL of any algorithm compiled against the platform" };
        var type = new Option<string?>("--type") { Description = "class in that DLL; may be left out where there is only one" };
        var data = new Option<string>("--data") { Description = "LEAN data folder", DefaultValueFactory = _ => "Data" };
        var storage = new Option<string>("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
        var folder = new Option<string?>("--out") { Description = "folder for the result files (default results/<class>)" };
        var parameters = new Option<string[]>("--parameter", "-p") { Description = "algorithm parameter as name=value; may be repeated", DefaultValueFactory = _ => [] };
        var minutes = new Option<double?>("--time-limit") { Description = "minutes that one time step may take (default 20, as in LEAN)" };
        var sweep = new Option<string[]>("--sweep") { Description = "parameter that varies as name=value,value,...; repeated, all combinations run", DefaultValueFactory = _ => [] };
        var combinations = new Option<string?>("--combinations") { Description = "JSON file with an array of objects of parameters, one run each" };
        var threads = new Option<int?>("--threads") { Description = "combinations that run at once (default one a processor)" };
        var command = new Command("backtest", "run an algorithm over a LEAN data folder and write LEAN's result files")
        {
            algorithm, assembly, type, data, storage, folder, parameters, minutes, sweep, combinations, threads, Report.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var given = Parameters(parsed.GetRequiredValue(parameters));
            var grid = ParameterGrid.Of(given, parsed.GetRequiredValue(sweep), parsed.GetValue(combinations));
            if (parsed.GetValue(minutes) is { } most && !(most > 0)) throw new UsageException($"--time-limit: expected a positive number, found {most}");
            if (parsed.GetValue(threads) is < 1 and var few) throw new UsageException($"--threads: expected 1 or more, found {few}");
            var (dll, name) = Find(parsed.GetValue(algorithm), parsed.GetValue(assembly), parsed.GetValue(type), grid.Select(combination => given.Concat(combination)));
            LeanBacktest.RequireDataFolder(parsed.GetRequiredValue(data));
            if (parsed.GetValue(algorithm) is not null && !Directory.Exists(Path.Combine(parsed.GetRequiredValue(storage), "models")))
                throw new InvalidDataException($"{parsed.GetRequiredValue(storage)}: expected an object store with models/, found none (leandeep train makes one)");
            var outFolder = parsed.GetValue(folder) ?? Path.Combine("results", name[(name.LastIndexOf('.') + 1)..]);
            var request = new LeanBacktest.Request(dll, name, parsed.GetRequiredValue(data), parsed.GetRequiredValue(storage), outFolder, given, parsed.GetValue(minutes));
            if (parsed.GetRequiredValue(sweep).Length > 0 || parsed.GetValue(combinations) is not null)
                return await SweepReport.RunAsync(request, grid, parsed.GetValue(threads), report, cancellation);
            var result = await LeanBacktest.RunAsync(request, report.Warn, cancellation);
            report.Result(
                new
                {
                    algorithm = name, result.ResultFile, result.Seconds, processorSeconds = Environment.CpuUsage.TotalTime.TotalSeconds,
                    peakMemoryMiB = Repository.PeakMemoryMiB(), allocatedMiB = GC.GetTotalAllocatedBytes() >> 20, result.Statistics,
                },
                [.. result.Statistics.Select(entry => (entry.Key, entry.Value)), ("Engine seconds", Report.Number(result.Seconds, "0.00")), ("Peak memory", $"{Report.Count(Repository.PeakMemoryMiB())} MiB"), ("Results", result.ResultFile)]);
            return 0;
        });
        return command;
    }

    /// <summary>The DLL and full class name of one of LeanDeep's own algorithms.</summary>
    public static (string Assembly, string Type) Own(string algorithm) =>
        Algorithms.TryGetValue(algorithm, out var type)
            ? (type.Assembly.Location, type.FullName!)
            : throw new UsageException($"--algorithm: expected one of {string.Join(", ", Algorithms.Keys)}, found {algorithm}");

    internal static (string Assembly, string Type) Find(string? algorithm, string? assembly, string? type, IEnumerable<IEnumerable<KeyValuePair<string, string>>> parameters)
    {
        if ((algorithm is null) == (assembly is null))
            throw new UsageException("backtest: expected --algorithm NAME or --assembly DLL [--type CLASS], found " + (algorithm is null ? "neither" : "both"));
        if (algorithm is not null)
        {
            var own = Own(algorithm);
            foreach (var combination in parameters) CheckParameters(Algorithms[algorithm], combination);
            return own;
        }
        if (!File.Exists(assembly))
            throw new UsageException($"--assembly: expected a DLL, found no file {assembly}");
        Type[] candidates;
        try
        {
            candidates = Assembly.LoadFrom(Path.GetFullPath(assembly)).GetTypes()
                .Where(t => !t.IsAbstract && typeof(QuantConnect.Algorithm.QCAlgorithm).IsAssignableFrom(t)).ToArray();
        }
        catch (BadImageFormatException)
        {
            throw new InvalidDataException($"{assembly}: expected a .NET assembly, found another kind of file");
        }
        catch (ReflectionTypeLoadException failure)
        {
            throw new InvalidDataException($"{assembly}: does not load against this platform: {failure.LoaderExceptions.FirstOrDefault()?.Message ?? failure.Message} (compile it against {Path.GetFileName(typeof(QuantConnect.Algorithm.QCAlgorithm).Assembly.Location)})");
        }
        var found = type is null ? candidates : candidates.Where(t => t.Name == type || t.FullName == type).ToArray();
        if (found.Length == 1) return (assembly, found[0].FullName!);
        var known = candidates.Length == 0 ? "no class derived from QCAlgorithm" : string.Join(", ", candidates.Select(t => t.Name).Order());
        throw new UsageException(type is null
            ? $"--type: expected one of the algorithms in {assembly}, found {known}"
            : $"--type: expected {type} in {assembly}, found {known}");
    }

    internal static Dictionary<string, string> Parameters(string[] given)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--parameter: expected name=value, found {text}");
            parameters[text[..equals]] = text[(equals + 1)..];
        }
        return parameters;
    }

    /// <summary>LeanDeep's algorithms declare every parameter by attribute, so that a misspelled one is told, not ignored, and so is a value of another type.</summary>
    private static void CheckParameters(Type algorithm, IEnumerable<KeyValuePair<string, string>> given)
    {
        var known = algorithm.GetProperties().Select(property => (Attribute: property.GetCustomAttribute<ParameterAttribute>(), property.Name, Type: property.PropertyType))
            .Where(property => property.Attribute is not null)
            .ToDictionary(property => property.Attribute!.Name ?? property.Name, property => property.Type);
        foreach (var (name, text) in given)
        {
            if (!known.TryGetValue(name, out var type))
                throw new UsageException($"--parameter: expected one of {string.Join(", ", known.Keys.Order())}, found {name}");
            try
            {
                _ = Convert.ChangeType(text, type, System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (Exception failure) when (failure is FormatException or OverflowException)
            {
                var expected = type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : "a number";
                throw new UsageException($"--parameter {name}: expected {expected}, found {text}");
            }
        }
    }
}
