using System.Text.Json;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Windows;

namespace LeanDeep.Tests.Training.Allocators.Study;

public sealed class AllocatorStudyTests : IDisposable
{
    private static readonly DateOnly StopThrough = new(2011, 3, 31);
    private static readonly Panel Bars = LeanFolderReader.ReadPanel(
        Path.Combine(SharedFolder.Repository, "Data"), ["SYAA", "SYAB", "SYAC", "SYAD", "SYAE", "SYAF"], through: new DateOnly(2011, 6, 30));

    private static readonly string[] Sectors = [.. FolderMetadata.TryRead(Path.Combine(SharedFolder.Repository, "Data"))!.Sectors];

    private readonly string _store = Directory.CreateTempSubdirectory("leandeep-study-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    private static AllocatorConfig Config(NetworkKind kind) => new()
    {
        Name = "small",
        Data = new AssetsConfig { Folder = "Data", Names = Bars.Names },
        Dates = new DatesConfig { TrainThrough = new DateOnly(2010, 12, 31), StopThrough = StopThrough, TestThrough = new DateOnly(2011, 6, 30) },
        Window = new WindowConfig { Lookback = 12, Horizon = 6, Rebalance = 3 },
        Network = new NetworkConfig { Kind = kind, Hidden = 4 },
        CostRate = 0.001,
        Constraints = JsonElement.Parse("""{ "box": { "lower": 0, "upper": 0.35 }, "groups": [{ "name": "pair", "members": { "SYAA": 1, "SYAB": 1 }, "upper": 0.4 }], "turnover": 0.25 }"""),
        Training = new TrainingConfig { Epochs = 2 },
        Seeds = [3],
    };

    private AllocatorStudyResult Run(NetworkKind kind, Panel bars, string store) =>
        new AllocatorStudy(Config(kind), time: new StillClock()).Run(
            AllocatorAssets.Of(bars, [PanelField.Close], Sectors, "of the test"), Path.Combine(_store, store));

    [Theory]
    [InlineData(NetworkKind.KeynesLstm)]
    [InlineData(NetworkKind.Bachelier)]
    public void Run_Twice_GivesTheSameBits(NetworkKind kind)
    {
        var (one, two) = (Run(kind, Bars, "one"), Run(kind, Bars, "two"));

        Assert.Equal(one.Seeds[0].Path!.Returns, two.Seeds[0].Path!.Returns);
        Assert.Equal(one.Seeds[0].History.Select(epoch => epoch.Loss), two.Seeds[0].History.Select(epoch => epoch.Loss));
        Assert.Equal(Files("one"), Files("two"));
    }

    [Theory]
    [InlineData(NetworkKind.Factors)]
    [InlineData(NetworkKind.Thorp)]
    public void Run_NetworksThatLearnTheCovariance_AreCertified(NetworkKind kind)
    {
        var result = Run(kind, Bars, "learned");

        Assert.Equal(0, result.Seeds[0].Unsolved);
        Assert.Equal(0, result.Seeds[0].Path!.Uncertified);
        Assert.InRange(result.Seeds[0].Path!.LargestViolation, 0, 1e-9);
        using var model = AllocatorModel.Load(ModelBundle.Read(Path.Combine(_store, "learned"), "small-3", StopThrough));
        Assert.Equal(AllocatorForm.Problem, model.Form);
    }

    /// <summary>Ended in its third epoch, or after its last, it goes on to the same bits; a checkpoint that is damaged, or of another config or other returns, is named.</summary>
    [Fact]
    public void Run_InterruptedWithCheckpoints_GoesOnToTheSameBits()
    {
        var config = Config(NetworkKind.KeynesConv) with { Network = new NetworkConfig { Kind = NetworkKind.KeynesConv, Hidden = 4, Dropout = 0.2 }, Training = new TrainingConfig { Epochs = 5, Patience = 2, LearningRate = 0.01 } };
        var assets = AllocatorAssets.Of(Bars, [PanelField.Close], Sectors, "of the test");
        var checkpoints = Path.Combine(_store, "checkpoints");
        var file = Path.Combine(checkpoints, "seed-3.checkpoint");
        var whole = new AllocatorStudy(config, time: new StillClock()).Run(assets, Path.Combine(_store, "whole"));
        using (var stop = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => new AllocatorStudy(config, new Immediate(at => { if (at.Epoch.Epoch == 2) stop.Cancel(); }), new StillClock()) { Checkpoints = checkpoints }
                .Run(assets, Path.Combine(_store, "half"), stop.Token));
        Assert.Equal([file], Directory.GetFiles(checkpoints));

        for (var again = 0; again < 2; again++)
        {
            var seen = new List<int>();
            var resumed = new AllocatorStudy(config, new Immediate(at => seen.Add(at.Epoch.Epoch)), new StillClock()) { Checkpoints = checkpoints }.Run(assets, Path.Combine(_store, "half"));

            Assert.Equal(again == 0 ? Enumerable.Range(3, whole.Seeds[0].History.Count - 2) : [], seen);
            Assert.Equal(whole.Seeds[0].History.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.Validation)), resumed.Seeds[0].History.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.Validation)));
            Assert.Equal((whole.Seeds[0].BestEpoch, whole.Seeds[0].Status, whole.Seeds[0].Unsolved), (resumed.Seeds[0].BestEpoch, resumed.Seeds[0].Status, resumed.Seeds[0].Unsolved));
            Assert.Equal(whole.Seeds[0].Path!.Returns, resumed.Seeds[0].Path!.Returns);
            Assert.Equal(Files("whole"), Files("half"));
        }

        Refused(config with { CostRate = 0.002 }, assets, "expected the checkpoint of config ");
        Refused(config, AllocatorAssets.Of(After(new DateOnly(2010, 6, 30), value => value * 1.5 + 1), [PanelField.Close], Sectors, "of the test"), "expected the checkpoint of config ");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Refused(config, assets, "expected a whole checkpoint, found a wrong hash");

        void Refused(AllocatorConfig other, AllocatorAssets bars, string message) => Assert.StartsWith($"{file}: {message}", Assert.Throws<InvalidDataException>(
            () => new AllocatorStudy(other, time: new StillClock()) { Checkpoints = checkpoints }.Run(bars, Path.Combine(_store, "other"))).Message, StringComparison.Ordinal);
    }

    private sealed class Immediate(Action<StudyProgress> report) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => report(value);
    }

    [Fact]
    public void Run_LaterBarsChanged_GivesTheSameBundle()
    {
        Run(NetworkKind.Lstm, Bars, "as-they-were");
        var changed = Run(NetworkKind.Lstm, After(StopThrough, value => value * 3 + 1), "changed");

        Assert.Equal(StopThrough, changed.TrainedThrough);
        Assert.Equal(Files("as-they-were"), Files("changed"));
        Run(NetworkKind.Lstm, After(StopThrough.AddDays(-1), value => value * 3 + 1), "one-session-earlier");
        Assert.NotEqual(Files("as-they-were"), Files("one-session-earlier"));
    }

    [Fact]
    public void Run_EveryDecision_MeetsTheConstraintSet()
    {
        var result = Run(NetworkKind.KeynesConv, Bars, "limits");

        foreach (var path in result.Benchmarks.Append(result.Seeds[0].Path!))
        {
            Assert.True(path.Decisions.Count > 15, path.Name);
            Assert.All(path.Decisions, decision =>
            {
                Assert.InRange(decision.Violation, 0, 1e-9);
                Assert.Equal(1, decision.Weights.Sum(), 9);
                Assert.InRange(decision.Weights[0] + decision.Weights[1], 0, 0.4 + 1e-9);
                Assert.True(decision.Status is AllocationStatus.Optimal or AllocationStatus.Unbounded, $"{path.Name} {decision.Session} {decision.Status}");
            });
            Assert.Equal(0, path.Uncertified);
        }
        Assert.All(result.Seeds[0].Path!.Decisions, decision => Assert.True(decision.Session > result.TrainedThrough));
    }

    /// <summary>Trained under a limit on volatility, walked within it, and exported: the host decides as the walk did.</summary>
    [Theory]
    [InlineData(NetworkKind.Conv, 1)]
    [InlineData(NetworkKind.Bachelier, 0)] // too averse to come near it
    public void Run_VolatilityLimit_HoldsInTrainingInTheWalkAndInTheHost(NetworkKind kind, int least)
    {
        const double limit = 0.008; // of a session's return
        var config = Config(kind) with { CostRate = 0, Constraints = JsonElement.Parse($$"""{ "net": { "lower": 0.3, "upper": 1 }, "box": { "lower": 0, "upper": 0.5 }, "volatility": {{limit}} }""") };
        config = config with { Network = config.Network with { RiskAversion = 0.01, Ridge = 0.001, Dropout = 0 } };
        var result = new AllocatorStudy(config, time: new StillClock()).Run(AllocatorAssets.Of(Bars, [PanelField.Close], Sectors, "of the test"), Path.Combine(_store, "volatility"));

        var path = result.Seeds[0].Path!;
        Assert.Equal((0, 0), (result.Seeds[0].Unsolved, path.Uncertified));
        Assert.InRange(path.LargestViolation, 0, 1e-9);
        Assert.All(result.Benchmarks, benchmark => Assert.InRange(benchmark.LargestViolation, 0, 1e-9));
        using var model = AllocatorModel.Load(ModelBundle.Read(Path.Combine(_store, "volatility"), "small-3", StopThrough));
        Assert.Equal(limit, model.Limits.Volatility);
        var series = ReturnSeries.Of(Bars, [PanelField.Close], LeanDeep.Training.Losses.ReturnKind.Simple);
        using var decisions = new WindowDataset(series, new WindowOptions(config.Window.Lookback, 1), TorchSharp.torch.ScalarType.Float64);
        var (weights, binding) = (new double[Bars.NameCount], 0);
        foreach (var decision in path.Decisions)
        {
            using var batch = decisions.Batch([decisions.Stamps.ToList().IndexOf(decision.Session)]);
            double[] window = [.. batch.Inputs.data<double>()];
            Assert.Equal(AllocationStatus.Optimal, model.Allocate(window, [], [], weights));
            Assert.True(weights.Zip(decision.Weights, (one, other) => Math.Abs(one - other)).Max() <= 1e-5);
            var covariance = new double[weights.Length * weights.Length];
            ShrunkCovariance.Estimate(window, 0.5, covariance);
            Assert.Empty(model.Limits.Violations(weights, covariance: covariance, tolerance: 1e-8));
            binding += model.Binding().Any(price => price.Constraint.Kind == ConstraintKind.Volatility) ? 1 : 0;
        }
        Assert.InRange(binding, least, path.Decisions.Count);
    }

    // Bars after a date are others, by the same function of what they were.
    private static Panel After(DateOnly last, Func<double, double> change)
    {
        var kept = Bars.Sessions.Count(session => session <= last);
        return new Panel(Bars.Names, Bars.Sessions, Bars.Sectors, Column(Bars.Open), Column(Bars.High), Column(Bars.Low), Column(Bars.Close), Column(Bars.Volume));

        double[][] Column(Field field) =>
            [.. Enumerable.Range(0, Bars.NameCount).Select(name => field(name).ToArray().Select((value, t) => t < kept ? value : change(value) * (1 + 0.1 * Math.Sin(t * (name + 1)))).ToArray())];
    }

    private delegate ReadOnlySpan<double> Field(int name);

    private Dictionary<string, string> Files(string store)
    {
        var root = Path.Combine(_store, store);
        return Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
    }

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
