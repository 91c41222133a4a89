using LeanDeep.Models.Features;
using LeanDeep.Tests.Training.Feedforward;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Experiments;

/// <summary>The grid by libtorch, in groups: the files of each training alone, in however many parts it ran.</summary>
[Collection(TorchCollection.Name)]
public sealed class TorchTrainingTests : IDisposable
{
    private static readonly SupervisedDataset Rows = RowsOf(ReversalMarket.Of(seed: 1, names: 12, sessions: 260, 0.4));
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
        Model = new ModelGrid { HiddenLayers = [[5], [8, 4]], Dropout = [0, 0.2], BatchSize = [64], Epochs = 3, LearningRate = [3e-3], Backend = TrainingBackend.Torch },
        Split = new SplitConfig { Folds = 3, TrainLength = 90, TestLength = 20, HoldoutSessions = 20 },
        Output = _folder,
    };

    private IReadOnlyList<TrainingTask> Grid(int epochs = 3) => [.. ExperimentRun.Grid(Config).Select(task => task with { Epochs = epochs })];

    private TrainingRunner Runner(string folder, ExperimentConfig? config = null) =>
        new(new ExperimentDataset(Rows, [], "key"), config ?? Config, FoldPlan.Of(Rows, Config.Split), Path.Combine(_folder, folder));

    private Dictionary<string, string> Files(string folder) => Directory.GetFiles(Path.Combine(_folder, folder))
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    [Fact]
    public void Run_InGroups_WritesTheBytesOfEachTrainingAlone()
    {
        var alone = Runner("alone");
        foreach (var task in Grid())
            alone.Run([task], threads: 1);
        var together = Runner("together").Run(Grid(), threads: 2);

        Assert.Equal(12, Files("alone").Count);
        Assert.Equal(Files("alone"), Files("together"));
        Assert.All(together, outcome => Assert.Equal(3, outcome.Losses.Count));
    }

    [Fact]
    public void Run_AfterAKillBetweenTwoMembersOfAnEpoch_EndsWithTheSameBytes()
    {
        Runner("whole").Run(Grid(), threads: 1);
        Runner("killed").Run(Grid(epochs: 2), threads: 1);
        var files = Directory.GetFiles(Path.Combine(_folder, "killed")).Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < files.Length; i += 2)
            using (var file = File.OpenWrite(files[i]))
                file.SetLength(file.Length - 100); // its second epoch is not whole
        File.Delete(files[3]);
        var damage = new List<string>();

        var runner = new TrainingRunner(new ExperimentDataset(Rows, [], "key"), Config, FoldPlan.Of(Rows, Config.Split), Path.Combine(_folder, "killed")) { Warn = damage.Add };
        runner.Run(Grid(), threads: 1);

        Assert.Equal(6, damage.Count);
        Assert.Equal(Files("whole"), Files("killed"));
    }

    [Fact]
    public void Run_OnCuda_AgreesWithTheCpu()
    {
        var config = Config with { Model = Config.Model with { Device = TrainingDevice.Cuda } };
        if (!cuda.is_available())
        {
            Assert.Contains("expected a CUDA device", Assert.Throws<InvalidOperationException>(() => Runner("cuda", config).Run(Grid(), threads: 1)).Message, StringComparison.Ordinal);
            return;
        }
        var (cpu, gpu) = (Runner("cpu"), Runner("cuda", config));
        var (expected, actual) = (cpu.Run(Grid(), threads: 1), gpu.Run(Grid(), threads: 1));

        foreach (var (theirs, ours) in expected.Zip(actual))
        {
            Assert.NotEqual(Path.GetFileName(theirs.Path), Path.GetFileName(ours.Path));
            foreach (var (a, b) in cpu.Parameters(theirs, 3).Flatten().Zip(gpu.Parameters(ours, 3).Flatten()))
                Assert.Equal(a, b, 1e-5);
        }
    }

    [Fact]
    public void Groups_OfTheGrid_HoldAllFoldsAndDropoutsOfAShape()
    {
        var groups = TrainingGroups.Of(Grid(), Config.Model, Rows.FeatureCount, Rows.RowCount, threads: 1);

        Assert.Equal([6, 6], groups.Select(group => group.Length));
        Assert.Equal(4, TrainingGroups.Of(Grid(), Config.Model, Rows.FeatureCount, Rows.RowCount, threads: 4).Count);
        Assert.Empty(TrainingGroups.Of([], Config.Model, Rows.FeatureCount, Rows.RowCount, threads: 4));
        Assert.Equal(6, TrainingGroups.Of(Grid(), Config.Model with { SideBySide = 2 }, Rows.FeatureCount, Rows.RowCount, threads: 1).Count);
        Assert.Equal(12, TrainingGroups.Of(Grid(), Config.Model with { Backend = TrainingBackend.Fused }, Rows.FeatureCount, Rows.RowCount, threads: 1).Count);
    }

    [Fact]
    public void Models_OfAWideNetworkOrManyRows_AreFewer()
    {
        var small = Grid()[0].Configuration;
        var wide = small with { Network = new DenseNetworkOptions { HiddenLayers = [256, 256] }, Trainer = small.Trainer with { BatchSize = 4096 } };

        Assert.Equal(64, TrainingGroups.Models(small, Config.Model, 31, 1_000_000));
        Assert.Equal(3, TrainingGroups.Models(wide, Config.Model, 31, 1_000_000));
        Assert.Equal(1, TrainingGroups.Models(wide, Config.Model, 31, 500_000_000));
    }
}
