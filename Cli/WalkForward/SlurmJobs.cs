using System.Diagnostics;
using System.Globalization;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Jobs of Slurm that run this program, one after another by their dependencies.</summary>
/// <param name="folder">Output folder of the run; receives the jobs' logs.</param>
/// <param name="name">Of the run; begins the jobs' names.</param>
/// <param name="options">More options of sbatch.</param>
internal sealed class SlurmJobs(string folder, string name, IReadOnlyList<string> options)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>Where the jobs' output goes.</summary>
    public string Logs { get; } = Path.GetFullPath(Path.Combine(folder, "slurm"));

    /// <param name="stage">Ends the job's name.</param>
    /// <param name="arguments">Of this program.</param>
    /// <param name="tasks">Length of an array; null for one job.</param>
    /// <param name="threads">Processors of each task.</param>
    /// <param name="dependency">For example <c>afterok:17</c>; null for none. A job whose dependency cannot be met any more is removed.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="InvalidOperationException">Slurm refuses, or is not there: says why.</exception>
    public string Submit(string stage, IReadOnlyList<string> arguments, int? tasks, int threads, string? dependency)
    {
        Directory.CreateDirectory(Logs);
        var program = Repository.Program(arguments);
        var command = string.Join(' ', new[] { program.FileName }.Concat(program.ArgumentList).Select(Quote));
        string[] parts =
        [
            "--parsable", "--requeue", $"--job-name={name}-{stage}", $"--chdir={Environment.CurrentDirectory}", $"--output={Path.Combine(Logs, tasks is null ? $"%j-{stage}.log" : $"%A_%a-{stage}.log")}",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={threads}"),
            .. tasks is { } count ? [string.Create(CultureInfo.InvariantCulture, $"--array=0-{count - 1}")] : Array.Empty<string>(),
            .. dependency is null ? [] : new[] { $"--dependency={dependency}", "--kill-on-invalid-dep=yes" },
            .. options, $"--wrap={command}",
        ];
        return Call("sbatch", parts).Trim().Split(';')[0];
    }

    /// <summary>Waits until a job has left the queue.</summary>
    public static void Wait(string job, CancellationToken cancellation)
    {
        while (IsQueued(job))
        {
            cancellation.WaitHandle.WaitOne(Poll);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // What left the queue long ago, squeue does not know.
    private static bool IsQueued(string job) => Call("squeue", ["--noheader", $"--jobs={job}", "--format=%T"], harmless: "Invalid job id").Trim().Length > 0;

    private static string Call(string tool, IReadOnlyList<string> arguments, string? harmless = null)
    {
        Process? process;
        try
        {
            process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{tool}: expected Slurm's clients (Debian: slurm-client) on this machine, found none ({error.Message})", error);
        }
        using (process)
        {
            var mistake = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var found = mistake.Result.Trim().Replace('\n', ' ');
            return process.ExitCode == 0 || (harmless != null && found.Contains(harmless, StringComparison.Ordinal)) ? output : throw new InvalidOperationException($"{tool}: {found}");
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
