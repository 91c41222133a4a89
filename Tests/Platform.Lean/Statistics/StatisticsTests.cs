using QuantConnect.Data;
using QuantConnect.Statistics;
using Measures = QuantConnect.Statistics.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

public sealed class StatisticsTests
{
    private static readonly List<double> Returns = [0.01, -0.02, 0.03, 0, -0.01];

    [Fact]
    public void AnnualVariance_FiveReturns_IsTheSampleVarianceOfAYear()
    {
        var mean = Returns.Average();
        var expected = Returns.Sum(x => (x - mean) * (x - mean)) / 4 * 252;
        Assert.Equal(expected, Measures.AnnualVariance(Returns, 252), 12);
        Assert.Equal(0, Measures.AnnualVariance([0.1], 252));
    }

    [Fact]
    public void AnnualPerformance_FiveReturns_CompoundsTheirMean() =>
        Assert.Equal(Math.Pow(1.002, 252) - 1, Measures.AnnualPerformance(Returns, 252), 12);

    [Fact]
    public void SharpeAndSortinoRatio_FiveReturns_DivideByTheirDeviations()
    {
        var annual = Math.Pow(1.002, 252) - 1;
        Assert.Equal((annual - 0.03) / Measures.AnnualStandardDeviation(Returns, 252), Measures.SharpeRatio(Returns, 0.03, 252), 12);
        // The two negative returns lie 0.005 from their mean: variance 2 · 0.005² / 1.
        Assert.Equal((annual - 0.03) / Math.Sqrt(2 * 0.005 * 0.005 * 252), Measures.SortinoRatio(Returns, 0.03, 252), 9);
        Assert.Equal(0, Measures.SharpeRatio(0.1, 0, 0.03));
    }

    [Fact]
    public void CompoundingAnnualPerformance_DoubledInTwoYears_IsTheSquareRootOfTwo()
    {
        Assert.Equal(0.41421356m, Measures.CompoundingAnnualPerformance(100, 200, 2), 8);
        Assert.Equal(0m, Measures.CompoundingAnnualPerformance(0, 200, 2));
        Assert.Equal(0m, Measures.CompoundingAnnualPerformance(100, 200, 0));
    }

    [Fact]
    public void TrackingError_ShiftedReturns_IsZero()
    {
        Assert.Equal(0, Measures.TrackingError(Returns, Returns.ConvertAll(x => x + 0.01), 252), 9);
        Assert.Equal(0, Measures.TrackingError(Returns, [0.1], 252));
    }

    [Fact]
    public void ProbabilisticSharpeRatio_MeanAtTheHurdle_IsOneHalf()
    {
        List<double> returns = [0.01, -0.01, 0.02, 0.03, -0.005, 0.004];
        var observed = Measures.ObservedSharpeRatio(returns);
        Assert.Equal(0.5, Measures.ProbabilisticSharpeRatio(returns, observed), 12);
        Assert.True(Measures.ProbabilisticSharpeRatio(returns, observed - 0.2) > 0.5);
    }

    [Fact]
    public void DrawdownPercent_BelowTheHigh_IsNegative()
    {
        Assert.Equal(-12.35m, Measures.DrawdownPercent(87.654m, 100m));
        Assert.Throws<ArgumentException>(() => Measures.DrawdownPercent(1, 0));
    }

    [Fact]
    public void CalculateDrawdownMetrics_TwoFalls_GivesTheDeepestAndTheLongestRecovery()
    {
        // Falls 10 % and is back after 4 days; falls 20 % and is back after 2; the last fall is not made up.
        decimal[] equity = [100, 90, 95, 99, 100, 80, 110, 105];
        var start = new DateTime(2020, 1, 1);
        var byDay = new SortedDictionary<DateTime, decimal>(equity.Select((x, i) => (x, i)).ToDictionary(x => start.AddDays(x.i), x => x.x));
        var metrics = Measures.CalculateDrawdownMetrics(byDay, 3);
        Assert.Equal(0.2m, metrics.Drawdown);
        Assert.Equal(4, metrics.DrawdownRecovery);
    }

