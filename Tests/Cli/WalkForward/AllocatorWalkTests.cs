using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>Allocators retrained on a schedule.</summary>
[Trait("Category", "WalkForward")]
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class AllocatorWalkTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private string Config(string name, int epochs = 1, string more = "", string? data = null) => folder.Write($"{name}.json", $$"""
        {
          "name": "alloc",
          "data": { "folder": "{{data ?? folder.Data}}", "largest": 4 },
          "dates": { "from": "2010-03-01", "trainThrough": "2010-12-31", "stopThrough": "2011-03-31" },
          "window": { "lookback": 8, "horizon": 4, "rebalance": 4 },
          "network": { "kind": "conv", "hidden": 2 },
          "constraints": { "box": { "lower": 0, "upper": 0.6 } },
          "training": { "epochs": {{epochs}} },
          "engine": { "period": "monthly" },
          "walkForward": { "retrain": { "rule": "quarterly" }, "window": "rolling"{{more}}, "output": "{{folder[name]}}" },
          "seeds": [1, 2]
        }
        """);

    private Task<(int Code, string Output, string Error)> Run(string verb, string name, params string[] more) =>
        SmallFolder.Run(["walk-forward", verb, folder[$"{name}.json"], "--storage", folder[$"{name}-store"], .. more]);

    [Fact]
    public async Task Run_Allocators_RetrainsTradesAndReports()
    {
        Config("walk");

        var (code, output, error) = await Run("run", "walk", "--json");

        Assert.True(code == 0, error);
        var rolls = JsonDocument.Parse(output).RootElement.GetProperty("rolls").EnumerateArray().ToArray();
        Assert.Equal(["2011-04-01", "2011-07-01", "2011-10-03"], rolls.Select(roll => roll.GetProperty("date").GetString()));
        Assert.Equal(["2011-03-31", "2011-06-30", "2011-09-30"], rolls.Select(roll => roll.GetProperty("decidingBundle").GetString()));
        Assert.Equal([new(2011, 3, 31), new(2011, 6, 30), new DateOnly(2011, 9, 30)], ModelBundle.Dates(folder["walk-store"], "alloc"));
        var log = string.Concat(Directory.GetFiles(Path.Combine(folder["walk"], "backtests", "walk-forward"), "*log*").Select(File.ReadAllText));
        Assert.Contains("models/alloc/20110630 decides from 2011-07-01 on", log, StringComparison.Ordinal);
        var tables = await File.ReadAllTextAsync(Path.Combine(folder["walk"], "tables.md"));
        Assert.Contains("trained-once, LEAN's fees", tables, StringComparison.Ordinal);
        Assert.Contains("every variant a trial", tables, StringComparison.Ordinal);
        Assert.Contains("| 2011-07-01 | 2011-09-30 | 2011-06-30 |", tables, StringComparison.Ordinal);
        // The first day of a roll is earned by what the model before decided: no day is missing, none comes twice.
        var days = Candidates("walk", "train-*-seed1-*").SelectMany(candidate => candidate.Days).ToArray();
        Assert.Equal(Candidates("walk", "once-*").Single().Days, days);
        Assert.Equal(new DateOnly(2011, 4, 4), days[0]);
        Assert.Contains(new DateOnly(2011, 7, 1), days);
        Assert.False(Directory.Exists(Path.Combine(folder["walk"], "work")) && Directory.EnumerateFileSystemEntries(Path.Combine(folder["walk"], "work")).Any());
    }

    [Fact]
    public async Task Run_BarsAdjustedForASplit_KeepsTheModelsThatWereThere()
    {
        var data = folder.Copy(folder.Data);
        Config("split", data: data);
        Assert.Equal(0, (await Run("run", "split", "--until", "bundle")).Code);
        var models = Models("split");
        var name = Directory.GetFiles(Path.Combine(data, "equity", "usa", "daily")).Single(file => Path.GetFileNameWithoutExtension(file) == Traded("split"));
        SmallWalk.Edit(name, (_, _) => true, fields =>
        {
            for (var i = 1; i <= 4; i++) fields[i] = SmallWalk.Scale(fields[i], 1 / 3.0);
            fields[5] = SmallWalk.Scale(fields[5], 3);
        });

        var (code, _, error) = await Run("run", "split");
        Assert.Equal(1, code);
        Assert.Contains("--accept-adjusted keeps what was made where bars were only adjusted", error, StringComparison.Ordinal);
        (code, _, error) = await Run("run", "split", "--accept-adjusted", "--until", "bundle");

        Assert.True(code == 0, error);
        Assert.Matches("data adjusted: .* 8 trainings stay as they are", error);
        Assert.Equal(models, Models("split"));
        (code, _, error) = await Run("run", "split", "--until", "bundle"); // and now it is as recorded
        Assert.True(code == 0, error);
        Assert.DoesNotContain("warning", error, StringComparison.Ordinal);

        SmallWalk.Edit(name, (day, _) => day == 330, fields => fields[4] = SmallWalk.Scale(fields[4], 1.02));
        (code, _, error) = await Run("run", "split", "--accept-adjusted");
        Assert.Equal(1, code);
        Assert.Matches("data revised: .* expected the return .*, found .*: no adjustment of bars explains it", error);
        (code, _, error) = await Run("run", "split", "--accept-changes", "--until", "bundle");
        Assert.True(code == 0, error);
        Assert.NotEqual(models[models.Keys.Max(StringComparer.Ordinal)!], Models("split")[models.Keys.Max(StringComparer.Ordinal)!]);
    }

    private Dictionary<string, string> Models(string name) => Directory.GetFiles(folder[$"{name}-store"], ModelBundle.ModelFile, SearchOption.AllDirectories)
        .ToDictionary(file => file, file => ModelBundle.HashOf(File.ReadAllBytes(file)));

    /// <summary>The first asset of a run.</summary>
    private string Traded(string name) => LeanDeep.Training.WalkForward.RunRecord.TryRead(folder[name])!.Universe[0].ToLowerInvariant();

    private LeanDeep.Training.WalkForward.Portfolios.PortfolioCandidate[] Candidates(string name, string files) =>
        [.. Directory.GetFiles(Path.Combine(folder[name], "rolls"), files + ".json").Order(StringComparer.Ordinal)
            .Select(file => JsonSerializer.Deserialize<LeanDeep.Training.WalkForward.Portfolios.PortfolioCandidate>(File.ReadAllBytes(file), JobJournal.Format)!)];

    [Fact]
    public async Task Run_Again_DoesNothingAndAnotherConfigIsRefused()
    {
        Config("again");
        Assert.Equal(0, (await Run("run", "again", "--until", "bundle")).Code);
        var done = Done("again");

        var (code, _, error) = await Run("run", "again", "--until", "bundle");

        Assert.True(code == 0, error);
        Assert.Equal(done, Done("again"));
        Config("again", epochs: 2);
        (code, _, error) = await Run("run", "again");
        Assert.Equal(1, code);
        Assert.Contains("config changed: training.epochs: expected 1, found 2: --accept-changes makes again", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReturnsThatMoved_KeepsTheOldModelAndSaysWhy()
    {
        Config("refused", more: ", \"mostPsi\": 0.0001");

        var (code, output, error) = await Run("run", "refused", "--until", "bundle");

        Assert.True(code == 0, error);
        Assert.Contains("PSI of returns: expected at most 0.0001", output, StringComparison.Ordinal);
        Assert.Equal([new DateOnly(2011, 3, 31)], ModelBundle.Dates(folder["refused-store"], "alloc"));
        Assert.Equal(2, ModelBundle.Dates(Path.Combine(folder["refused-store"], "candidates"), "alloc").Count);
        var (listed, table, _) = await SmallFolder.Run("models", "list", "alloc", "--storage", folder["refused-store"]);
        Assert.Equal(0, listed);
        Assert.Equal(2, table.Split('\n').Count(line => line.Contains("candidate", StringComparison.Ordinal)));
        Assert.Equal(0, (await SmallFolder.Run("models", "verify", "--storage", folder["refused-store"])).Code);
        Assert.Equal(0, (await SmallFolder.Run("models", "promote", "alloc", "2011-06-30", "--storage", folder["refused-store"])).Code);
        Assert.Equal(2, ModelBundle.Dates(folder["refused-store"], "alloc").Count);
    }

    private string[] Done(string name) => [.. JobJournal.Read(folder[name]).Where(entry => entry.Event == JobEvent.Done && entry.Key.Length > 0).Select(entry => entry.Step)];
}
