using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>The same run by jobs of Slurm on this machine: job arrays and dependencies, a job cancelled in the middle, and its resumption.</summary>
[Trait("Category", "WalkForward")]
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class SlurmTests(SmallWalk walk) : IClassFixture<SmallWalk>
{
    [SlurmFact]
    public async Task Run_BySlurmWithATaskCancelled_ResumesToTheSameBits()
    {
        using var slurm = SlurmMachine.Start(walk["slurm-machine"]);
        walk.Begin("slurm");
        var jobs = await Submit(slurm, "run");
        // In the middle: the first training has begun.
        for (var start = Stopwatch.GetTimestamp(); !Began("train"); Thread.Sleep(2))
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 60, slurm.Call("squeue") + Logs());
        slurm.Call("scancel", "--signal=KILL", "--full", jobs["train"]);
        slurm.Call("scancel", [.. jobs.Values]);
        WaitForAll(slurm);
        Assert.False(File.Exists(Path.Combine(walk["slurm"], "tables.md")));

        jobs = await Submit(slurm, "resume", "--wait");

        Assert.Equal(walk.Results("whole"), walk.Results("slurm"));
        Assert.Equal(walk.Done("whole"), walk.Done("slurm"));
        Assert.Equal(4, jobs.Count);
    }

    [Fact]
    public async Task Run_WithoutSlurm_SaysWhatIsMissing()
    {
        var (code, _, error) = await Program(new() { ["PATH"] = walk.Root }, "run", "without-slurm");

        Assert.Equal(1, code);
        Assert.StartsWith("leandeep: sbatch: expected Slurm's clients (Debian: slurm-client) on this machine, found none", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> Submit(SlurmMachine slurm, string verb, params string[] more)
    {
        var (code, output, error) = await Program(new() { ["SLURM_CONF"] = slurm.Configuration }, verb, "slurm", ["--json", .. more]);
        Assert.True(code == 0, error + Logs());
        return JsonDocument.Parse(output).RootElement.GetProperty("jobs").EnumerateObject().ToDictionary(job => job.Name, job => job.Value.GetString()!);
    }

    private async Task<(int Code, string Output, string Error)> Program(Dictionary<string, string> environment, string verb, string name, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. walk.Arguments(verb, name), "--threads", "1", "--executor", "slurm", "--workers", "2", .. more]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        using var program = Process.Start(start)!;
        var error = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, output, await error);
    }

    private bool Began(string kind) => JobJournal.Read(walk["slurm"]).Any(entry => entry.Event == JobEvent.Began && entry.Step.StartsWith(kind, StringComparison.Ordinal));

    private static void WaitForAll(SlurmMachine slurm)
    {
        for (var start = Stopwatch.GetTimestamp(); slurm.Call("squeue", "--noheader").Trim().Length > 0; Thread.Sleep(100))
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 60, slurm.Call("squeue"));
    }

    private string Logs() => string.Join("\n", Directory.Exists(walk["slurm/slurm"]) ? Directory.GetFiles(walk["slurm/slurm"]).Select(file => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {File.ReadAllText(file)}")) : []);
}
