using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Training.Feedforward;

/// <summary>What a training leaves alive. The count is the process's, so nothing else may run beside.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveTensorTests : IDisposable
{
    public const string Name = "live tensors";

    private static readonly FeedforwardOptions Options = new()
    {
        Name = "reversal",
        Seed = 5,
        Backend = TrainingBackend.Torch,
        Folds = 2,
        TrainLength = 150,
        TestLength = 30,
        Network = new DenseNetworkOptions { HiddenLayers = [8], Dropout = 0.1 },
        Trainer = new TrainerOptions { BatchSize = 32, LearningRate = 3e-3 },
    };

    private readonly string _store = Directory.CreateTempSubdirectory("leandeep").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public void Run_Done_LeavesNoTensorBehind()
    {
        Run(epochs: 1);
        var before = Alive();
        Run(epochs: 3);
        Assert.Equal(before, Alive());
    }

    private static long Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }

    private void Run(int epochs)
    {
        var market = ReversalMarket.Of(seed: 1, names: 20, sessions: 420, 0.4);
        var options = Options with { Through = market.Sessions[380], Trainer = Options.Trainer with { Epochs = epochs } };
        new FeedforwardTraining(options).Run(market, _store);
    }
}
