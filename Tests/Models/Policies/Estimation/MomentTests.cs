using LeanDeep.Models.Policies.Estimation;

namespace LeanDeep.Tests.Models.Policies.Estimation;

public class MomentTests
{
    [Fact]
    public void Coefficient_IndependentNames_ShrinksAlmostAll_CorrelatedOnesLittle()
    {
        var random = new Random(1);
        double[] independent = [.. Enumerable.Range(0, 60 * 10).Select(_ => Market.Normal(random))];
        double[] correlated = [.. Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat(Market.Normal(random), 10).Select(common => 2 * common + Market.Normal(random)))];
        Assert.InRange(DiagonalShrinkage.Coefficient(independent, 10), 0, 0.3);
        Assert.InRange(DiagonalShrinkage.Coefficient(correlated, 10), 0.8, 1);
        Assert.Equal(1, DiagonalShrinkage.Coefficient(independent, 1));
    }

    /// <summary>The intensity is about the one of least squared error, found by trying all.</summary>
    [Fact]
    public void Coefficient_ManySamples_IsNearTheBest()
    {
        var (random, chosen, errors) = (new Random(2), 0.0, new double[21]);
        for (var sample = 0; sample < 200; sample++)
        {
            double[] rows = [.. Enumerable.Range(0, 30).SelectMany(_ => { var common = Market.Normal(random); return Enumerable.Range(0, 6).Select(_ => 0.5 * common + Market.Normal(random)); })];
            chosen += DiagonalShrinkage.Coefficient(rows, 6) / 200;
            var covariance = new double[36];
            for (var k = 0; k <= 20; k++)
            {
                LeanDeep.Models.Portfolio.ShrunkCovariance.Estimate(rows, k / 20.0, covariance);
                for (var i = 0; i < 6; i++)
                    for (var j = 0; j < i; j++) errors[k] += Math.Pow(covariance[6 * i + j] - 0.25, 2);
            }
        }
        Assert.Equal(Array.IndexOf(errors, errors.Min()) / 20.0, chosen, 0.12);
    }

    [Fact]
    public void RollingMoments_WindowThatMoved_HoldsTheLastSessions()
    {
        var rows = Market.Walk(2, 50, 3);
        var moments = new RollingMoments(2, 20);
        Assert.Throws<InvalidOperationException>(() => moments.Estimate(new double[2], new double[4]));
        foreach (var row in rows) moments.Add(row);
        var (means, covariance) = (new double[2], new double[4]);
        moments.Estimate(means, covariance);
        Assert.Equal(rows[30..].Average(row => row[1]), means[1], 1e-15);
        Assert.Equal(rows[30..].Sum(row => Math.Pow(row[0] - means[0], 2)) / 19, covariance[0], 1e-15);
        Assert.Throws<ArgumentException>(() => moments.Add([double.NaN, 0]));
    }

    [Fact]
    public void RealisedVariance_Window_IsAYearsSum()
    {
        var variance = new RealisedVariance(4);
        foreach (var value in new[] { 9.0, 0.01, -0.01, 0.02, 0 }) variance.Add(value);
        Assert.Equal(252 * 0.0006 / 4, variance.Value, 1e-15);
        Assert.True(double.IsNaN(new RealisedVariance(2).Value));
    }

    /// <summary>Means that lie within their errors are taken as one; far apart, they stay.</summary>
    [Fact]
    public void BayesSteinMeans_WeightsByWhatTheSampleSays()
    {
        double[] factor = [0.2, 0, 0, 0.2];
        double[] near = [0.05, 0.06], far = [0.05, 0.95];
        var close = BayesSteinMeans.Shrink(near, factor, 10);
        var apart = BayesSteinMeans.Shrink(far, factor, 1000);
        Assert.InRange(close, 0.99, 1);
        Assert.InRange(apart, 0, 0.001);
        Assert.Equal(near[0], near[1], 1e-3);
        // Equal variances: the common mean is the average, and w = 4/(4 + T d²/(2σ²)).
        Assert.Equal(4 / (4 + 10 * 0.01 * 0.01 / (2 * 0.04)), close, 1e-12);
    }
}
