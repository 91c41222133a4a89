using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class MovingAverageTests
{
    [Fact]
    public void GetSma_Ramp_LagsByHalfItsLength()
    {
        var sma = Series.Ramp(10).GetSma(4).ToList();
        Assert.Null(sma[2].Sma);
        for (var i = 3; i < 10; i++)
            Series.AssertClose(i + 1 - 1.5, sma[i].Sma);
    }

    [Fact]
    public void GetEma_HandWorked_StartsAtTheSimpleMean()
    {
        var ema = Series.Of(1, 2, 3, 7).GetEma(3).ToList();
        Assert.Null(ema[1].Ema);
        Series.AssertClose(2, ema[2].Ema);
        Series.AssertClose(4.5, ema[3].Ema);
    }

    [Fact]
    public void GetMacd_Ramp_IsTheDifferenceOfTheLags()
    {
        // On a ramp an exponential mean of n seeded with its simple mean lags by (n − 1)/2 at every bar.
        var macd = Series.Ramp(60).GetMacd(12, 26, 9).ToList();
        Assert.Null(macd[24].Macd);
        Assert.Null(macd[32].Signal);
        for (var i = 33; i < 60; i++)
        {
            Series.AssertClose(12.5 - 5.5, macd[i].Macd);
            Series.AssertClose(7, macd[i].Signal);
            Assert.True(Math.Abs(macd[i].Histogram!.Value) < 1e-12);
        }
    }

    [Fact]
    public void GetMacd_FewerQuotesThanTheSlowPeriod_IsNull() =>
        Assert.All(Series.Ramp(10).GetMacd(), result => Assert.Equal((null, null), (result.Macd, result.Signal)));

    [Fact]
    public void GetMacd_SlowNotLonger_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Series.Ramp(9).GetMacd(5, 5));

    [Fact]
    public void GetKama_Ramp_IsFullyEfficient()
    {
        var kama = Series.Ramp(12).GetKama(5, 2, 30).ToList();
        Series.AssertClose(5, kama[4].Kama);
        Assert.Null(kama[4].ER);
        Series.AssertClose(1, kama[5].ER);
        Series.AssertClose(5 + 4d / 9 * (6 - 5), kama[5].Kama);
    }

    [Fact]
    public void GetKama_Flat_IsThePrice() => Assert.Equal((0, 7), Series.Flat(20, 7).GetKama().Select(result => (result.ER!.Value, result.Kama!.Value)).Last());
}
