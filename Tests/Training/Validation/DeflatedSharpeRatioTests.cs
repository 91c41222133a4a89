using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class DeflatedSharpeRatioTests
{
    [Theory]
    [InlineData(100, 0.90040)]
    [InlineData(46, 0.9505)]
    public void Of_PublishedExample_Agrees(int trials, double expected)
    {
        // Bailey and López de Prado (2014): annual ratio 2.5 and trial variance 0.5, 250 days a year.
        var best = new SharpeRatio(Observations: 1250, PerPeriod: 2.5 / Math.Sqrt(250), Skewness: -3, Kurtosis: 10);
        var deflated = DeflatedSharpeRatio.Of(best, trials, 0.5 / 250);

        Assert.Equal(expected, deflated.Probability, 4);
        if (trials == 100)
            Assert.Equal(0.1132, deflated.Benchmark, 4);
    }

    [Fact]
    public void Of_Trials_TakesTheirVariance()
    {
        var best = new SharpeRatio(500, 0.1, 0, 3);
        var deflated = DeflatedSharpeRatio.Of(best, [0.1, 0.0, -0.1]);

        Assert.Equal(0.01, deflated.TrialVariance, 1e-15);
        Assert.Equal(DeflatedSharpeRatio.Of(best, 3, 0.01).Probability, deflated.Probability, 1e-12);
        Assert.True(DeflatedSharpeRatio.Of(best, [0.1, 0.0, -0.1], independentTrials: 2).Probability > deflated.Probability);
    }

    [Fact]
    public void Of_BestOfManyWithoutSkill_IsSeldomBelieved()
    {
        var random = new Random(5);
        var believed = 0;
        for (var run = 0; run < 40; run++)
        {
            var ratios = Enumerable.Range(0, 200).Select(_ => SharpeRatio.Of([.. Enumerable.Range(0, 252).Select(_ => Rows.Normal(random))])).ToArray();
            var best = ratios.MaxBy(ratio => ratio.PerPeriod)!;
            Assert.True(best.Probability(0) > 0.95);
            if (DeflatedSharpeRatio.Of(best, [.. ratios.Select(ratio => ratio.PerPeriod)]).Probability > 0.95)
                believed++;
        }
        Assert.InRange(believed, 0, 4);
    }

    [Fact]
    public void AverageCorrelation_KnownPairs_IsTheirMean()
    {
        double[] a = [1, 2, 3, 4], b = [2, 4, 6, 8], c = [-1, -2, -3, -4];
        Assert.Equal(1, DeflatedSharpeRatio.AverageCorrelation([a, b]), 1e-12);
        Assert.Equal((1 - 1 - 1) / 3.0, DeflatedSharpeRatio.AverageCorrelation([a, b, c]), 1e-12);
        Assert.Equal(0, DeflatedSharpeRatio.AverageCorrelation([a, [5, 5, 5, 5]]), 1e-12);
    }

    [Theory]
    [InlineData(480, 0.0, 480)]
    [InlineData(480, 1.0, 2)]
    [InlineData(101, 0.9, 11)]
    [InlineData(10, -0.5, 10)]
    public void IndependentTrials_Correlation_Shrinks(int trials, double correlation, int expected) =>
        Assert.Equal(expected, DeflatedSharpeRatio.IndependentTrials(trials, correlation));
}
