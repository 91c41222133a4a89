using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class SharpeRatioTests
{
    [Fact]
    public void Probability_ReferenceCases_Agree()
    {
        foreach (var golden in GoldenFile.Cases("stats_sharpe.json").Where(c => c.GetProperty("kind").GetString() == "psr"))
        {
            var ratio = new SharpeRatio(golden.GetProperty("T").GetInt32(), golden.Number("sr"), golden.Number("skew"), golden.Number("kurtosis"));
            var benchmark = golden.Number("benchmark");
            GoldenFile.AssertClose(golden.Number("psr"), ratio.Probability(benchmark), 1e-12);
            var length = ratio.MinimumTrackRecord(benchmark, golden.Number("confidence"));
            if (golden.GetProperty("mintrl_defined").GetBoolean())
                Assert.Equal(1, length / golden.Number("mintrl"), 1e-10);
            else
                Assert.Equal(double.PositiveInfinity, length);
        }
    }

    [Fact]
    public void ExpectedMaximum_ReferenceCases_DeflateTheRatio()
    {
        foreach (var golden in GoldenFile.Cases("stats_sharpe.json").Where(c => c.GetProperty("kind").GetString() == "dsr"))
        {
            var benchmark = SharpeRatio.ExpectedMaximum(golden.GetProperty("N").GetInt32(), golden.Number("var_trials"));
            GoldenFile.AssertClose(golden.Number("sr0"), benchmark, 1e-12);
            var ratio = new SharpeRatio(golden.GetProperty("T").GetInt32(), golden.Number("sr"), golden.Number("skew"), golden.Number("kurtosis"));
            GoldenFile.AssertClose(golden.Number("dsr"), ratio.Probability(benchmark), 1e-12);
        }
    }

    [Fact]
    public void Of_ReferenceReturns_GivesMoments()
    {
        foreach (var golden in GoldenFile.Cases("stats_sharpe.json").Where(c => c.GetProperty("kind").GetString() == "psr_from_returns"))
        {
            var ratio = SharpeRatio.Of(golden.Numbers("returns"));
            GoldenFile.AssertClose(golden.Number("sr"), ratio.PerPeriod, 1e-12);
            GoldenFile.AssertClose(golden.Number("skew"), ratio.Skewness, 1e-12);
            GoldenFile.AssertClose(golden.Number("kurtosis"), ratio.Kurtosis, 1e-12);
            GoldenFile.AssertClose(golden.Number("psr0"), ratio.Probability(0), 1e-12);
        }
    }

    [Fact]
    public void AnnualInterval_NormalReturns_IsLos()
    {
        var ratio = new SharpeRatio(Observations: 253, PerPeriod: 0.1, Skewness: 0, Kurtosis: 3);
        var half = 1.959963984540054 * Math.Sqrt((1 + 0.5 * 0.1 * 0.1) / 252) * Math.Sqrt(252);

        var (low, high) = ratio.AnnualInterval();

        Assert.Equal(0.1 * Math.Sqrt(252) - half, low, 1e-12);
        Assert.Equal(0.1 * Math.Sqrt(252) + half, high, 1e-12);
    }

    [Fact]
    public void Of_OneReturn_IsRefused() => Assert.Throws<ArgumentException>(() => SharpeRatio.Of([0.01]));
}
