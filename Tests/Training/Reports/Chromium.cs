using System.Diagnostics;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

/// <summary>A fact that opens a page in headless Chromium; skipped with a message where it, or the charting library, is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Lacking;
}

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Lacking;
}

internal static class Chromium
{
    public static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static string? Path { get; } = Candidates.FirstOrDefault(File.Exists);

    /// <summary>What a test of a page lacks; null for nothing.</summary>
    public static string? Lacking =>
        !HtmlReport.IsAvailable ? "needs the charting library: run ./leandeep setup (npm ci in Training/Reports/web) and build again"
        : Path is null ? "needs Chromium: none of " + string.Join(", ", Candidates)
        : null;

    /// <summary>The document after its scripts have run.</summary>
    public static string Dom(string page, string profile, params string[] options) => Run(profile, [.. options, "--dump-dom", $"file://{page}#check"]);

    public static void Screenshot(string page, string profile, string picture, int height) =>
        Run(profile, $"--screenshot={picture}", $"--window-size=1200,{height}", $"file://{page}");

    private static string Run(string profile, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", $"--user-data-dir={profile}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("Chromium did not finish in 120 seconds");
        }
        Assert.Equal(0, process.ExitCode);
        return output.Result;
    }
}
