using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LeanDeep.Training.DataParallel;

namespace LeanDeep.Cli;

/// <summary>Starts a verb again as several workers of <c>mpirun</c>. On a cluster one calls <c>mpirun</c> oneself, with the verb as it is.</summary>
internal static class MpiLaunch
{
    public static Option<int> Workers() => new("--workers") { Description = "processes that share each batch, by mpirun", DefaultValueFactory = _ => 1 };

    /// <summary>Whether this process shall start others instead of working itself.</summary>
    /// <exception cref="UsageException">The number is not positive.</exception>
    public static bool IsWanted(ParseResult parsed, Option<int> workers) =>
        parsed.GetValue(workers) >= 1 ? parsed.GetValue(workers) > 1 && !MpiWorkers.IsOneOfSeveral : throw new UsageException($"--workers: expected at least 1, found {parsed.GetValue(workers)}");

    /// <summary>Joins the others where mpirun started this process among them; else null.</summary>
    public static MpiWorkers? Join() => MpiWorkers.IsOneOfSeveral ? MpiWorkers.Join() : null;

    /// <param name="parsed">The verb's own arguments.</param>
    /// <param name="workers">Option that says how many.</param>
    /// <param name="checkpoint">From which a later call goes on; null for none.</param>
    /// <param name="output">Receives the first worker's.</param>
    /// <param name="error">Receives theirs, and why they ended.</param>
    /// <param name="cancellation">Ends all.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Option<int> workers, string? checkpoint, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var count = parsed.GetValue(workers);
        using var program = Start(count, Repository.Program([.. Arguments(parsed, workers)]));
        using var stop = cancellation.Register(() => program.Kill(entireProcessTree: true));
        var reading = program.StandardOutput.ReadToEndAsync(CancellationToken.None);
        List<string> lines = [];
        while (await program.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lines.Add(line);
            if (line.Length > 0 && !IsAboutFailure(line)) await error.WriteLineAsync(line);
        }
        await output.WriteAsync(await reading);
        await program.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (program.ExitCode == 0) return 0;
        var reason = lines.FirstOrDefault(line => line.StartsWith("leandeep: ", StringComparison.Ordinal))?["leandeep: ".Length..]
            ?? lines.FirstOrDefault(line => line.Contains("process rank", StringComparison.Ordinal))?.Trim() ?? $"exit code {program.ExitCode}";
        throw new InvalidOperationException($"{count} workers: expected all to end well, found: {reason}{(checkpoint is not null && (File.Exists(checkpoint) || Directory.Exists(checkpoint)) ? $": run again to go on from {checkpoint}" : "")}");
    }

    private static Process Start(int count, ProcessStartInfo program)
    {
        string[] root = Environment.UserName == "root" ? ["--allow-run-as-root"] : [];
        // A worker that waits lets others have the core, and none is bound to one that something else may be using.
        var start = new ProcessStartInfo("mpirun", [
            "-n", count.ToString(CultureInfo.InvariantCulture), .. root, "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "--mca", "btl_vader_single_copy_mechanism", "none", program.FileName, .. program.ArgumentList])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
            Environment = { ["TERM"] = "dumb" }, // mpirun's terminal would get what a real one wants
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException($"mpirun: expected Open MPI (Debian: openmpi-bin) on this machine, found none ({missing.Message})", missing);
        }
    }

    private static IEnumerable<string> Arguments(ParseResult parsed, Option<int> workers)
    {
        var skip = false;
        foreach (var token in parsed.Tokens.Select(token => token.Value))
        {
            if (!skip && token != workers.Name) yield return token;
            skip = token == workers.Name;
        }
    }

    // What mpirun frames with dashes, and the workers' own last lines, become one line.
    private static bool IsAboutFailure(string line) =>
        line.StartsWith("leandeep: ", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith('[')
        || line.Contains("mpirun", StringComparison.Ordinal) || line.Contains("process rank", StringComparison.Ordinal) || line.Contains("Primary job", StringComparison.Ordinal)
        || line.Contains("a non-zero exit code", StringComparison.Ordinal) || line.Contains("Process name:", StringComparison.Ordinal) || line.Contains("Exit code:", StringComparison.Ordinal);
}
