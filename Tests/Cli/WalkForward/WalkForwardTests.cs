using System.Diagnostics;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>A walk-forward run ends with the same bits however it is interrupted and whoever shares it, and says what is not as it was.</summary>
[Trait("Category", "WalkForward")]
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class WalkForwardTests(SmallWalk walk) : IClassFixture<SmallWalk>
{
    [Fact]
    public async Task Run_KilledInEachKindOfStep_EndsWithTheSameBits()
    {
        walk.Begin("killed");
        Assert.Equal(0, (await walk.Run("run", "killed")).Code);
        foreach (var kind in (string[])["report", "backtest", "publish", "bundle", "select", "train", "rows"])
            await KillIn(kind, walk.Arguments("run", "killed"));

        var (code, _, error) = await walk.Run("resume", "killed");

        Assert.True(code == 0, error);
        Assert.Equal(walk.Results("whole"), walk.Results("killed"));
    }

    [Fact]
    public async Task Run_TwoProcessesBesideThis_DoEachStepOnce()
    {
        walk.Begin("shared");

        var (code, _, error) = await walk.Run("run", "shared", "--executor", "processes", "--workers", "2");

        Assert.True(code == 0, error);
        Assert.Equal(walk.Results("whole"), walk.Results("shared"));
        Assert.Equal(walk.Done("whole"), walk.Done("shared"));
        Assert.True(JobJournal.Read(walk["shared"]).Where(entry => entry.Event == JobEvent.Done && entry.Key.Length > 0).Select(entry => entry.Runner).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Status_BeforeAndAfter_CountsEveryKindOfStep()
    {
        walk.Config("status");
        Assert.Empty(await Status("status"));
        await walk.Run("run", "status", "--until", "train");

        var half = await Status("status");
        var whole = await Status("whole");

        Assert.Equal([("train", 12, 12), ("select", 0, 5), ("bundle", 0, 6), ("backtest", 0, 1), ("report", 0, 1)], half);
        Assert.Equal([("train", 12, 12), ("select", 5, 5), ("bundle", 6, 6), ("backtest", 1, 1), ("report", 1, 1)], whole);
    }

    [Fact]
    public async Task Run_DamagedBundle_IsNamedAndMadeAgain()
    {
        walk.Begin("damaged");
        Assert.Equal(0, (await walk.Run("run", "damaged")).Code);
        var model = Directory.GetFiles(walk["damaged/store"], ModelBundle.ModelFile, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ElementAt(2);
        await File.AppendAllTextAsync(model, "x");

        var (code, _, error) = await walk.Run("run", "damaged");

        Assert.True(code == 0, error);
        Assert.Contains($"{model}: expected SHA-256", error, StringComparison.Ordinal);
        Assert.Equal(walk.Results("whole"), walk.Results("damaged"));
    }

    [Fact]
    public async Task Run_ConfigChangedHalfWay_IsRefusedUntilAccepted()
    {
        Assert.Equal(0, (await walk.Run("run", "changed", "--until", "train")).Code);
        walk.Config("changed", epochs: 3);

        var (code, _, error) = await walk.Run("run", "changed");

        Assert.Equal(1, code);
        Assert.Contains("config changed: model.epochs: expected 2, found 3: --accept-changes makes again", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'), line => line.StartsWith("leandeep:", StringComparison.Ordinal));
        (code, _, error) = await walk.Run("run", "changed", "--accept-changes", "--until", "bundle");
        Assert.True(code == 0, error);
    }

    /// <summary>A limit that the worst of the later rolls breaks: its model is kept aside with the reason, and the engine goes on with the older one.</summary>
    [Theory]
    [InlineData("mostPsi", "PSI of ")]
    [InlineData("leastIc", "IC: expected at least ")]
    [InlineData("mostDecay", "decay of the IC: expected at most ")]
    [InlineData("mostTurnover", "turnover of the switch: expected at most ")]
    public async Task Run_RollBeyondALimit_TradesOnWithTheOlderBundle(string limit, string reason)
    {
        var whole = Rolls("whole");
        double Figure(int roll) => limit switch
        {
            "mostPsi" => whole[roll].Drift.LargestPsi,
            "leastIc" => -whole[roll].Chosen.Average(choice => choice.Mean),
            "mostDecay" => whole[roll - 1].Chosen.Average(choice => choice.Mean) - whole[roll].Chosen.Average(choice => choice.Mean),
            _ => whole[roll].Drift.SwitchTurnover,
        };
        var worst = Enumerable.Range(1, whole.Count - 2).MaxBy(Figure); // the last roll has no block yet
        var value = Figure(worst) - 1e-6;
        walk.Config(limit, walkForward: FormattableString.Invariant($", \"promotion\": {{ \"{limit}\": {(limit == "leastIc" ? -value : value):R} }}"));

        var (code, output, error) = await walk.Run("run", limit);

        Assert.True(code == 0, error);
        var rolls = Rolls(limit);
        Assert.Equal(rolls.Take(worst).Select(roll => roll.TrainedThrough), rolls.Take(worst).Select(roll => roll.DecidingBundle));
        Assert.StartsWith(reason, Assert.Single(rolls[worst].Refusals), StringComparison.Ordinal);
        Assert.Equal(rolls[worst - 1].TrainedThrough, rolls[worst].DecidingBundle);
        Assert.Contains($"kept aside: {rolls[worst].Refusals[0]}", output, StringComparison.Ordinal);
        var aside = FormattableString.Invariant($"models/small/{rolls[worst].TrainedThrough:yyyyMMdd}");
        Assert.True(Directory.Exists(walk[$"{limit}-store/candidates/{aside}"]));
        Assert.False(Directory.Exists(walk[$"{limit}-store/{aside}"]));
        Assert.Contains(FormattableString.Invariant($"\"refuse\",\"trainedThrough\":\"{rolls[worst].TrainedThrough:yyyy-MM-dd}\""), await File.ReadAllTextAsync(walk[$"{limit}-store/models/small/history.jsonl"]), StringComparison.Ordinal);
        var (listed, table, _) = await SmallFolder.Run("models", "list", "small", "--storage", walk[$"{limit}-store"]);
        Assert.True(listed == 0 && table.Contains("candidate", StringComparison.Ordinal), table);

        // In the engine the model before decides through the block, and trades in it.
        var log = string.Concat(Directory.GetFiles(Path.Combine(walk[limit], "backtests", "walk-forward"), "*log*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.DoesNotContain($"{aside} decides", log, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"models/small/{rolls[worst].DecidingBundle:yyyyMMdd} decides from {rolls[worst - 1].Date:yyyy-MM-dd} on"), log, StringComparison.Ordinal);
        Assert.Contains(OrderDays(limit), day => day >= rolls[worst].Date && day <= rolls[worst].Through);
        Assert.Contains(rolls[worst].Refusals[0], await File.ReadAllTextAsync(Path.Combine(walk[limit], "tables.md")), StringComparison.Ordinal);
    }

    private List<LeanDeep.Training.WalkForward.RollResult> Rolls(string name) =>
        [.. Directory.GetFiles(Path.Combine(walk[name], "rolls"), "bundle-*.json").Order(StringComparer.Ordinal).Select(LeanDeep.Training.WalkForward.RollResult.Read)];

    private IEnumerable<DateOnly> OrderDays(string name) => Directory.GetFiles(Path.Combine(walk[name], "backtests", "walk-forward"), "*-order-events.json", SearchOption.AllDirectories)
        .SelectMany(file => System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray().ToArray())
        .Select(order => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds((long)order.GetProperty("time").GetDouble()).UtcDateTime));

    [Fact]
    public async Task Run_StepThatFailsThreeTimes_IsNamedAndResumedAfterwards()
    {
        walk.Begin("failing");
        await File.WriteAllTextAsync(walk["failing/rolls"], "a file where the folder should be");

        var (code, _, error) = await walk.Run("run", "failing");
        var (again, _, errorAgain) = await walk.Run("run", "failing");

        Assert.Equal(1, code);
        Assert.Matches("leandeep: select-[0-9]{8}: failed 3 times, the last with: .*rolls", error);
        Assert.Equal(12, walk.Done("failing").Count(step => step.StartsWith("train", StringComparison.Ordinal)));
        Assert.Equal(1, again);
        Assert.Matches("select-[0-9]{8}: failed 3 times", errorAgain);
        File.Delete(walk["failing/rolls"]);
        (code, _, error) = await walk.Run("resume", "failing");
        Assert.True(code == 0, error);
        Assert.Equal(walk.Results("whole"), walk.Results("failing"));
    }

    [MountTheory]
    [InlineData(900)] // rows do not fit
    [InlineData(1480)] // trainings or bundles
    [InlineData(4000)] // backtests
    public async Task Run_DiskThatFills_SaysSoAndIsResumedOnceThereIsRoom(int kibibytes)
    {
        var full = $"full{kibibytes}";
        using var disk = new SmallDisk(walk[$"disk{kibibytes}"], kibibytes);
        var output = walk[$"disk{kibibytes}/{full}"];
        Directory.CreateDirectory(output);
        File.Copy(Path.Combine(walk["whole"], "run.json"), Path.Combine(output, "run.json"));
        walk.Config(full, output: output);

        var (code, _, error) = await walk.Run("run", full);

        Assert.Equal(1, code);
        Assert.Matches("leandeep: .*(No space left on device|disk is full)", error);
        disk.Resize(64 << 10);
        (code, _, error) = await walk.Run("resume", full);
        Assert.True(code == 0, error);
        Assert.Equal(walk.Results("whole"), walk.Results(full, output));
    }

    [Fact]
    public void Run_ClockThatJumpsBack_EndsWithTheSameBits()
    {
        walk.Begin("clock");
        var config = LeanDeep.Training.Experiments.ExperimentConfigFile.Read(walk.Config("clock"));
        for (var part = 0; part < 2; part++)
        {
            using var run = new LeanDeep.Training.WalkForward.WalkForwardRun(config, new JumpingClock());
            var state = run.Prepare();
            var steps = run.Steps(state, "", walk["clock-store"]).Make();
            run.Run([.. steps.Take(steps.Count * (part + 1) / 2)]);
        }

        Assert.All(Files("whole"), file => Assert.Equal(file.Value, Files("clock")[file.Key]));

        SortedDictionary<string, string> Files(string name) =>
            new(Directory.GetFiles(walk[$"{name}-store"], ModelBundle.ModelFile, SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(walk[$"{name}-store"], file), file => ModelBundle.HashOf(File.ReadAllBytes(file))), StringComparer.Ordinal);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now -= TimeSpan.FromHours(1);
    }

    [Fact]
    public async Task Run_BarsRevisedAfterSomeRolls_AreRefusedUntilAccepted()
    {
        var data = Copy("revised-data");
        walk.Config("revised", data);
        Assert.Equal(0, (await walk.Run("run", "revised")).Code);
        var made = walk.Results("revised");
        SmallWalk.Edit(Path.Combine(data, "equity", "usa", "daily", "syaa.zip"), (day, fields) => day == 330, fields => fields[4] = SmallWalk.Scale(fields[4], 1.02)); // a close two percent higher

        var (code, _, error) = await walk.Run("run", "revised");
        var (adjustedCode, _, adjustedError) = await walk.Run("run", "revised", "--accept-adjusted");

        Assert.Equal(1, code);
        Assert.Contains("data revised: expected the rows of 2011-0", error, StringComparison.Ordinal);
        Assert.Contains("the rolls from 2011-07-01 on learned from them", error, StringComparison.Ordinal);
        Assert.Equal(1, adjustedCode);
        Assert.Contains("no adjustment of bars explains it", adjustedError, StringComparison.Ordinal);
        Assert.Equal(made, walk.Results("revised"));

        (code, _, error) = await walk.Run("run", "revised", "--accept-changes");

        Assert.True(code == 0, error);
        var now = walk.Results("revised");
        var changed = made.Keys.Where(file => file.StartsWith("models", StringComparison.Ordinal) && file.EndsWith(ModelBundle.ModelFile, StringComparison.Ordinal) && made[file] != now.GetValueOrDefault(file)).ToArray();
        Assert.Equal(["20110630", "20110930", "20111230"], changed.Select(file => file.Split('/')[^2]));
    }

    [Fact]
    public async Task Run_BarsAdjustedForASplit_KeepsTheModelsThatWereThere()
    {
        var data = Copy("split-data");
        walk.Config("split", data);
        Assert.Equal(0, (await walk.Run("run", "split", "--until", "bundle")).Code);
        var models = Models("split");
        SmallWalk.Edit(Path.Combine(data, "equity", "usa", "daily", "syaa.zip"), (_, _) => true, fields => // the name is split three for one: all its bars are adjusted
        {
            for (var i = 1; i <= 4; i++) fields[i] = SmallWalk.Scale(fields[i], 1 / 3.0);
            fields[5] = SmallWalk.Scale(fields[5], 3);
        });

        var (code, _, error) = await walk.Run("run", "split");
        Assert.Equal(1, code);
        Assert.Contains("--accept-adjusted keeps what was made where bars were only adjusted", error, StringComparison.Ordinal);

        (code, _, error) = await walk.Run("run", "split", "--accept-adjusted");

        Assert.True(code == 0, error);
        Assert.Contains("data adjusted: ", error, StringComparison.Ordinal);
        Assert.Equal(models, Models("split"));
        (code, _, error) = await walk.Run("run", "split"); // and now it is as recorded
        Assert.True(code == 0, error);
        Assert.DoesNotContain("warning", error, StringComparison.Ordinal);

        SmallWalk.Edit(Path.Combine(data, "equity", "usa", "daily", "syaa.zip"), (day, _) => day == 330, fields => fields[4] = SmallWalk.Scale(fields[4], 1.02));
        (code, _, error) = await walk.Run("run", "split", "--accept-changes", "--until", "bundle");
        Assert.True(code == 0, error);
        var last = models.Keys.Max(StringComparer.Ordinal)!;
        Assert.NotEqual(models[last], Models("split")[last]); // what was kept is no reason to keep it still
    }

    private Dictionary<string, string> Models(string name) => Directory.GetFiles(walk[$"{name}-store"], ModelBundle.ModelFile, SearchOption.AllDirectories)
        .ToDictionary(file => file, file => ModelBundle.HashOf(File.ReadAllBytes(file)));

    private string Copy(string name)
    {
        foreach (var file in Directory.EnumerateFiles(walk.Data, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(walk[name], Path.GetRelativePath(walk.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return walk[name];
    }

    private async Task<(string Kind, int Done, int Steps)[]> Status(string name)
    {
        var (code, output, error) = await SmallFolder.Run("walk-forward", "status", walk[$"{name}.json"], "--json");
        Assert.True(code == 0, error);
        return [.. System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("steps").EnumerateArray().Select(row => (row.GetProperty("kind").GetString()!, row.GetProperty("done").GetInt32(), row.GetProperty("steps").GetInt32()))];
    }

    /// <summary>Takes away what the steps of a kind made, and kills a runner with SIGKILL as soon as its journal says that one of them has begun again. A runner that was too fast
    /// is started once more.</summary>
    private async Task KillIn(string kind, string[] arguments)
    {
        for (var attempt = 0; ; attempt++)
        {
            TakeAway(walk["killed"], kind);
            var before = Began();
            using var program = Process.Start(new ProcessStartInfo("nice", ["-n", "19", "dotnet", typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            while (Began() == before && !program.HasExited)
                await Task.Delay(1);
            var found = program.HasExited;
            program.Kill();
            await program.WaitForExitAsync();
            if (!found && Began() > before) return;
            Assert.True(attempt < 5, $"{kind}: {await program.StandardError.ReadToEndAsync()}");
        }

        int Began() => JobJournal.Read(walk["killed"]).Count(entry => entry.Event == JobEvent.Began && entry.Step.StartsWith(kind, StringComparison.Ordinal));
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
