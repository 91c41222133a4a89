using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Allocators;
using LeanDeep.Training.Allocators.Benchmarks;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using LeanDeep.Training.Reports.TensorBoard;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Allocators;

[Collection(TorchCollection.Name)]
public sealed class AllocatorTrainingTests
{
    private static WindowDataset Dataset() => new(SmallMarket.Of(80, 4, (_, i) => i == 2 ? 0.004 : 0, 0.005), new WindowOptions(5, 4));

    private static int[] Samples(int first, int last) => [.. Enumerable.Range(first, last - first)];

    private static float[] State(nn.Module module) =>
        [.. module.state_dict().SelectMany(entry => entry.Value.detach().to(float32).reshape(-1).data<float>().ToArray())];

    [Fact]
    public void Fit_OneAssetIsBetter_LearnsToHoldIt()
    {
        using var dataset = Dataset();
        using var network = new MinimalNetwork(4);
        using var training = new AllocatorTraining(network, new MeanReturnLoss(), new RigidLoader(dataset, Samples(0, 60), 16, seed: 1), new AllocatorTrainingOptions { LearningRate = 0.1 }, seed: 1);
        var result = new Trainer().Fit(training, 30);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.True(result.History[^1].Loss < result.History[0].Loss);
        using var scope = NewDisposeScope();
        Assert.True(network.call(zeros(1, 1, 5, 4))[0, 2].item<float>() > 0.95f);
    }

    [Fact]
    public void Restore_InTheMiddle_GoesOnToTheSameBits()
    {
        using var dataset = Dataset();
        AllocatorTraining Training(LinearNetwork network) => new(network, new SharpeRatioLoss(), new RigidLoader(dataset, Samples(0, 60), 16, seed: 1), new AllocatorTrainingOptions { ClipNorm = 1 }, seed: 9);
        using var first = new LinearNetwork(1, 5, 4, seed: 3);
        using var whole = Training(first);
        using var state = new MemoryStream();
        for (var epoch = 0; epoch < 4; epoch++)
        {
            if (epoch == 2)
                whole.Save(state);
            whole.RunEpoch(default);
        }
        using var second = new LinearNetwork(1, 5, 4, seed: 77);
        using var resumed = Training(second);
        state.Position = 0;
        resumed.Restore(state);

        Assert.Equal(2, resumed.Epoch);
        resumed.RunEpoch(default);
        resumed.RunEpoch(default);
        Assert.Equal(State(first), State(second));
    }

    [Fact]
    public void Restore_WithWeightsHeld_GoesOnToTheSameBits()
    {
        using var dataset = Dataset();
        var loader = new RigidLoader(dataset, Samples(0, 60), 16, seed: 1);
        using var state = new MemoryStream();
        float[] Run(bool resumed)
        {
            using var network = new DummyNetwork(1);
            using var memory = new WeightMemory(dataset, ReturnConvention.Default, spacing: 1);
            using var training = new AllocatorTraining(network, new MeanReturnLoss() + new TurnoverCostLoss(0.1), loader, new AllocatorTrainingOptions(), seed: 1, memory);
            if (resumed)
                training.Restore(state);
            else
            {
                training.RunEpoch(default);
                training.Save(state);
            }
            training.RunEpoch(default);
            return State(network);
        }
        var expected = Run(resumed: false);
        state.Position = 0;

        Assert.Equal(expected, Run(resumed: true));
    }

    [Fact]
    public void Restore_DamagedOrOfAnotherShape_IsRefused()
    {
        using var dataset = Dataset();
        using var network = new MinimalNetwork(4);
        using var other = new DummyNetwork(1);
        var loader = new RigidLoader(dataset, Samples(0, 20), 16, seed: 1);
        using var training = new AllocatorTraining(network, new MeanReturnLoss(), loader, new AllocatorTrainingOptions(), seed: 1);
        using var another = new AllocatorTraining(other, new MeanReturnLoss(), loader, new AllocatorTrainingOptions(), seed: 1);
        using var state = new MemoryStream();
        training.RunEpoch(default);
        training.Save(state);
        var bytes = state.ToArray();

        Assert.Throws<InvalidDataException>(() => another.Restore(new MemoryStream(bytes)));
        bytes[40] ^= 1;
        Assert.Throws<InvalidDataException>(() => training.Restore(new MemoryStream(bytes)));
        Assert.Throws<InvalidDataException>(() => training.Restore(new MemoryStream(bytes, 0, 10)));
        Assert.Equal(1, training.Epoch);
    }

