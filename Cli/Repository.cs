using System.Diagnostics;

namespace LeanDeep.Cli;

/// <summary>Facts about this run that results record.</summary>
internal static class Repository
{
    /// <summary>Commit of the sources beside the working directory; empty where there is no repository or no git.</summary>
    public static string Commit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "rev-parse HEAD") { RedirectStandardOutput = true, RedirectStandardError = true });
            var text = git?.StandardOutput.ReadToEnd().Trim() ?? "";
            git?.WaitForExit();
            return git?.ExitCode == 0 ? text : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    /// <summary>How to start this program in a process of its own.</summary>
    public static ProcessStartInfo Program(IReadOnlyList<string> arguments) => new("dotnet", [typeof(Repository).Assembly.Location, .. arguments]);

    /// <summary>The most memory that this process has held.</summary>
    public static long PeakMemoryMiB()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}
