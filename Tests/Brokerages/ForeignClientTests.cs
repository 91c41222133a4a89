using System.Diagnostics;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Tests.Brokerages;

/// <summary>Alpaca's own JavaScript clients against the simulated broker: they know nothing of ours.</summary>
[Trait("Category", "Paper")]
public class ForeignClientTests
{
    [ForeignTheory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task Client_OfAlpaca_ReadsTradesAndStreams(string version)
    {
        await using var paper = await Paper.StartAsync();
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(ForeignTheoryAttribute.Folder, "check.js"), version, paper.Broker.Address.ToString().TrimEnd('/'), "SIMULATED-KEY", "simulated-secret"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, error) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!node.HasExited) node.Kill();
        }
        Assert.True(node.ExitCode == 0, await error);
        Assert.Equal("42 daily bars, 4 streamed bars, 6 updates", (await output).Trim());
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ForeignTheoryAttribute : TheoryAttribute
    {
        public static readonly string Folder = Path.Combine(SharedFolder.Repository, "Tests", "Brokerages", "Foreign");

        public ForeignTheoryAttribute()
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", "alpaca-3"))) Skip = "needs Alpaca's JavaScript clients (Node.js and ./leandeep setup)";
        }
    }
}
