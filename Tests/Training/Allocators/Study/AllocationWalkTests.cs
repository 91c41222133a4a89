using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Allocators.Study;

public sealed class AllocationWalkTests
{
    private const int Assets = 4;

    [Fact]
    public void Run_DailyDecisions_EarnsWhatTheLossesSay()
    {
        var (path, series, samples) = Walk(rebalance: 1, gap: 0, rate: 0.002);

        // The first step of each decision's horizon, with what it held before: the oracle is the losses' own accounting.
        var convention = new ReturnConvention { Input = ReturnKind.Simple, CostRate = 0.002 };
        var held = new double[Assets];
        for (var step = 0; step < samples; step++)
        {
            var outcome = series.Values.AsSpan((Lookback + 1 + step) * Assets, Assets).ToArray();
            var weights = path.Decisions[step].Weights;
            using var scope = NewDisposeScope();
            var expected = PortfolioReturns.PerStep(tensor(weights, [1, Assets]), tensor(outcome, [1, 1, 1, Assets]), convention, tensor(held, [1, Assets])).item<double>();
            Assert.Equal(expected, path.Returns[step], 14);
            var gross = weights.Zip(outcome, (w, r) => w * r).Sum();
            held = [.. weights.Zip(outcome, (w, r) => w * (1 + r) / (1 + gross))];
        }
        Assert.Equal(0.002 * (path.Traded + 1), path.Costs, 12); // the purchase is 1
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 0)]
    [InlineData(5, 3)]
    public void Run_Gap_TradesLaterAndHoldsCashBefore(int rebalance, int gap)
    {
        var (path, series, samples) = Walk(rebalance, gap, rate: 0);

        Assert.Equal((samples + rebalance - 1) / rebalance, path.Decisions.Count);
        Assert.All(path.Returns[..gap], value => Assert.Equal(0, value));
        var outcome = series.Values.AsSpan((Lookback + 1 + gap) * Assets, Assets).ToArray();
        Assert.Equal(path.Decisions[0].Weights.Zip(outcome, (w, r) => w * r).Sum(), path.Returns[gap], 14);
    }

    [Fact]
    public void Path_Figures_AreThoseOfTheReturns()
    {
        var path = new AllocationPath("", [new(default, [], AllocationStatus.Optimal, 0)], [0.1, -0.5, 0.2, 0.1], 0, 0);

        Assert.Equal(0.5, path.MaximumDrawdown, 12);
        Assert.Equal(Math.Pow(1.1 * 0.5 * 1.2 * 1.1, 63) - 1, path.AnnualReturn, 12);
    }

    private const int Lookback = 10;

    private static (AllocationPath Path, ReturnSeries Series, int Samples) Walk(int rebalance, int gap, double rate)
    {
        var random = new Random(4);
        var returns = Enumerable.Range(0, 60 * Assets).Select(_ => 0.04 * (random.NextDouble() - 0.5)).ToArray();
        DateOnly[] days = [.. Enumerable.Range(0, 60).Select(new DateOnly(2020, 1, 1).AddDays)];
        Array.Fill(returns, double.NaN, 0, Assets);
        var series = ReturnSeries.FromReturns(["A", "B", "C", "D"], days, returns);
        using var decisions = new WindowDataset(series, new WindowOptions(Lookback, 1), ScalarType.Float64);
        int[] samples = [.. Enumerable.Range(0, decisions.Count)];
        var limits = new ConstraintSet { Box = new Interval(0, 0.5) }.For(series.Names);
        var rule = new BenchmarkWalkRule(PortfolioBenchmark.MinimumVariance, limits);
        return (AllocationWalk.Run(rule, decisions, samples, rebalance, gap, rate, limits, limits), series, samples.Length);
    }
}
