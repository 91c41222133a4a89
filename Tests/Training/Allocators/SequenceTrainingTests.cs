using LeanDeep.Training.Allocators;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Allocators;

[Collection(TorchCollection.Name)]
public sealed class SequenceTrainingTests
{
    // Two names take turns: the one that rose falls next. What a trade gains is 1.2 %.
    private static WindowDataset Market() => new(SmallMarket.Of(160, 2, (t, i) => (t + i) % 2 == 0 ? 0.006 : -0.006, 0.001), new WindowOptions(4, 12));

    private static (double Loss, double Turnover) Train(double costRate)
    {
        using var dataset = Market();
        var scaling = ChannelScaling.Standard(dataset, [.. Enumerable.Range(0, 100)]);
        using var network = new SequentialAllocator(1, 2, seed: 3, hidden: 8, scaling: scaling);
        var convention = new ReturnConvention { CostRate = costRate };
        var loader = new RigidLoader(dataset, [.. Enumerable.Range(0, 100)], 25, seed: 1);
        using var training = new SequenceTraining(network, new MeanReturnLoss(), loader, convention, new AllocatorTrainingOptions { LearningRate = 0.05 });
        var result = new Trainer().Fit(training, 16);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var batch = dataset.Batch([130, 131]);
        using var path = training.Path(batch);
        return (result.History[^1].Loss, path.Turnover.narrow(1, 1, 11).mean().item<float>());
    }

    [Fact]
    public void Fit_CostsAboveWhatATradeGains_LearnsNotToTrade()
    {
        var (freeLoss, freeTurnover) = Train(0);
        var (dearLoss, dearTurnover) = Train(0.02);

        Assert.True(freeTurnover > 1, $"turnover without costs {freeTurnover}");
        Assert.True(freeLoss < -0.003, $"loss without costs {freeLoss}");
        Assert.True(dearTurnover < 0.05, $"turnover with costs {dearTurnover}");
        Assert.True(dearLoss < 0.001, $"loss with costs {dearLoss}");
    }

    [Fact]
    public void Constructor_LookbackBelowTheFieldOrGap_IsRefused()
    {
        using var network = new SequentialAllocator(1, 4, seed: 1);
        var series = SmallMarket.Of(60, 2, (_, _) => 0);
        using var shortLookback = new WindowDataset(series, new WindowOptions(6, 5));
        using var gap = new WindowDataset(series, new WindowOptions(7, 5, 1));

        Assert.Throws<ArgumentException>(() => new SequenceTraining(network, new MeanReturnLoss(), new RigidLoader(shortLookback, [0], 1, 1), ReturnConvention.Default, new AllocatorTrainingOptions()));
        Assert.Throws<ArgumentException>(() => new SequenceTraining(network, new MeanReturnLoss(), new RigidLoader(gap, [0], 1, 1), ReturnConvention.Default, new AllocatorTrainingOptions()));
    }

    [Fact]
    public void Universes_Element_IsThatOfTheSampleSoManyStepsLater()
    {
        using var scope = NewDisposeScope();
        var returns = new double[40 * 2];
        Array.Fill(returns, double.NaN, 0, 21);
        returns[30 * 2 + 1] = double.NaN;
        DateOnly[] days = [.. Enumerable.Range(0, 40).Select(new DateOnly(2020, 1, 1).AddDays)];
        using var dataset = new WindowDataset(ReturnSeries.FromReturns(["A", "B"], days, returns), new WindowOptions(4, 6));
        var found = dataset.Universes([3, 17], 6);
        for (var step = 0; step < 6; step++)
        {
            using var batch = dataset.Batch([3 + step, 17 + step]);
            Assert.Equal(batch.Universe.contiguous().data<bool>().ToArray(), found.select(1, step).contiguous().data<bool>().ToArray());
        }
    }
}
