using LeanDeep.Tests.Training.Allocators;
using LeanDeep.Training.Allocators;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Hjb.Checks;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using LeanDeep.Training.DataParallel;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.DataParallel;

/// <summary>N workers with batch B end where one with batch N·B does.</summary>
[Trait("Category", "WalkForward")]
[Collection(TorchCollection.Name)]
public sealed class DataParallelTests
{
    private const double Tolerance = 1e-6;

    private static NeuralTraining Fit(NeuralOptions options, WorkerGroup? workers, int steps)
    {
        var training = new NeuralTraining(BenchmarkSet.All.OfType<ExactCheck>().Single(check => check.Name == "kim-omberg").Problem, options, seed: 3, workers);
        NeuralFit.RunTo(steps, training, null, _ => { });
        return training;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void NeuralTraining_HundredStepsOfAdam_AreThoseOfOneWorker(int count)
    {
        var options = new NeuralOptions { HiddenLayers = [16, 16], Points = 240, AdamSteps = 100, GaussNewtonSteps = 0 };
        var one = Fit(options, null, 100);

        var several = ThreadWorkers.Run(count, workers => Fit(options, workers, 100));

        Assert.Equal(100, one.Steps);
        foreach (var training in several)
        {
            Assert.Equal(100, training.Steps);
            Assert.Equal(several[0].Network.Parameters, training.Network.Parameters);
            Assert.InRange(Distance(one.Network.Parameters, training.Network.Parameters), 0, Tolerance);
        }
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(5, 0)]
    public void NeuralTraining_OtherOptimisers_AreThoseOfOneWorker(int gaussNewton, int quasiNewton)
    {
        var options = new NeuralOptions { HiddenLayers = [8], Points = 120, AdamSteps = 20, GaussNewtonSteps = gaussNewton, QuasiNewtonSteps = quasiNewton };
        var one = Fit(options, null, 20 + gaussNewton + quasiNewton);

        var several = ThreadWorkers.Run(2, workers => Fit(options, workers, 20 + gaussNewton + quasiNewton));

        Assert.Equal(one.Steps, several[0].Steps);
        Assert.InRange(Distance(one.Network.Parameters, several[1].Network.Parameters), 0, Tolerance);
    }

    [Fact]
    public void NeuralTraining_PointsThatDoNotDivide_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ThreadWorkers.Run(3, workers => Fit(new NeuralOptions { Points = 100 }, workers, 1)));

        Assert.StartsWith("points: expected a multiple of the 3 workers, found 100", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void AllocatorTraining_HundredSteps_AreThoseOfOneWorker(int count, bool costs)
    {
        using var dataset = new WindowDataset(SmallMarket.Of(80, 4, (_, i) => i == 2 ? 0.004 : 0, 0.005), new WindowOptions(5, 4));

        double[] Train(WorkerGroup? workers)
        {
            using var scope = NewDisposeScope();
            using var network = new KeynesNetwork(1, KeynesTransform.Convolution, seed: 3, hidden: 4, groups: 2);
            using var memory = costs ? new WeightMemory(dataset, ReturnConvention.Default, spacing: 1) : null;
            using var training = new AllocatorTraining(
                network, costs ? new MeanReturnLoss() + new TurnoverCostLoss(0.1) : new SharpeRatioLoss(), new RigidLoader(dataset, [.. Enumerable.Range(0, 58)], 15, seed: 1), new AllocatorTrainingOptions { LearningRate = 1e-3, ClipNorm = 1, L2 = 1e-3 }, seed: 9, memory)
            { Workers = workers };
            for (var epoch = 0; epoch < 25; epoch++) // of 4 batches
                training.RunEpoch(default);
            return [.. network.parameters().SelectMany(parameter => parameter.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray())];
        }

        var one = Train(null);
        var several = ThreadWorkers.Run(count, Train);

        foreach (var parameters in several)
        {
            Assert.Equal(several[0], parameters);
            Assert.InRange(Distance(one, parameters), 0, Tolerance);
        }
    }

    [Fact]
    public void AllocatorTraining_NetworkThatNormalisesOverTheBatch_IsRefused()
    {
        using var dataset = new WindowDataset(SmallMarket.Of(80, 4, (_, _) => 0, 0.005), new WindowOptions(5, 4));

        var error = Assert.Throws<ArgumentException>(() => ThreadWorkers.Run(2, workers =>
        {
            using var network = new LinearNetwork(1, 5, 4, seed: 3);
            using var training = new AllocatorTraining(network, new SharpeRatioLoss(), new RigidLoader(dataset, [0, 1, 2, 3], 4, seed: 1), new AllocatorTrainingOptions(), seed: 9) { Workers = workers };
            return training.RunEpoch(default);
        }));

        Assert.StartsWith("network: expected one that treats each sample by itself, as several workers need, found LinearNetwork with BatchNorm1d", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireSame_WorkerThatDrifted_IsTold()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ThreadWorkers.Run(2, workers =>
        {
            workers.RequireSame("numbers", [1, 2]);
            workers.RequireSame("numbers", [1, workers.Rank]);
            return 0;
        }));

        Assert.StartsWith("numbers: expected the same on all 2 workers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShareOf_AnyTotal_IsCoveredOnce()
    {
        foreach (var total in (int[])[0, 1, 7, 30])
        {
            var parts = ThreadWorkers.Run(4, workers => workers.ShareOf(total));
            Assert.Equal(Enumerable.Range(0, total), parts.SelectMany(part => Enumerable.Range(part.First, part.Count)));
        }
    }

    private static double Distance(double[] first, double[] second) => first.Zip(second, (a, b) => Math.Abs(a - b)).Max();
}
