using System.Diagnostics;

namespace LeanDeep.Tests.Cli.DataParallel;

/// <summary>This program in a process of its own, which may start workers, and those workers.</summary>
internal static class MpiProgram
{
    /// <summary>The process of a rank, known by its environment and a word of its command line.</summary>
    public static Process Worker(int rank, string word) => Process.GetProcessesByName("dotnet").First(process =>
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