    [Fact]
    public void Fit_WithCallbacks_StopsEarlyRestoresTheBestAndKeepsItsHistory()
    {
        using var folder = new TemporaryFolder();
        using var dataset = Dataset();
        using var network = new KeynesNetwork(1, KeynesTransform.Convolution, seed: 2, hidden: 8);
        var loss = new SharpeRatioLoss();
        var (train, validation) = (new RigidLoader(dataset, Samples(0, 50), 16, seed: 1), new RigidLoader(dataset, Samples(54, 70), 10, seed: 1, shuffled: false));
        using var training = new AllocatorTraining(network, loss, train, new AllocatorTrainingOptions { LearningRate = 0.05 }, seed: 1);
        var stopping = new EarlyStopping(MonitoredFigure.ValidationLoss, patience: 3);
        var rule = new NetworkRule(network, "Keynes");
        var history = new AllocatorHistory(
            rule, new Dictionary<string, AllocationLoss> { ["Sharpe"] = loss, ["drawdown"] = new MaximumDrawdownLoss() },
            new Dictionary<string, WindowLoader> { ["validation"] = validation }, [new OneOverNBenchmark(), new InverseVolatilityBenchmark()]);
        var checkpoint = Path.Combine(folder.Root, "run", "state");
        using var events = EventFile.Create(folder.Root, DateTimeOffset.UnixEpoch, "host", "1");
        var result = new Trainer().Fit(
            training, 12, AllocationEvaluation.Validation(rule, loss, validation), [stopping, history, new TrainingCheckpoint(checkpoint), new TensorBoardCallback(events)]);

        var best = result.History.MinBy(epoch => epoch.Validation!.Loss)!;
        Assert.Equal(best.Epoch, stopping.BestEpoch);
        Assert.Equal(best.Validation!.Loss, AllocationEvaluation.Means(rule, [loss], validation)[0], 6);
        Assert.Equal(2 * 2 * (2 + result.History.Count), history.Entries.Count); // metrics and batches of two benchmarks and every epoch
        Assert.Equal(best.Validation.Loss, history.Mean("Keynes", "Sharpe", "validation", best.Epoch), 6);
        Assert.Equal(AllocationEvaluation.Means(new OneOverNBenchmark(), [loss], validation)[0], history.Mean("OneOverN", "Sharpe", "validation", 0), 6);

        history.Write(Path.Combine(folder.Root, "history.csv"));
        Assert.Equal(1 + history.Entries.Count, File.ReadAllLines(Path.Combine(folder.Root, "history.csv")).Length);
        using var written = File.OpenRead(checkpoint);
        training.Restore(written);
        Assert.Equal(result.History.Count, training.Epoch);
    }

    [Fact]
    public void WeightMemory_Kept_ComesBackDriftedToTheNextDecision()
    {
        using var scope = NewDisposeScope();
        using var dataset = new WindowDataset(SmallMarket.Of(20, 3, (_, _) => 0, 0.05), new WindowOptions(3, 2), ScalarType.Float64);
        using var memory = new WeightMemory(dataset, ReturnConvention.Default, spacing: 2, ScalarType.Float64);
        using var earlier = dataset.Batch([4]);
        using var later = dataset.Batch([6, 7]);
        var weights = tensor(new[] { 0.6, 0.3, -0.2 }, [1, 3]);
        memory.Keep(earlier, weights);
        var held = memory.Held(later);
        var growth = Enumerable.Range(0, 3).Select(i => Math.Exp(earlier.Outcomes[0, 0, 0, i].item<double>() + earlier.Outcomes[0, 0, 1, i].item<double>())).ToArray();
        double[] chosen = [0.6, 0.3, -0.2];
        var wealth = 1 + chosen.Select((w, i) => w * (growth[i] - 1)).Sum();

        GoldenTensors.AssertClose([.. chosen.Select((w, i) => w * growth[i] / wealth)], held[0], 1e-14, "held");
        GoldenTensors.AssertClose([1 / 3.0, 1 / 3.0, 1 / 3.0], held[1], 1e-15, "unknown");
        Assert.Throws<ArgumentException>(() => new WeightMemory(dataset, ReturnConvention.Default, spacing: 3));
    }

