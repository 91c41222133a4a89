using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>Bad usage: exit code and one line that says what was expected and what was found.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("backtest", "--algorithm NAME or --assembly DLL", "neither")]
    [InlineData("backtest --algorithm Nope", "LongShort", "found Nope")]
    [InlineData("backtest --algorithm LongShort -p colour=red", "expected one of", "gross", "found colour")]
    [InlineData("backtest --algorithm LongShort -p gross", "name=value", "found gross")]
    [InlineData("backtest --assembly no-such.dll", "no-such.dll")]
    [InlineData("bench nope", "torch", "found nope")]
    [InlineData("train feedforward --layers 32,many", "--layers", "found 32,many")]
    [InlineData("train feedforward --epochs many", "many")]
    [InlineData("train allocator", "--config FILE or --schema", "neither")]
    [InlineData("train allocator --config no-such.json", "--config", "no file no-such.json")]
    [InlineData("data import prices.csv", "--out")]
    public async Task Run_BadUsage_ExitsWithTwoAndOneLine(string line, params string[] fragments)
    {
        var (code, output, error) = await Run(line);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.All(fragments, fragment => Assert.Contains(fragment, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data import no-such.csv --out never-made", "no-such.csv")]
    [InlineData("data check no-such-folder", "no-such-folder")]
    [InlineData("train feedforward --data no-such-folder", "no-such-folder")]
    [InlineData("backtest --algorithm LongShort --data no-such-folder", "no-such-folder", "expected a LEAN data folder")]
    [InlineData("report no-such.json", "no-such.json", "LEAN result file")]
    [InlineData("demo --data no-such-folder", "no-such-folder", "metadata")]
    public async Task Run_MissingInput_ExitsWithOneAndOneLine(string line, params string[] fragments)
    {
        var (code, output, error) = await Run(line);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.All(fragments, fragment => Assert.Contains(fragment, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("never-made"));
    }

    [Fact]
    public async Task Doctor_Json_IsOneObjectThatSaysWhetherReady()
    {
        var (code, output, _) = await Run($"doctor --json --data {Path.Combine(SharedFolder.Repository, "Data")}");

        using var document = JsonDocument.Parse(output);
        Assert.Equal(code == 0, document.RootElement.GetProperty("ready").GetBoolean());
        Assert.Contains(document.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "libtorch");
    }

    [Fact]
    public async Task Help_NamesEveryVerb()
    {
        var (code, output, _) = await Run("--help");

        Assert.Equal(0, code);
        Assert.All(["doctor", "data", "train", "backtest", "report", "bench", "demo"], verb => Assert.Contains(verb, output, StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> Run(string line)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(line.Split(' '), output, error);
        return (code, output.ToString(), error.ToString());
    }
}
