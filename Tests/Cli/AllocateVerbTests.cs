using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>One problem from files: weights, certificate, prices in words, and what is wrong with bad ones.</summary>
public sealed class AllocateVerbTests : IDisposable
{
    private static readonly string Example = Path.Combine(SharedFolder.Repository, "docs", "examples", "allocation.json");
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep-allocate-").FullName;

    [Fact]
    public async Task Allocate_Example_PrintsWhatThePageShows()
    {
        var (code, output, _) = await Run("allocate", "--problem", Example);
        Assert.Equal(0, code);
        var page = await File.ReadAllTextAsync(Path.Combine(SharedFolder.Repository, "docs", "allocators.md"));
        foreach (var line in output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !line.Contains("residual", StringComparison.Ordinal)))
            Assert.Contains(line, page, StringComparison.Ordinal);
    }

    /// <summary>A price is the objective's gain when its limit is loosened a little.</summary>
    [Theory]
    [InlineData("MeanVariance")]
    [InlineData("MinimumVariance")]
    [InlineData("MaximumSharpe")]
    public async Task Allocate_PriceOfTheBanks_IsWhatLooseningTheirLimitGains(string objective)
    {
        const double step = 1e-3;
        var problem = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        problem["constraints"]!["costs"] = 0;
        problem["constraints"]!.AsObject().Remove("turnover");
        problem["constraints"]!["groups"]![0]!["upper"] = 0.1;
        using var before = await Solve(problem, "--objective", objective);
        problem["constraints"]!["groups"]![0]!["upper"] = 0.1 + step;
        using var after = await Solve(problem, "--objective", objective);

        double Number(JsonDocument solution, string name) => solution.RootElement.GetProperty(name).GetDouble();
        var banks = before.RootElement.GetProperty("binding").EnumerateArray().First(price => price.GetProperty("name").GetString() == "banks");
        var words = banks.GetProperty("words").GetString()!;
        var (all, told) = (Told(words.Split(" costs ")[1]), Told(words.Split(", ")[1]));
        double Gain(JsonDocument loose) => objective switch
        {
            "MinimumVariance" => 1e4 * (Number(before, "volatility") - Number(loose, "volatility")),
            "MaximumSharpe" => Number(loose, "expectedReturn") / Number(loose, "volatility") - Number(before, "expectedReturn") / Number(before, "volatility"),
            _ => 1e4 * (Number(loose, "objective") - Number(before, "objective")),
        };
        var gained = Gain(after) * 0.01 / step;
        Assert.Equal(gained, told, 0.02 * gained + 0.01);
        problem["constraints"]!["groups"]![0]!["upper"] = 100;
        using var without = await Solve(problem, "--objective", objective);
        Assert.Equal(Gain(without), all, 0.005);
        Assert.Contains(objective switch { "MinimumVariance" => "bp of volatility", "MaximumSharpe" => "of Sharpe ratio", _ => "bp of expected return after charges" }, words, StringComparison.Ordinal);
        Assert.Contains("banks ≤ 10 %", words, StringComparison.Ordinal);
    }

    /// <summary>Without anything that holds a name back, nothing but the limit bounds the gain.</summary>
    [Fact]
    public async Task Allocate_LimitThatAloneBoundsTheObjective_CostsWithoutBound()
    {
        var problem = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        problem["constraints"] = JsonNode.Parse("""{ "net": { "upper": 1 }, "box": { "lower": 0, "upper": 10 }, "gross": 1 }""");
        problem["riskAversion"] = 0;
        using var bounded = await Solve(problem);
        Assert.All(bounded.RootElement.GetProperty("binding").EnumerateArray(), price => Assert.DoesNotContain("without bound", price.GetProperty("words").GetString(), StringComparison.Ordinal));
        problem["constraints"] = JsonNode.Parse("""{ "net": { "lower": -100, "upper": 100 }, "box": { "lower": -1000, "upper": 1000 }, "volatility": 0.1 }""");
        problem["constraints"]!["box"] = JsonNode.Parse("{}");
        using var free = await Solve(problem);
        Assert.Contains("volatility ≤ 10 % costs without bound", free.RootElement.GetProperty("binding")[0].GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    private static double Told(string words) => double.Parse(words.Split(' ')[0], CultureInfo.InvariantCulture);

    [Fact]
    public async Task Allocate_CsvFiles_GiveTheWeightsOfTheJson()
    {
        var problem = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        string[] names = [.. problem["names"]!.AsArray().Select(name => (string)name!)];
        IEnumerable<string> Column(string field) => names.Select((name, i) => $"{name},{problem[field]![i]}");
        Write("mu.csv", ["name,mu", .. Column("returns").Reverse()]);
        Write("held.csv", Column("held"));
        Write("sectors.csv", Column("sectors"));
        Write("cov.csv", ["," + string.Join(',', names), .. names.Select((name, i) => $"{name},{string.Join(',', problem["covariance"]![i]!.AsArray())}")]);
        Write("constraints.json", [problem["constraints"]!.ToJsonString()]);
        var (_, json, _) = await Run("allocate", "--problem", Example, "--json");
        var (code, csv, error) = await Run("allocate", "--mu", At("mu.csv"), "--cov", At("cov.csv"), "--held", At("held.csv"), "--sectors", At("sectors.csv"), "--constraints", At("constraints.json"), "--json");
        Assert.True(code == 0, error);
        Assert.Equal(json, csv);
    }

    [Fact]
    public async Task Allocate_LimitsThatContradict_AreNamedAndLeastViolated()
    {
        var problem = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        problem["constraints"] = JsonNode.Parse("""{ "box": { "lower": 0, "upper": 0.15 } }""");
        Write("infeasible.json", [problem.ToJsonString()]);
        var (code, output, error) = await Run("allocate", "--problem", At("infeasible.json"));
        Assert.Equal(1, code);
        Assert.Contains("infeasible", output, StringComparison.Ordinal);
        Assert.Contains("no weights meet all limits", error, StringComparison.Ordinal);
        Assert.Contains("net ≥ 100 %", error, StringComparison.Ordinal);
        Assert.Contains("JPM ≤ 15 %", error, StringComparison.Ordinal);
        Assert.Contains("by 25 % of equity", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("colour", "1", "colour: expected one of names")]
    [InlineData("returns", "[1, 2]", "returns: expected 5 numbers, found 2")]
    [InlineData("covariance", "[[1]]", "covariance: expected 5 rows, found 1")]
    [InlineData("held", "[0.2, 0.2, 0.2, 0.2, \"x\"]", "held[4]: expected a number, found \"x\"")]
    [InlineData("constraints", "{ \"groups\": [{ \"name\": \"g\", \"sector\": \"steel\", \"upper\": 1 }] }", "expected one of banks, energy, health, found steel")]
    [InlineData("constraints", "{ \"box\": { \"lower\": 1, \"upper\": 0 } }", "box: expected lower at most upper")]
    [InlineData("returns", "[1e400, 0, 0, 0, 0]", "expected return of JPM: expected a finite number, found Infinity")]
    [InlineData("covariance", "[[4, 1, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 4, 0, 0], [0, 0, 0, 4, 0], [0, 0, 0, 0, 4]]", "covariance of JPM and BAC: expected 0, that of BAC and JPM, found 1")]
    [InlineData("covariance", "[[-4, 0, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 4, 0, 0], [0, 0, 0, 4, 0], [0, 0, 0, 0, 4]]", "expected a covariance without negative eigenvalues, found one with")]
    [InlineData("constraints", "{ \"groups\": [{ \"name\": \"g\", \"members\": {}, \"upper\": 1 }] }", "groups.g.members: expected at least one name, found none")]
    [InlineData("constraints", "{ \"box\": { \"lower\": 0, \"upper\": 0.15 } }", "found in each other's way JPM ≤ 15 %, BAC ≤ 15 %, XOM ≤ 15 %, CVX ≤ 15 %, PFE ≤ 15 %, net ≥ 100 %")]
    [InlineData("riskAversion", "-1", "risk aversion, ridge and costs of at least 0")]
    public async Task Allocate_BadProblem_SaysWhatIsWrong(string field, string value, string fragment)
    {
        var problem = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        problem[field] = JsonNode.Parse(value);
        Write("bad.json", [problem.ToJsonString()]);
        var (code, _, error) = await Run("allocate", "--problem", At("bad.json"));
        Assert.NotEqual(0, code);
        Assert.Contains(fragment, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Allocate_BadFiles_SayWhereAndWhat()
    {
        Write("cov.csv", [",A,B", "A,1,0", "C,0,1"]);
        Write("short.csv", [",A,B", "A,1,0"]);
        Write("good.csv", [",A,B", "A,1,0", "B,0,1"]);
        Write("mu.csv", ["name,mu", "A,0.1", "D,0.2"]);
        Assert.Contains("line 3: expected the row of B, found C", (await Run("allocate", "--cov", At("cov.csv"))).Error, StringComparison.Ordinal);
        Assert.Contains("expected 2 rows below the names, found 1", (await Run("allocate", "--cov", At("short.csv"))).Error, StringComparison.Ordinal);
        Assert.Contains("line 3: expected one of the 2 names", (await Run("allocate", "--cov", At("good.csv"), "--mu", At("mu.csv"))).Error, StringComparison.Ordinal);
        Assert.Contains("--problem FILE.json or --cov FILE.csv, found neither", (await Run("allocate")).Error, StringComparison.Ordinal);
        Assert.Contains("found both", (await Run("allocate", "--problem", Example, "--cov", At("cov.csv"))).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("allocate", "--problem", At("none.json"))).Code);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<JsonDocument> Solve(JsonNode problem, params string[] options)
    {
        Write("problem.json", [problem.ToJsonString()]);
        var (code, output, error) = await Run(["allocate", "--problem", At("problem.json"), "--json", .. options]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] words)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(words, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(At(name), lines);
}
