using System.CommandLine;

namespace LeanDeep.Cli;

/// <summary>The program: parses the verb and its options, runs it, and turns every outcome into an exit code.</summary>
/// <remarks>0 done, 1 failed, 2 bad usage, 130 interrupted. A failure is one line on standard error;
/// LEANDEEP_DEBUG=1 adds the stack trace.</remarks>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var parsed = Create(output, error).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"leandeep: {UsageError(parsed)}");
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
        BacktestVerb.Create(output, error),
        ReportVerb.Create(output, error),
        BenchVerb.Create(output, error),
        DemoVerb.Create(output, error),
    };

    private static string UsageError(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var verbs = command.Subcommands.Select(verb => verb.Name).ToArray();
        if (verbs.Length > 0)
            return $"expected one of {string.Join(", ", verbs)}, found {(parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : "nothing")}";
        return $"{OneLine(parsed.Errors[0].Message)} (leandeep {command.Name} --help)";
    }

    private static string Describe(Exception failure)
    {
        while (failure is AggregateException or TypeInitializationException or System.Reflection.TargetInvocationException
               && failure.InnerException is { } inner)
            failure = inner;
        if (failure is ArgumentException { ParamName: { } parameter } argument)
            return OneLine(argument.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal));
        return failure is UsageException or IOException or InvalidDataException or ArgumentException or InvalidOperationException or NotSupportedException
            or UnauthorizedAccessException or System.Runtime.InteropServices.ExternalException
            ? OneLine(failure.Message)
            : $"{failure.GetType().Name}: {OneLine(failure.Message)}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What the user typed cannot be carried out as typed; exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
