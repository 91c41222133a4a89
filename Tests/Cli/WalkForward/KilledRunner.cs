using System.Diagnostics;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>Runners that end by SIGKILL in the middle of a step.</summary>
internal static class KilledRunner
{
    /// <summary>Takes away what the steps of a kind made, and kills a runner with SIGKILL as soon as its journal says that one of them has begun again. A runner that was too fast
    /// is started once more.</summary>
    /// <param name="kind">As steps' names begin.</param>
    /// <param name="root">Folder of the run.</param>
    /// <param name="arguments">Of the program.</param>
    public static Task KillIn(string kind, string root, string[] arguments) =>
        // On a thread of its own: the pool's are late where other tests hold them.
        Task.Factory.StartNew(() => Kill(kind, root, arguments), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Kill(string kind, string root, string[] arguments)
    {
        for (var attempt = 0; ; attempt++)
        {
            TakeAway(root, kind);
            var before = Began();
            using var program = Process.Start(new ProcessStartInfo("nice", ["-n", "19", "dotnet", typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            while (Began() == before && !program.HasExited)
                Thread.Sleep(1);
            var found = program.HasExited;
            program.Kill();
            program.WaitForExit();
            if (!found && Began() > before) return;
            Assert.True(attempt < 5, $"{kind}: {program.StandardError.ReadToEnd()}");
        }

        int Began() => JobJournal.Read(root).Count(entry => entry.Event == JobEvent.Began && entry.Step.StartsWith(kind, StringComparison.Ordinal));
    }

    private static void TakeAway(string root, string kind)
    {
        if (kind == "rows") File.Delete(Directory.GetFiles(root, "rows-*.bin").Single());
        if (kind == "backtest" && Directory.Exists(Path.Combine(root, "backtests"))) Directory.Delete(Path.Combine(root, "backtests"), recursive: true);
        foreach (var marker in Directory.GetFiles(Path.Combine(root, "steps"), $"{kind}*.json"))
        {
            foreach (var output in System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(marker)).RootElement.GetProperty("outputs").EnumerateArray())
                if (Path.Combine(root, output.GetProperty("path").GetString()!) is var path && File.Exists(path)) File.Delete(path);
            File.Delete(marker);
        }
    }
}