    [Fact]
    public void PortfolioStatistics_PerfectCopyOfTheBenchmark_HasBetaOneAndNoAlpha()
    {
        var random = new Random(3);
        var returns = Enumerable.Range(0, 300).Select(_ => random.NextDouble() / 50 - 0.009).ToList();
        var equity = new SortedDictionary<DateTime, decimal> { [new(2020, 1, 1)] = 100, [new(2021, 1, 1)] = 110 };
        var profits = new SortedDictionary<DateTime, decimal> { [new(2020, 2, 1)] = 10, [new(2020, 3, 1)] = -5, [new(2020, 4, 1)] = 21 };
        var statistics = new PortfolioStatistics(profits, equity, new() { [new(2020, 1, 2)] = 0.5m, [new(2020, 1, 3)] = 0.1m },
            returns, returns, 100, new ConstantRiskFreeRateInterestRateModel(0.01m), 252);

        Assert.Equal(1m, statistics.Beta, 9);
        Assert.Equal(0m, statistics.Alpha, 9);
        Assert.Equal(0m, statistics.TrackingError);
        Assert.Equal(0m, statistics.InformationRatio);
        Assert.Equal(0.3m, statistics.PortfolioTurnover);
        Assert.Equal(0.1m, statistics.TotalNetProfit);
        // 10 of 100 and 21 of 105; -5 of 110.
        Assert.Equal((0.1m + 21m / 105) / 2, statistics.AverageWinRate, 20);
        Assert.Equal(-5m / 110, statistics.AverageLossRate, 20);
        Assert.Equal(2m / 3, statistics.WinRate, 20);
        Assert.Equal(statistics.WinRate * statistics.ProfitLossRatio - statistics.LossRate, statistics.Expectancy);
    }

    [Fact]
    public void PortfolioStatistics_OneReturn_GivesOnlyTheEquity()
    {
        var statistics = new PortfolioStatistics([], new() { [new(2020, 1, 1)] = 100, [new(2020, 1, 2)] = 90 }, [], [0.1], [0.1], 100,
            new ConstantRiskFreeRateInterestRateModel(0), 252);
        Assert.Equal((100m, 90m, 0m, 0m), (statistics.StartEquity, statistics.EndEquity, statistics.TotalNetProfit, statistics.SharpeRatio));
    }

    [Fact]
    public void RollingPeriods_TwoMonthsAndAHalf_EndWithMonthsAndWithTheLastDay()
    {
        var periods = StatisticsBuilder.RollingPeriods(3, new(2020, 1, 15), new(2020, 5, 10)).Select(x => $"{x.Start:MMdd}-{x.End:MMdd}");
        Assert.Equal(["0115-0131", "0115-0229", "0115-0331", "0201-0430", "0301-0510"], periods);
    }

    [Fact]
    public void RollingPeriods_EndOnAMonthsLastDay_AreNotDoubled()
    {
        var periods = StatisticsBuilder.RollingPeriods(1, new(2020, 1, 31), new(2020, 2, 29)).Select(x => $"{x.Start:MMdd}-{x.End:MMdd}");
        Assert.Equal(["0131-0131", "0201-0229"], periods);
    }

    [Fact]
    public void CreateBenchmarkDifferences_FourValues_LeavesOutTheFirstChange()
    {
        var start = new DateTime(2020, 1, 1);
        var points = new[] { 100m, 110m, 0m, 5m, 10m }.Select((x, i) => KeyValuePair.Create(start.AddDays(i), x));
        Assert.Equal([-1.0, 0.0, 1.0], StatisticsBuilder.CreateBenchmarkDifferences(points, start, start.AddDays(9)).Select(x => x.Value));
    }
}
