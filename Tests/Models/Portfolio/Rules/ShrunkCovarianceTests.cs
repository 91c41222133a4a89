using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Models.Portfolio.Rules;

public class ShrunkCovarianceTests
{
    /// <summary>Two names over three sessions by hand: deviations (−1, 0, 1) and (−1, 2, −1).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Estimate_ThreeSessions_IsTheSampleCovarianceWithItsCorrelationShrunk(double coefficient)
    {
        var covariance = new double[4];
        ShrunkCovariance.Estimate([1, 4, 2, 7, 3, 4], coefficient, covariance);
        Assert.Equal([1, 0, 0, 3], covariance);
        ShrunkCovariance.Estimate([1, 4, 2, 5, 3, 9], coefficient, covariance);
        Assert.Equal(1, covariance[0], 1e-12);
        Assert.Equal(2.5 * coefficient, covariance[1], 1e-12);
        Assert.Equal(covariance[1], covariance[2]);
        Assert.Equal(7, covariance[3], 1e-12);
    }

    [Fact]
    public void Estimate_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => ShrunkCovariance.Estimate([1, 2], 0.5, new double[4]));
        Assert.Throws<ArgumentException>(() => ShrunkCovariance.Estimate([1, 2, 3, 4], 0.5, new double[3]));
        Assert.Throws<ArgumentException>(() => ShrunkCovariance.Estimate([1, 2, 3, 4], 1.5, new double[4]));
    }
}
