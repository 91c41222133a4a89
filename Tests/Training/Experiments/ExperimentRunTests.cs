using LeanDeep.Models.Features;
using LeanDeep.Tests.Training.Feedforward;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Tests.Training.Experiments;

[Collection(TorchCollection.Name)]
public sealed class ExperimentRunTests : IDisposable
{
    private static readonly SupervisedDataset Rows = RowsOf(ReversalMarket.Of(seed: 1, names: 20, sessions: 300, 0.4));
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SupervisedDataset RowsOf(Panel panel)
    {
        var table = FeatureSet.Chapter17.Compute(panel);
        return SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
    }

    private ExperimentConfig Config => new()
    {
        Name = "small",
        Data = new DataConfig { Folder = "none" },
        Model = new ModelGrid { HiddenLayers = [[4], [8, 4]], BatchSize = [64], Epochs = 3, LearningRate = [3e-3] },
        Split = new SplitConfig { Folds = 4, TrainLength = 120, TestLength = 20, HoldoutSessions = 40 },
        Output = _folder,
    };

    private IReadOnlyList<TrainingOutcome> Train(string folder, SupervisedDataset rows, int threads, int epochs = 3)
    {
        var plan = FoldPlan.Of(rows, Config.Split);
        return new TrainingRunner(new ExperimentDataset(rows, [], "key"), Config, plan, Path.Combine(_folder, folder))
            .Run([.. ExperimentRun.Grid(Config).Select(task => task with { Epochs = epochs })], threads);
    }

    private Dictionary<string, string> Files(string folder) =>
        Directory.GetFiles(Path.Combine(_folder, folder)).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    [Fact]
    public void Run_TwoThreadsOrInParts_WritesTheBytesOfOneRun()
    {
        Train("one", Rows, threads: 1);
        Train("two", Rows, threads: 2);
        Train("parts", Rows, threads: 2, epochs: 1);
        Train("parts", Rows, threads: 1);

        Assert.Equal(8, Files("one").Count);
        Assert.Equal(Files("one"), Files("two"));
        Assert.Equal(Files("one"), Files("parts"));
    }

    [Fact]
    public void Rank_OtherHoldout_ChoosesTheSame()
    {
        var ranked = Selection.Rank([.. Train("first", Rows, 2).Chunk(4)], 2);
        var panel = ReversalMarket.Of(seed: 1, names: 20, sessions: 300, 0.4);
        var firstHoldout = FoldPlan.Of(Rows, Config.Split).Folds[1].TestFirst;
        var altered = RowsOf(Altered(panel, firstHoldout + 1));

        var again = Selection.Rank([.. Train("second", altered, 2).Chunk(4)], 2);

        Assert.Equal(6, ranked.Count);
        Assert.Equal(ranked.Select(c => (c.Configuration, c.Epoch, c.Median)), again.Select(c => (c.Configuration, c.Epoch, c.Median)));
    }

    [Fact]
    public void FoldPlan_TooLong_SaysTheLongestThatFits()
    {
        var sessions = Rows.RowSessions[^1] - Rows.RowSessions[0] + 1;
        var longest = sessions - 1 - 80;

        var error = Assert.Throws<InvalidDataException>(() => FoldPlan.Of(Rows, Config.Split with { TrainLength = longest + 1 }));

        Assert.StartsWith($"split.trainLength: expected at most {longest} ", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, FoldPlan.Of(Rows, Config.Split with { TrainLength = longest }).Folds.Count);
    }

    [Fact]
    public void DatasetFile_WrittenAndRead_IsTheSame()
    {
        var path = Path.Combine(_folder, "rows.bin");
        DatasetFile.Write(path, new ExperimentDataset(Rows, [1, 2], "key1"));

        var read = DatasetFile.TryRead(path, "key1")!;

        Assert.Equal(Rows.Features, read.Rows.Features);
        Assert.Equal(Rows.LabelEndSessions, read.Rows.LabelEndSessions);
        Assert.Equal(Rows.Sessions, read.Rows.Sessions);
        Assert.Equal([1, 2], read.Sectors);
        Assert.Contains("expected rows of key key2, found key1", Assert.Throws<InvalidDataException>(() => DatasetFile.TryRead(path, "key2")).Message, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("SHA-256", Assert.Throws<InvalidDataException>(() => DatasetFile.TryRead(path, "key1")).Message, StringComparison.Ordinal);
    }

    private static Panel Altered(Panel panel, int first)
    {
        return new Panel(panel.Names, panel.Sessions, panel.Sectors, Field(panel.Open), Field(panel.High), Field(panel.Low), Field(panel.Close), Field(panel.Volume));

        double[][] Field(Get get) => [.. Enumerable.Range(0, panel.NameCount).Select(name =>
        {
            var values = get(name).ToArray();
            for (var t = first; t < values.Length; t++)
                values[t] *= 1 + 0.3 * ((name * 7 + t * 3) % 5) / 5.0;
            return values;
        })];
    }

    private delegate ReadOnlySpan<double> Get(int name);
}
