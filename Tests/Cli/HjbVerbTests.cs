using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

public class HjbVerbTests
{
    [Fact]
    public async Task Check_Json_NamesEveryProblemAndWhetherItPassed()
    {
        var (code, output, _) = await Run("hjb", "check", "kim-omberg", "merton-5", "--json");
        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(output);
        var problems = document.RootElement.GetProperty("problems").EnumerateArray().ToArray();
        Assert.Equal(["merton-5", "kim-omberg"], problems.Select(problem => problem.GetProperty("name").GetString()));
        Assert.All(problems, problem => Assert.True(problem.GetProperty("passed").GetBoolean()));
        Assert.All(problems, problem => Assert.True(problem.GetProperty("converged").GetBoolean()));
        var weight = problems[1].GetProperty("measures").EnumerateArray().Single(measure => measure.GetProperty("quantity").GetString() == "theta");
        Assert.True(weight.GetProperty("error").GetDouble() < weight.GetProperty("myopic").GetDouble() / 1000);
    }

    [Fact]
    public async Task List_NamesTheProblems()
    {
        var (code, output, _) = await Run("hjb", "list");
        Assert.Equal(0, code);
        Assert.Contains("di-tella", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ByNetworksWithSeeds_TellsTheWorst()
    {
        var (code, output, _) = await Run("hjb", "check", "merton-2", "--networks", "--seeds", "2", "--json");
        Assert.Equal(0, code);
        Assert.Contains("worst of 2 seeds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_OfAnEquilibriumModel_ComparesWithWhatIsKnown()
    {
        var (code, output, _) = await Run("hjb", "solve", "brunnermeier-sannikov-log", "--json");
        Assert.Equal(0, code);
        Assert.Contains("largest σ_q", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hjb check: expected problems of `leandeep hjb list`, found nothing-like-it", "nothing-like-it")]
    [InlineData("hjb check: expected names or --all, found both", "heston", "--all")]
    [InlineData("hjb check: expected --all or --networks, found both", "--networks", "--all")]
    [InlineData("hjb check: --seeds: expected 1 or more, found 0", "--seeds", "0")]
    [InlineData("hjb check: expected problems that networks solve, found brunnermeier-sannikov-2014", "brunnermeier-sannikov-2014", "--networks")]
    public async Task Check_BadUsage_ExitsWithTwoAndOneLine(string message, params string[] arguments)
    {
        var (code, output, error) = await Run(["hjb", "check", .. arguments]);
        Assert.Equal((2, "", $"leandeep: {message}"), (code, output, error.TrimEnd()));
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
