using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class BetaTests
{
    private static readonly double[] Returns = [0.01, -0.02, 0.03, 0.005, -0.015, 0.02, -0.01, 0.025];

    [Fact]
    public void GetBeta_TwiceUpThriceDown_IsRecovered()
    {
        var (market, asset) = (Path(r => r), Path(r => r > 0 ? 2 * r : 3 * r));
        var beta = asset.GetBeta(market, 8, BetaType.All).Last();
        Series.AssertClose(2, beta.BetaUp is { } up ? Math.Round(up, 10) : null);
        Series.AssertClose(3, beta.BetaDown is { } down ? Math.Round(down, 10) : null);
        Series.AssertClose(2d / 3, beta.Ratio is { } ratio ? Math.Round(ratio * 3, 9) / 3 : null);
        Series.AssertClose(1, beta.Convexity is { } convexity ? Math.Round(convexity, 9) : null);
        Assert.InRange(beta.Beta!.Value, 2, 3);
    }

    [Fact]
    public void GetBeta_OfTheMarket_IsOne()
    {
        var beta = Path(r => r).GetBeta(Path(r => r), 5).ToList();
        Assert.Null(beta[4].Beta);
        Series.AssertClose(1, beta[5].Beta);
        Assert.Equal(0, beta[0].ReturnsEval);
        Assert.Null(beta[5].BetaUp);
    }

    [Fact]
    public void GetBeta_MarketThatDoesNotMove_IsNull() => Assert.Null(Path(r => r).GetBeta(Path(_ => 0), 5).Last().Beta);

    [Fact]
    public void GetBeta_OtherDates_Throws()
    {
        Assert.Throws<InvalidQuotesException>(() => Series.Ramp(9).GetBeta(Series.Ramp(8), 3));
        Assert.Throws<InvalidQuotesException>(() => Series.Ramp(9).GetBeta(Series.Ramp(10).Skip(1), 3));
    }

    private static (DateTime, double)[] Path(Func<double, double> change)
    {
        var price = 100d;
        return Series.Of([100, .. Returns.Select(r => price *= 1 + change(r))]);
    }
}
