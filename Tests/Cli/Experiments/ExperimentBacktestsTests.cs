using System.Globalization;
using LeanDeep.Cli;
using LeanDeep.Cli.Experiments;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Tests.Cli.Experiments;

/// <summary>A tiny experiment on the sample market, trained and exported once.</summary>
public sealed class TinyExperiment : IDisposable
{
    private readonly Lazy<TrainedExperiment> _trained;
    private readonly Lazy<IReadOnlyList<FoldBundle>> _bundles;

    public TinyExperiment()
    {
        _trained = new(() =>
        {
            using var run = new ExperimentRun(new ExperimentConfig
            {
                Name = "tiny",
                Data = new DataConfig { Folder = Data, Through = new DateOnly(2011, 12, 30) },
                Model = new ModelGrid { HiddenLayers = [[4]], Epochs = 2 },
                Split = new SplitConfig { Folds = 4, TrainLength = 252, TestLength = 40, HoldoutSessions = 80 },
                Ensemble = 2,
                Seeds = [],
                Output = Path.Combine(Root, "results"),
            });
            return run.Train();
        });
        _bundles = new(() => Export(Path.Combine(Root, "storage")));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("leandeep-backtests-").FullName;
    public static string Data => Path.Combine(SharedFolder.Repository, "Data");
    public IReadOnlyList<FoldBundle> Bundles => _bundles.Value;

    public IReadOnlyList<FoldBundle> Export(string store)
    {
        var trained = _trained.Value;
        return new EnsembleExport(trained.Dataset, trained.Config, trained.Plan, trained.Runner).Write(store, trained.Members, new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class ExperimentBacktestsTests(TinyExperiment experiment) : IClassFixture<TinyExperiment>
{
    private static readonly Dictionary<string, string> Small = new() { ["side"] = "10", ["minimum-side"] = "3" };

    private ExperimentBacktests.Request Request(string store, string output)
    {
        var (selection, holdout) = BacktestPeriod.Of(experiment.Bundles);
        return new(Path.Combine(experiment.Root, output), "tiny", Path.Combine(experiment.Root, store), TinyExperiment.Data, selection, holdout, 1_000_000, [5, 10, 20], Small);
    }

    private static IReadOnlyList<ExperimentBacktestResult> Run(ExperimentBacktests.Request request, List<string>? done = null) =>
        ExperimentBacktests.RunAll(request, 2, (name, _, _) => done?.Add(name), warn: _ => { }, default); // names that are listed later have no bars: a warning

    [Fact]
    public void Of_Folds_LeaveOutTheDayThatTheOldestModelHasSeen()
    {
        var (selection, holdout) = BacktestPeriod.Of(experiment.Bundles);

        Assert.Equal([3, 2, 1, 0], experiment.Bundles.Select(bundle => bundle.Fold));
        Assert.Equal(experiment.Bundles[0].TestFrom.AddDays(1), selection!.From);
        Assert.Equal(experiment.Bundles[1].TestThrough, selection.Through);
        Assert.Equal(experiment.Bundles[2].TestFrom, holdout!.From);
        Assert.Equal(experiment.Bundles[3].TestThrough, holdout.Through);
        Assert.Null(BacktestPeriod.Of([.. experiment.Bundles.Take(2)]).Holdout);
    }

    [Fact]
    public void RunAll_Twice_RunsEachOnceAndTheHoldoutAtItsCosts()
    {
        var request = Request("storage", "twice");
        List<string> done = [];

        var first = Run(request, done);
        var written = first.Select(result => File.GetLastWriteTimeUtc(result.ResultFile)).ToArray();
        var second = Run(request, done);

        Assert.Equal(
            [("selection", "selection", "lean", 0m), ("selection-no-fees", "selection", "none", 0), ("holdout", "holdout", "lean", 0), ("holdout-no-fees", "holdout", "none", 0),
                ("holdout-5bps", "holdout", "lean", 5), ("holdout-10bps", "holdout", "lean", 10), ("holdout-20bps", "holdout", "lean", 20)],
            first.Select(result => (result.Name, result.Period, result.Fees, result.SlippageBasisPoints)));
        Assert.Equal(7, done.Count);
        Assert.All(first, result => Assert.False(result.Reused));
        Assert.All(second, result => Assert.True(result.Reused));
        Assert.Equal(written, second.Select(result => File.GetLastWriteTimeUtc(result.ResultFile)));
        Assert.Equal(first.Select(result => result.Statistics), second.Select(result => result.Statistics));
        Assert.All(first, result => Assert.True(int.Parse(result.Statistics["Total Orders"], CultureInfo.InvariantCulture) > 100));
        // Costs only ever take away.
        var equity = first.ToDictionary(result => result.Name, result => decimal.Parse(result.Statistics["End Equity"], CultureInfo.InvariantCulture));
        Assert.True(equity["selection-no-fees"] > equity["selection"]);
        string[] dearer = ["holdout-no-fees", "holdout", "holdout-5bps", "holdout-10bps", "holdout-20bps"];
        Assert.Equal(dearer, dearer.OrderByDescending(name => equity[name]));

        // One of them as any backtest runs.
        var (assembly, type) = BacktestVerb.Own("LongShort");
        var alone = LeanBacktest.Run(new(assembly, type, request.DataFolder, request.Store, Path.Combine(experiment.Root, "alone"), new Dictionary<string, string>(Small)
        {
            ["model"] = "tiny", ["cash"] = "1000000", ["leverage"] = "4", ["start"] = $"{request.Holdout!.From:yyyy-MM-dd}", ["end"] = $"{request.Holdout.Through:yyyy-MM-dd}",
        }));
        Assert.Equal(alone.Statistics, first[2].Statistics);
    }

    [Fact]
    public void RunAll_OtherInput_RunsWhatDependsOnIt()
    {
        var newest = experiment.Bundles[^1].TrainedThrough;
        // One that ends before the newest bundle may trade, and one that goes on.
        var before = Request("changed", "other") with { Selection = new BacktestPeriod("before", newest.AddDays(-20), newest), Holdout = null };
        var after = before with { Selection = new BacktestPeriod("after", newest.AddDays(-20), newest.AddDays(10)) };
        experiment.Export(before.Store);
        Assert.Equal(["before", "before-no-fees"], Fresh(before));
        Assert.Equal(["after", "after-no-fees"], Fresh(after));

        File.Delete(Path.Combine(experiment.Root, "other", "backtests", "after", "key.txt")); // as a kill leaves it
        Assert.Equal(["after"], Fresh(after));

        var other = ModelBundle.Read(Path.Combine(experiment.Root, "storage"), "tiny", experiment.Bundles[0].TrainedThrough);
        var manifest = ModelBundle.Read(before.Store, "tiny", newest).Manifest;
        ModelBundle.Write(before.Store, manifest, other.Model);
        Assert.Empty(Fresh(before));
        Assert.Equal(["after", "after-no-fees"], Fresh(after));

        static string[] Fresh(ExperimentBacktests.Request request) => [.. Run(request).Where(result => !result.Reused).Select(result => result.Name)];
    }

    [Fact]
    public void Key_EachInput_ChangesIt()
    {
        var bundle = ModelBundle.Read(Path.Combine(experiment.Root, "storage"), "tiny", experiment.Bundles[0].TrainedThrough);
        var (hash, data) = (BacktestKey.OfBundle(bundle), BacktestKey.OfData(TinyExperiment.Data));
        var again = Path.Combine(experiment.Root, "again");
        ModelBundle.Write(again, bundle.Manifest with { Created = DateTimeOffset.UnixEpoch, GitCommit = "abc" }, bundle.Model);
        Assert.Equal(hash, BacktestKey.OfBundle(ModelBundle.Read(again, "tiny", bundle.Manifest.TrainedThrough)));
        ModelBundle.Write(again, bundle.Manifest with { BarsFrom = bundle.Manifest.BarsFrom.AddDays(-1) }, bundle.Model);
        Assert.NotEqual(hash, BacktestKey.OfBundle(ModelBundle.Read(again, "tiny", bundle.Manifest.TrainedThrough)));

        string[] keys = [Key(Small, hash, data), Key(new() { ["side"] = "11", ["minimum-side"] = "3" }, hash, data), Key(Small, hash, "other"), Key(Small, "other", data)];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Key(new() { ["minimum-side"] = "3", ["side"] = "10" }, hash, BacktestKey.OfData(TinyExperiment.Data)));

        static string Key(Dictionary<string, string> parameters, string bundle, string data) => BacktestKey.Of(typeof(LeanDeep.Algorithms.LongShort), parameters, [bundle], data);
    }

    [Fact]
    public void RunAll_PeriodThatTheModelsHaveSeen_SaysWhichBacktestFailed()
    {
        var request = Request("storage", "seen") with { Selection = new BacktestPeriod("selection", new DateOnly(2010, 6, 1), new DateOnly(2010, 7, 1)), Holdout = null };

        var error = Assert.Throws<InvalidOperationException>(() => Run(request));

        Assert.Contains(Path.Combine("seen", "backtests", "selection"), error.Message, StringComparison.Ordinal);
        Assert.Contains("expected a bundle trained through a date before 2010-06-01", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(experiment.Root, "seen", "backtests", "selection", "key.txt")));
    }
}
