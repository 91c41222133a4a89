using System.Diagnostics;

namespace LeanDeep.Tests.Cli.DataParallel;

/// <summary>This program in a process of its own, which may start workers, and those workers.</summary>
internal static class MpiProgram
{
    /// <summary>Ends the process of a rank with SIGKILL as soon as a file is there.</summary>
    /// <param name="word">A word of its command line.</param>
    /// <param name="program">Which started it, still running.</param>
    public static Task KillOnceThereIs(string file, int rank, string word, Task program) =>
        // On a thread of its own: the pool's are late where other tests hold them.
        Task.Factory.StartNew(() =>
        {
            Process? worker = null;
            while ((worker ??= Worker(rank, word)) is null && !program.IsCompleted) Thread.Sleep(1);
            while (!File.Exists(file) && !program.IsCompleted) Thread.Sleep(1);
            Assert.False(program.IsCompleted, "the program ended first");
            using (worker) worker!.Kill();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Known by its environment and its command line.
    private static Process? Worker(int rank, string word) => Process.GetProcessesByName("dotnet").FirstOrDefault(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"OMPI_COMM_WORLD_RANK={rank}") && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(word, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    public static async Task<(int Code, string Output, string Error)> Run(string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (path != null) start.Environment["PATH"] = path;
        using var program = Process.Start(start)!;
        var error = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, output, await error);
    }
}