    [Fact]
    public void Means_LossWithCostsOneSampleAtATime_ChargesTheTradesOfThePath()
    {
        using var scope = NewDisposeScope();
        using var dataset = new WindowDataset(SmallMarket.Of(30, 3, (_, _) => 0, 0.05), new WindowOptions(3, 1), ScalarType.Float64);
        using var memory = new WeightMemory(dataset, ReturnConvention.Default, spacing: 1, ScalarType.Float64);
        var loader = new RigidLoader(dataset, Samples(0, 10), 1, seed: 1, shuffled: false);
        var found = AllocationEvaluation.Means(new RandomBenchmark(4), [new TurnoverCostLoss(1)], loader, memory)[0];

        var (held, sum) = (new[] { 1 / 3.0, 1 / 3.0, 1 / 3.0 }, 0.0);
        for (var sample = 0; sample < 10; sample++)
        {
            using var batch = dataset.Batch([sample]);
            var weights = new RandomBenchmark(4).Allocate(batch).data<double>().ToArray();
            var growth = batch.Outcomes.exp().reshape(3).data<double>().ToArray();
            sum += weights.Zip(held, (w, h) => Math.Abs(w - h)).Sum();
            var wealth = weights.Zip(growth, (w, g) => w * g).Sum();
            held = [.. weights.Zip(growth, (w, g) => w * g / wealth)];
        }
        Assert.Equal(sum / 10, found, 12);
    }

    [Fact]
    public void Fit_LossWithCosts_ReadsTheMemory()
    {
        using var dataset = Dataset();
        using var network = new RecurrentAllocator(1, LeanDeep.Training.Layers.Transforms.RecurrentCell.Gru, seed: 1, hidden: 4);
        using var memory = new WeightMemory(dataset, ReturnConvention.Default, spacing: 1);
        var loader = new RigidLoader(dataset, Samples(0, 60), 20, seed: 1, shuffled: false);
        var loss = new MeanReturnLoss() + new TurnoverCostLoss(0.01);
        using var training = new AllocatorTraining(network, loss, loader, new AllocatorTrainingOptions(), seed: 1, memory);

        Assert.True(double.IsFinite(training.RunEpoch(default)));
        using var without = new AllocatorTraining(network, loss, loader, new AllocatorTrainingOptions(), seed: 1);
        Assert.Throws<ArgumentException>(() => without.RunEpoch(default));
    }

    [Fact]
    public void RunEpoch_Penalties_CountWeightsAndNoBiases()
    {
        using var dataset = Dataset();
        double Loss(AllocatorTrainingOptions options)
        {
            using var network = new RecurrentAllocator(1, LeanDeep.Training.Layers.Transforms.RecurrentCell.Lstm, seed: 1, hidden: 4);
            using var training = new AllocatorTraining(network, new MeanReturnLoss(), new RigidLoader(dataset, Samples(0, 16), 16, seed: 1), options, seed: 1);
            return training.RunEpoch(default);
        }
        using var fresh = new RecurrentAllocator(1, LeanDeep.Training.Layers.Transforms.RecurrentCell.Lstm, seed: 1, hidden: 4);
        float[] weights = [.. fresh.parameters().Where(p => p.dim() > 1).SelectMany(p => p.detach().reshape(-1).data<float>().ToArray())];

        Assert.Equal(4 * 4 * (1 + 4) + 4, weights.Length);
        Assert.Equal(0.1 * weights.Sum(Math.Abs), Loss(new AllocatorTrainingOptions { L1 = 0.1 }) - Loss(new AllocatorTrainingOptions()), 5);
        Assert.Equal(0.1 * weights.Sum(w => w * w), Loss(new AllocatorTrainingOptions { L2 = 0.1 }) - Loss(new AllocatorTrainingOptions()), 5);
    }

    [Fact]
    public void RunEpoch_LimitsThatContradict_CountsTheSamples()
    {
        using var dataset = Dataset();
        AllocatorTraining Training(double cap) => new(
            new BachelierNetwork(1, 4, seed: 1, hidden: 4, limits: new AllocationLimits(["A", "B", "C", "D"]) { Upper = [cap, cap, cap, cap] }),
            new MeanReturnLoss(), new RigidLoader(dataset, Samples(0, 20), 8, seed: 1), new AllocatorTrainingOptions(), seed: 1);
        using var possible = Training(0.5);
        using var impossible = Training(0.2);
        Assert.True(double.IsFinite(impossible.RunEpoch(default)));
        possible.RunEpoch(default);

        Assert.Equal(20, impossible.Unsolved);
        Assert.Equal(0, possible.Unsolved);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new AllocatorTrainingOptions { LearningRate = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new AllocatorTrainingOptions { ClipNorm = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => new AllocatorTrainingOptions { L1 = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => new AllocatorTrainingOptions { L2 = double.NaN }.Validate());
    }
}
