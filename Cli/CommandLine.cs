using System.CommandLine;
using System.Text.RegularExpressions;

namespace LeanDeep.Cli;

/// <summary>The program: parses the verb and its options, runs it, and turns every outcome into an exit code.</summary>
/// <remarks>0 done, 1 failed, 2 bad usage, 130 interrupted. A failure is one line on standard error;
/// LEANDEEP_DEBUG=1 adds the stack trace.</remarks>
public static partial class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var parsed = Create(output, error).Parse(args);
        if (UsageErrors.First(parsed) is { } mistake)
        {
            await error.WriteLineAsync($"leandeep: {mistake}");
            return 2;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("leandeep: interrupted");
            return 130;
        }
        catch (Exception usage) when (usage is UsageException or ArgumentException)
        {
            await error.WriteLineAsync($"leandeep: {Describe(usage)}");
            return 2;
        }
#pragma warning disable CA1031 // the last stop: every failure becomes one line and an exit code
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"leandeep: {Describe(failure)}");
            if (Environment.GetEnvironmentVariable("LEANDEEP_DEBUG") == "1")
                await error.WriteLineAsync(failure.ToString());
            return 1;
        }
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand Create(TextWriter output, TextWriter error) => new("LeanDeep: deep learning for QuantConnect LEAN")
    {
        DoctorVerb.Create(output, error),
        DataVerb.Create(output, error),
        TrainVerb.Create(output, error),
        ExperimentVerb.Create(output, error),
        WalkForwardVerb.Create(output, error),
        ModelsVerb.Create(output, error),
        AllocateVerb.Create(output, error),
        BacktestVerb.Create(output, error),
        BrokerSimVerb.Create(output, error),
        Paper.PaperVerb.Create(output, error),
        ReportVerb.Create(output, error),
        BenchVerb.Create(output, error),
        Regression.RegressionVerb.Create(output, error),
        PlatformCheck.PlatformVerb.Create(output, error),
        SampleVerb.Create(output, error),
        HjbVerb.Create(output, error),
        DemoVerb.Create(output, error),
    };

    /// <summary>What went wrong, in one line: what, where, expected, found.</summary>
    internal static string Describe(Exception failure)
    {
        while (failure is AggregateException or TypeInitializationException or System.Reflection.TargetInvocationException
               && failure.InnerException is { } inner)
            failure = inner;
        return failure is UsageException or IOException or InvalidDataException or ArgumentException or InvalidOperationException or NotSupportedException
            or UnauthorizedAccessException or DllNotFoundException or System.Runtime.InteropServices.ExternalException
            ? Plain(failure.Message)
            : $"{failure.GetType().Name}: {Plain(failure.Message)}";
    }

    /// <summary>A message on one line, without what .NET adds for programmers.</summary>
    internal static string Plain(string message)
    {
        var text = string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        text = OutOfRange().Replace(text, "$2: $1, found $3");
        text = ParameterName().Replace(text, "");
        return MissingLibrary().Replace(text, "cannot load the native library $1: run ./leandeep setup");
    }

    [GeneratedRegex(@"([^:\s][^:]*) \(Parameter '([^']*)'\) ?Actual value was (.*)\.$")]
    private static partial Regex OutOfRange();

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"Unable to load shared library '([^']*)' or one of its dependencies\..*$")]
    private static partial Regex MissingLibrary();
}

/// <summary>What the user typed cannot be carried out as typed; exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
