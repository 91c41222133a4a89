using System.Diagnostics;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>Experiments end with the same files however often they are killed, and say in one line what is wrong with their config.</summary>
public sealed class ExperimentTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private string Config(string name, string extra = "") => folder.Write($"{name}.json", $$"""
        {
          "name": "small",
          "data": { "folder": "{{folder.Data}}" },
          "model": { "hiddenLayers": [[8], [6]], "epochs": 4, "batchSize": [16] },
          "split": { "folds": 4, "trainLength": 200, "testLength": 20, "holdoutSessions": 40{{extra}} },
          "seeds": [1, 2],
          "output": "{{folder[name]}}"
        }
        """);

    private Dictionary<string, string> Trainings(string name) => Directory.GetFiles(Path.Combine(folder[name], "trainings"))
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    [Fact]
    public async Task Run_KilledAgainAndAgain_EndsWithTheSameBytes()
    {
        var (code, expected, error) = await SmallFolder.Run("experiment", "run", Config("whole"), "--json");
        Assert.True(code == 0, error);
        var config = Config("killed");
        var random = new Random(1);
        for (var kill = 0; kill < 3; kill++)
        {
            using var program = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "experiment", "run", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            while (await program.StandardError.ReadLineAsync() is { } line && !line.StartsWith("training", StringComparison.Ordinal)) { }
            await Task.Delay(random.Next(0, 150));
            program.Kill(); // SIGKILL
            await program.WaitForExitAsync();
        }

        (code, var found, error) = await SmallFolder.Run("experiment", "run", config, "--json");

        Assert.True(code == 0, error);
        Assert.Equal(Trainings("whole"), Trainings("killed"));
        Assert.Equal(Results(expected), Results(found));
    }

    [Fact]
    public async Task Status_BeforeAndAfter_CountsFoldsAndEpochs()
    {
        var config = Config("status");
        var before = await Status(config);
        Assert.Equal([("grid", 0, 4, 0, 16), ("grid", 0, 4, 0, 16), ("seeds", 0, 12, 0, 48), ("seeds", 0, 12, 0, 48)], before);

        var (code, _, error) = await SmallFolder.Run("experiment", "run", config);
        Assert.True(code == 0, error);

        var after = await Status(config);
        Assert.Equal([("grid", 4, 4, 16, 16), ("grid", 4, 4, 16, 16)], after[..2]);
        Assert.All(after[2..], row => Assert.True(row is { Stage: "seeds", Trainings: > 0, Epochs: > 0 } && row.Done == row.Trainings && row.EpochsDone == row.Epochs));
        var newest = Directory.GetFiles(Path.Combine(folder["status"], "trainings"), "8-*-fold00-seed1-*").Single();
        await File.WriteAllBytesAsync(newest, (await File.ReadAllBytesAsync(newest))[..^100]);

        var damaged = await Status(config);

        Assert.Equal([("grid", 3, 4, 15, 16), ("grid", 4, 4, 16, 16), ("seeds", 0, 12, 0, 48), ("seeds", 0, 12, 0, 48)], damaged);
    }

    private static async Task<(string Stage, int Done, int Trainings, int EpochsDone, int Epochs)[]> Status(string config)
    {
        var (code, output, error) = await SmallFolder.Run("experiment", "status", config, "--json");
        Assert.True(code == 0, error);
        return [.. System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray().Select(row => (
            row.GetProperty("stage").GetString()!, row.GetProperty("done").GetInt32(), row.GetProperty("trainings").GetInt32(),
            row.GetProperty("epochsDone").GetInt32(), row.GetProperty("epochs").GetInt32()))];
    }

    [Theory]
    [InlineData(", \"purge\": 3", "split.purge: expected one of folds, trainLength, testLength, embargo, holdoutSessions, found an unknown key")]
    public async Task Run_UnknownKey_IsOneLine(string extra, string message)
    {
        var (code, _, error) = await SmallFolder.Run("experiment", "run", Config("unknown", extra));

        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static string Results(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("result").GetRawText();
}
