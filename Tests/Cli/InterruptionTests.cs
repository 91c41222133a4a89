using System.Diagnostics;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>A program that is told to stop does so at once, says so, and leaves nothing half-written.</summary>
public sealed class InterruptionTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    [Fact]
    public async Task Train_Interrupted_ExitsWith130AndWritesNoBundle()
    {
        var (code, error) = await Interrupt("training on all rows", "train", "feedforward", "--data", folder.Data, "--storage", folder["interrupted"], "--folds", "0", "--epochs", "1000000", "--layers", "4");

        Assert.Equal(130, code);
        Assert.EndsWith("leandeep: interrupted\n", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["interrupted"]));
    }

    [Fact]
    public async Task Synth_Interrupted_LeavesNoFolder()
    {
        var (code, _) = await Interrupt("simulating", "data", "synth", "--seed", "1", "--names", "1000", "--years", "30", "--first-year", "1998", "--out", folder["market"]);

        Assert.Equal(130, code);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root, "*market*"));
    }

    private static async Task<(int Code, string Error)> Interrupt(string line, params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true })!;
        try
        {
            var error = "";
            while (!error.Contains(line, StringComparison.Ordinal))
                error += await program.StandardError.ReadLineAsync() + "\n" is var next && next != "\n" ? next : throw new InvalidOperationException($"expected '{line}', found the end of: {error}");
            using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            error += await program.StandardError.ReadToEndAsync();
            await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (program.ExitCode, error);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
    }
}
