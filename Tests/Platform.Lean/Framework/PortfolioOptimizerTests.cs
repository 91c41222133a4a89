using QuantConnect;
using QuantConnect.Algorithm.Framework.Portfolio;

namespace LeanDeep.Tests.Platform.Lean.Framework;

/// <summary>Optimizers where the answer is known in closed form.</summary>
public sealed class PortfolioOptimizerTests
{
    private static readonly double[,] Diagonal = { { 0.04, 0, 0 }, { 0, 0.01, 0 }, { 0, 0, 0.16 } };

    [Fact]
    public void RiskParity_UncorrelatedAssets_WeighsByInverseVolatility()
    {
        var weights = new RiskParityPortfolioOptimizer().Optimize(null, null, Diagonal);
        Equal([5 / 17.5, 10 / 17.5, 2.5 / 17.5], weights, 5);
        Equal([1], new RiskParityPortfolioOptimizer().Optimize(null, null, new[,] { { 0.3 } }));
    }

    [Fact]
    public void RiskParity_CorrelatedAssets_ContributeTheSameRisk()
    {
        double[,] covariance = { { 0.04, 0.01, 0.02 }, { 0.01, 0.09, 0.005 }, { 0.02, 0.005, 0.16 } };
        var weights = new RiskParityPortfolioOptimizer().Optimize(null, null, covariance);
        var contributions = Enumerable.Range(0, 3).Select(i => weights[i] * Enumerable.Range(0, 3).Sum(j => covariance[i, j] * weights[j])).ToArray();
        Assert.Equal(contributions[0], contributions[1], 6);
        Assert.Equal(contributions[0], contributions[2], 6);
        Assert.Equal(1, weights.Sum(), 9);
    }

    [Fact]
    public void MinimumVariance_TargetThatBindsTwoAssets_IsTheOnlyPortfolio() =>
        // w₁ + w₂ = 1 and 0.1 w₁ + 0.02 w₂ = 0.06.
        Equal([0.5, 0.5], new MinimumVariancePortfolioOptimizer(targetReturn: 0.06).Optimize(null, [0.1, 0.02], new[,] { { 0.04, 0.01 }, { 0.01, 0.02 } }));

    [Fact]
    public void MinimumVariance_EqualReturns_WeighsByInverseVariance() =>
        Equal([25 / 131.25, 100 / 131.25, 6.25 / 131.25], new MinimumVariancePortfolioOptimizer(targetReturn: 0.05).Optimize(null, [0.05, 0.05, 0.05], Diagonal));

    [Fact]
    public void MinimumVariance_BoundBinds_KeepsIt()
    {
        // Without the bound the second asset would have 76%.
        var weights = new MinimumVariancePortfolioOptimizer(0, 0.5, 0.05).Optimize(null, [0.05, 0.05, 0.05], Diagonal);
        Equal([0.4, 0.5, 0.1], weights);
    }

    [Fact]
    public void MinimumVariance_NoSuchPortfolio_IsEqualWeights()
    {
        Equal([0.5, 0.5], new MinimumVariancePortfolioOptimizer(targetReturn: 9).Optimize(null, [0.1, 0.2], new[,] { { 1.0, 0 }, { 0, 1 } }));
        // Neither is there one where the covariance has no inverse.
        Equal([0.5, 0.5], new MinimumVariancePortfolioOptimizer(targetReturn: 0.1).Optimize(null, [0.1, 0.2], new[,] { { 1.0, 1 }, { 1, 1 } }));
    }

    [Fact]
    public void MaximumSharpeRatio_BoundsDoNotBind_IsTheTangencyPortfolio()
    {
        // Σ⁻¹(μ − r) = (2, 6, 0.5), scaled to one.
        var weights = new MaximumSharpeRatioPortfolioOptimizer(0, 1, 0.02).Optimize(null, [0.1, 0.08, 0.1], Diagonal);
        Equal([2 / 8.5, 6 / 8.5, 0.5 / 8.5], weights);
    }

    [Fact]
    public void MaximumSharpeRatio_UpperBoundBinds_KeepsItAfterScaling()
    {
        var weights = new MaximumSharpeRatioPortfolioOptimizer(0, 0.5).Optimize(null, [0.1, 0.08, 0.1], Diagonal);
        Assert.Equal(0.5, weights.Max(), 9);
        Assert.Equal(1, weights.Sum(), 9);
    }

    [Fact]
    public void MaximumSharpeRatio_LongOnlyWithoutGain_IsEqualWeights() =>
        Equal([0.5, 0.5], new MaximumSharpeRatioPortfolioOptimizer(0, 1).Optimize(null, [-0.1, -0.2], new[,] { { 1.0, 0 }, { 0, 1 } }));

    [Fact]
    public void UnconstrainedMeanVariance_Returns_AreScaledByTheInverse() =>
        Equal([2.5, 8, 0.625], new UnconstrainedMeanVariancePortfolioOptimizer().Optimize(null, [0.1, 0.08, 0.1], Diagonal));

    [Fact]
    public void Optimize_ReturnsOnly_TakesTheirMeanAndSampleCovariance()
    {
        double[,] returns = { { 0.02, 0.01 }, { 0.00, 0.03 }, { 0.04, -0.01 }, { 0.02, 0.05 } };
        // Means 0.02 and 0.02, variances 0.0008/3 and 0.002/3, covariance −0.0008/3: worked out by hand.
        double[,] covariance = { { 0.0008 / 3, -0.0008 / 3 }, { -0.0008 / 3, 0.002 / 3 } };
        Equal(new UnconstrainedMeanVariancePortfolioOptimizer().Optimize(null, [0.02, 0.02], covariance), new UnconstrainedMeanVariancePortfolioOptimizer().Optimize(returns));
    }

    [Fact]
    public void FormReturnsMatrix_SeveralSymbols_LeavesOutRowsThatLackOne()
    {
        var symbols = new[] { "AAA", "BBB" }.Select(x => Symbol.Create(x, SecurityType.Equity, Market.USA)).ToArray();
        var data = symbols.ToDictionary(x => x, x => new ReturnsSymbolData(x, 1, 10));
        var day = new DateTime(2020, 1, 6);
        for (var i = 0; i < 4; i++) data[symbols[0]].Update(day.AddDays(i), 10 + i);
        for (var i = 1; i < 4; i++) data[symbols[1]].Update(day.AddDays(i), 20);
        // The second symbol does not move, yet its return of zero is one.
        var matrix = data.FormReturnsMatrix(symbols);
        Assert.Equal((2, 2), (matrix.GetLength(0), matrix.GetLength(1)));
        Assert.Equal(1.0 / 12, matrix[0, 0], 12);
        Assert.Equal(0, matrix[0, 1]);
        Assert.Equal(1.0 / 11, matrix[1, 0], 12);
    }

    [Theory, InlineData(new[] { 0.5, 0.5 }, new[] { 0.5, 0.5 }), InlineData(new[] { 2.0, 0 }, new[] { 1.0, 0 }), InlineData(new[] { 0.9, 0.5, -1 }, new[] { 0.7, 0.3, 0 })]
    public void SimplexProjection_Vector_IsTheNearestWeights(double[] vector, double[] expected)
    {
        Equal(expected, MeanReversionPortfolioConstructionModel.SimplexProjection(vector));
        Assert.Throws<ArgumentException>(() => MeanReversionPortfolioConstructionModel.SimplexProjection(vector, 0));
    }

    private static void Equal(double[] expected, double[] found, int digits = 9)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], digits);
    }
}
