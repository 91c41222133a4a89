using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>A solved policy of portfolio choice, solved anew on a schedule.</summary>
[Trait("Category", "WalkForward")]
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class PolicyWalkTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private string Config(string name, string policy) => folder.Write($"{name}.json", $$"""
        {
          "name": "{{name}}",
          "data": { "folder": "{{folder.Data}}", "names": ["SYAA"] },
          "policy": { "riskAversion": 4, "horizonYears": 2{{policy}} },
          "estimation": { "predictorWindow": 63, "momentsWindow": 63, "minimumSteps": 6 },
          "engine": { "period": "monthly" },
          "walkForward": { "from": "2011-04-01", "retrain": { "rule": "quarterly" }, "output": "{{folder[name]}}" }
        }
        """);

    private Task<(int Code, string Output, string Error)> Run(string name, params string[] more) =>
        SmallFolder.Run(["walk-forward", "run", folder[$"{name}.json"], "--storage", folder[$"{name}-store"], "--json", .. more]);

    [Theory]
    [InlineData("closed", "X", 5, "")]
    [InlineData("network", "deviations", 4, ", \"solver\": \"network\", \"hiddenLayers\": [8], \"points\": 64, \"adamSteps\": 20, \"gaussNewtonSteps\": 3")]
    public async Task Run_Policy_SolvesTradesAndReports(string name, string state, double most, string policy)
    {
        Config(name, policy);

        var (code, output, error) = await Run(name);

        Assert.True(code == 0, error);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("rolls").GetArrayLength());
        var dates = ModelBundle.Dates(folder[$"{name}-store"], name);
        Assert.Equal([new(2011, 3, 31), new(2011, 6, 30), new DateOnly(2011, 9, 30)], dates);
        var inputs = dates.Select(date => ModelBundle.Read(folder[$"{name}-store"], name, date).Manifest.Policy!.Inputs).ToArray();
        Assert.All(inputs, domain => Assert.True(domain.Single(input => input.Name == state).Upper <= most));
        Assert.False(inputs[0].SequenceEqual(inputs[2])); // the later one has seen more
        var log = string.Concat(Directory.GetFiles(Path.Combine(folder[name], "backtests", "walk-forward"), "*log*").Select(File.ReadAllText));
        Assert.Contains($"models/{name}/20110630 decides from 2011-07-01 on", log, StringComparison.Ordinal);
        Assert.Contains("| 2011-07-01 | 2011-09-30 | 2011-06-30 |", await File.ReadAllTextAsync(Path.Combine(folder[name], "tables.md")), StringComparison.Ordinal);
        Assert.Equal(0, (await SmallFolder.Run("models", "verify", "--storage", folder[$"{name}-store"])).Code);
    }

    /// <summary>What a training of the old config has left is not taken up by one of the new.</summary>
    [Fact]
    public async Task Run_NetworkOfAnotherSize_IsFittedAnewOnceAccepted()
    {
        static string Network(int units) => $", \"solver\": \"network\", \"hiddenLayers\": [{units}], \"points\": 64, \"adamSteps\": 20, \"gaussNewtonSteps\": 0";
        Config("resized", Network(4));
        Assert.Equal(0, (await Run("resized", "--until", "bundle")).Code);
        var before = ModelBundle.Read(folder["resized-store"], "resized", new DateOnly(2011, 3, 31)).Manifest.ModelSha256;
        Config("resized", Network(6));

        var (code, _, error) = await Run("resized", "--until", "bundle");
        Assert.Equal(1, code);
        Assert.Contains("config changed: policy.hiddenLayers: expected [4], found [6]", error, StringComparison.Ordinal);
        (code, _, error) = await Run("resized", "--until", "bundle", "--accept-changes");

        Assert.True(code == 0, error);
        Assert.NotEqual(before, ModelBundle.Read(folder["resized-store"], "resized", new DateOnly(2011, 3, 31)).Manifest.ModelSha256);
    }

    [Theory]
    [InlineData(", \"gamma\": 1", "policy.gamma: expected one of")]
    [InlineData(", \"margin\": -1", "policy.margin: expected 0 or more, found -1")]
    public async Task Run_BadConfig_IsOneLine(string policy, string message)
    {
        Config("bad", policy);

        var (code, _, error) = await Run("bad");

        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Schema_File_IsThatOfTheRecords() =>
        Assert.Equal(File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "schema", "policy-walk.schema.json")), PolicyWalkConfig.SchemaOfFiles());
}
