using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Training.Jobs;

[Trait("Category", "WalkForward")]
public sealed class JobRunnerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-jobs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private JobStep Step(string name, Func<int> attempt, params string[] inputs) => new("test", name, JobStep.KeyOf("step", name), inputs, _ =>
    {
        var path = Path.Combine(_root, name + ".txt");
        File.WriteAllText(path, $"{name} {attempt()}");
        return [path];
    });

    private void Run(JobStep[] steps, int threads = 2, List<string>? warnings = null, TimeProvider? time = null)
    {
        using var journal = new JobJournal(_root, time ?? TimeProvider.System);
        new JobRunner(new JobFolder(_root), journal, attempts: 3) { Warn = text => warnings?.Add(text) }.Run(steps, threads);
    }

    private string[] Done() => [.. JobJournal.Read(_root).Where(entry => entry.Event == JobEvent.Done).Select(entry => entry.Step).Order()];

    [Fact]
    public void Run_TwoRunnersOnOneFolder_DoEachStepOnce()
    {
        JobStep[] steps = [.. Enumerable.Range(0, 30).Select(i => Step($"s{i:00}", () => { Thread.Sleep(2); return i; }, i % 3 == 0 ? [] : [$"s{i - 1:00}"]))];

        Parallel.For(0, 2, _ => Run(steps));

        Assert.Equal(steps.Select(step => step.Name), Done());
        Run(steps);
        Assert.Equal(30, Done().Length);
    }

    [Fact]
    public void Run_StepThatFailsThreeTimes_IsNamedAndTheOthersAreDone()
    {
        var attempts = 0;
        JobStep[] steps = [Step("bad", () => { attempts++; throw new IOException("No space left on device"); }), Step("after", () => 1, "bad"), Step("good", () => 1)];

        var error = Assert.Throws<JobFailedException>(() => Run(steps));

        Assert.Equal("bad: failed 3 times, the last with: No space left on device", error.Message);
        Assert.Equal(["good"], Done());
        Assert.Throws<JobFailedException>(() => Run(steps)); // not again before it is forgiven
        Assert.Equal(3, attempts);
        using (var journal = new JobJournal(_root, TimeProvider.System))
            journal.Forgive(_root);
        Run([Step("bad", () => 1), steps[1], steps[2]]);
        Assert.Equal(["after", "bad", "good"], Done());
    }

    [Fact]
    public void Run_DamagedOutput_IsNamedAndMadeAgain()
    {
        JobStep[] steps = [Step("one", () => 1), Step("two", () => 2, "one")];
        Run(steps);
        File.WriteAllText(Path.Combine(_root, "one.txt"), "other");
        List<string> warnings = [];

        Run(steps, warnings: warnings);

        Assert.Equal("one 1", File.ReadAllText(Path.Combine(_root, "one.txt")));
        Assert.StartsWith($"{Path.Combine(_root, "one.txt")}: expected SHA-256", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(["one", "one", "two"], Done());
    }

    [Fact]
    public void Run_ClockThatJumpsBack_ChangesNothing()
    {
        JobStep[] steps = [.. Enumerable.Range(0, 5).Select(i => Step($"s{i}", () => i))];

        Run(steps[..2], time: new Clock());
        Run(steps, time: new Clock());

        Assert.Equal(steps.Select(step => step.Name), Done());
    }

    [Fact]
    public void TryClaim_WhileHeld_IsRefusedAndFreeAfterwards()
    {
        var folder = new JobFolder(_root);
        using (folder.TryClaim("x"))
            Assert.Null(new JobFolder(_root).TryClaim("x"));
        using var again = folder.TryClaim("x");
        Assert.NotNull(again);
    }

    [Fact]
    public void Read_LineThatAKillCut_IsLeftOut()
    {
        Run([Step("one", () => 1)]);
        File.AppendAllText(Directory.GetFiles(Path.Combine(_root, "journal"))[0], "{\"time\":\"2026-");

        Assert.Equal(["one"], Done());
    }

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now -= TimeSpan.FromHours(1);
    }
}
