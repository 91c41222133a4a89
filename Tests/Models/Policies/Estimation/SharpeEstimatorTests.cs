using LeanDeep.Models.Policies;
using LeanDeep.Models.Policies.Estimation;

namespace LeanDeep.Tests.Models.Policies.Estimation;

public class SharpeEstimatorTests
{
    private static readonly SharpeEstimatorOptions Options = new() { PredictorWindow = 60, MomentsWindow = 60, Step = 5, MinimumSteps = 12, Rate = 0.01 };

    /// <summary>Whatever comes after a session changes no bit of its estimate.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Estimate_OtherFuture_IsTheSame(int assets)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var cut = 140 + 17 * seed;
            var (one, other) = (Market.Walk(assets, 400, seed), Market.Walk(assets, 400, seed));
            var random = new Random(seed + 100);
            for (var t = cut; t < 400; t++)
                for (var i = 0; i < assets; i++) other[t][i] = random.NextDouble() - 0.5;
            var (first, second) = (Run(assets, one), Run(assets, other));
            Assert.True(first.Count > 100);
            for (var t = 0; t < cut; t++) Assert.Equal(first.GetValueOrDefault(t), second.GetValueOrDefault(t));
            Assert.NotEqual(first[399], second[399]);
        }
    }

    /// <summary>Prices that revert to their trend are found to: X falls after a rise, ρ is near −1 and κ positive.</summary>
    [Fact]
    public void Estimate_RevertingPrices_HaveAHedgeableSharpeRatio()
    {
        var estimator = new SharpeEstimator(1, Options with { PredictorWindow = 250, Step = 21 });
        foreach (var day in Market.Reverting(8000, 3)) estimator.Add(day);
        var market = new SharpeEstimate(1);
        Assert.True(estimator.Estimate(market));
        Assert.True(estimator.Slope > 2 * estimator.Regression.StandardError, $"b {estimator.Slope} ± {estimator.Regression.StandardError}");
        Assert.InRange(market.Correlation[0], -1, -0.8);
        Assert.InRange(market.Reversion[0], 0.5, 20);
        Assert.Equal(0.16, market.Volatility[0], 0.03);
        var before = market.SharpeRatio[0];
        estimator.Add([0.05]);
        Assert.True(estimator.Estimate(market));
        Assert.True(market.SharpeRatio[0] < before);
    }

    [Fact]
    public void Estimate_NotPredictable_StaysAtTheMean()
    {
        var estimator = new SharpeEstimator(2, Options with { Predictable = false });
        foreach (var day in Market.Walk(2, 300, 5)) estimator.Add(day);
        var market = new SharpeEstimate(2);
        Assert.True(estimator.Estimate(market));
        Assert.Equal(market.LongRunSharpeRatio[0], market.SharpeRatio[0], 1e-12);
        Assert.Equal(market.LongRunSharpeRatio[1], market.SharpeRatio[1], 1e-12);
        Assert.Equal(1e-3, market.Deviation[0]);
    }

    [Fact]
    public void Estimate_WithoutHistory_IsRefused()
    {
        var estimator = new SharpeEstimator(1, Options);
        Assert.False(estimator.IsReady);
        Assert.Contains("expected 12 steps of 5 sessions after 60, found 0", Assert.Throws<InvalidOperationException>(() => estimator.Estimate(new(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => estimator.Add([-1.5]));
    }

    [Fact]
    public void Estimate_StandingPrices_AreNotTradedOn()
    {
        var estimator = new SharpeEstimator(1, Options);
        for (var t = 0; t < 300; t++) estimator.Add([0]);
        Assert.False(estimator.Estimate(new(1)));
    }

    private static Dictionary<int, string> Run(int assets, double[][] returns)
    {
        var (estimator, market, all) = (new SharpeEstimator(assets, Options), new SharpeEstimate(assets), new Dictionary<int, string>());
        for (var t = 0; t < returns.Length; t++)
        {
            estimator.Add(returns[t]);
            if (estimator.IsReady && estimator.Estimate(market))
                all[t] = string.Join(' ', new[] { market.Volatility, market.SharpeRatio, market.LongRunSharpeRatio, market.Reversion, market.Deviation, market.Correlation }.SelectMany(values => values).Select(value => value.ToString("R")));
        }
        return all;
    }
}
