using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

public sealed class HjbPolicyVerbTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("leandeep-policy-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task ExportedPolicy_EvaluatedAtTheSpecification_GivesItsWeight()
    {
        Assert.Equal(0, (await Run("hjb", "policy", "export", "kim-omberg", "--name", "spy", "--storage", _store)).Code);
        var shown = await Run("hjb", "policy", "show", "spy", "--storage", _store);
        Assert.Contains("kim-omberg, closed form", shown.Output, StringComparison.Ordinal);
        var (code, output, _) = await Run("hjb", "policy", "evaluate", "spy", "--storage", _store, "--json", "-i", "X=0.4", "-i", "mean=0.4", "-i", "reversion=0.25", "-i", "deviation=0.2",
            "-i", "correlation=-0.8", "-i", "riskAversion=5", "-i", "timeToGo=10");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        double Number(string field) => json.RootElement.GetProperty(field)[0].GetDouble();
        Assert.Equal(0.81550805 * 0.18, Number("policy"), 1e-8);
        Assert.Equal(Number("policy"), Number("myopic") + Number("hedging"), 1e-12);
        Assert.False(json.RootElement.GetProperty("outOfDomain").GetBoolean());
    }

    /// <summary>An interrupted training leaves no bundle; a short one writes its errors beside the model.</summary>
    [Fact]
    public async Task Export_NetworkOnATinyBudget_SaysHowFarItIsOff()
    {
        var (code, output, error) = await Run("hjb", "policy", "export", "kim-omberg", "--method", "Network", "--budget", "0.5", "--storage", _store, "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetProperty("metrics").GetProperty("meanError").GetDouble() > 0);
        Assert.Equal("network", json.RootElement.GetProperty("policy").GetProperty("method").GetString());
    }

    [Theory]
    [InlineData(2, "hjb policy export: expected one of kim-omberg, merton, found heston", "export", "heston")]
    [InlineData(2, "--method: expected ClosedForm for merton, found Network", "export", "merton", "--method", "Network")]
    [InlineData(2, "hjb policy export: expected --ticker or --data, found both", "export", "merton", "--ticker", "SPY", "--data", "Data")]
    [InlineData(1, "expected a bundle, found none", "show", "nobody")]
    [InlineData(2, "--input: expected name=number, found X", "evaluate", "kim-omberg", "-i", "X")]
    [InlineData(2, "--input: expected one of X, mean", "evaluate", "kim-omberg", "-i", "Y=1")]
    [InlineData(2, "--input mean: expected a number from -1 to 2.5, found none", "evaluate", "kim-omberg", "-i", "X=1")]
    public async Task BadUsage_IsOneLine(int expected, string message, params string[] arguments)
    {
        await Run("hjb", "policy", "export", "kim-omberg", "--storage", _store);
        var (code, output, error) = await Run(["hjb", "policy", .. arguments, "--storage", _store]);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(message, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_Page_IsWritten()
    {
        if (!LeanDeep.Training.Reports.ReportPage.IsAvailable) return;
        var page = Path.Combine(_store, "page.html");
        Assert.Equal(0, (await Run("hjb", "solve", "kim-omberg", "--page", page)).Code);
        Assert.Contains("Active region", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
