using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class OrderStatisticsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.1, 1.3)]
    [InlineData(1, 4)]
    public void Quantile_FourValues_IsLinearBetweenThem(double probability, double expected) =>
        Assert.Equal(expected, OrderStatistics.Quantile([1, 2, 3, 4], probability), 1e-12);

    [Fact]
    public void Quantile_Nothing_IsNaN() => Assert.True(double.IsNaN(OrderStatistics.Quantile([], 0.5)));
}
