using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class RsiTests
{
    [Fact]
    public void GetRsi_HandWorked_SeedsWithTheMeanAndSmoothes()
    {
        // Changes +2, −1, +3: seed of 2 is gain 1, loss 1/2; then gain (1 + 3)/2 = 2, loss (1/2 + 0)/2 = 1/4.
        var rsi = Series.Of(10, 12, 11, 14).GetRsi(2).ToList();
        Assert.Null(rsi[1].Rsi);
        Series.AssertClose(100 - 100 / (1 + 2d), rsi[2].Rsi);
        Series.AssertClose(100 - 100 / (1 + 8d), rsi[3].Rsi);
    }

    [Fact]
    public void GetRsi_NoLoss_Is100() => Assert.Equal(100, Series.Flat(20, 5).GetRsi(14).Last().Rsi);

    [Fact]
    public void GetRsi_OnlyLosses_IsZero() => Assert.Equal(0, Series.Of(5, 4, 3, 2).GetRsi(2).Last().Rsi);

    [Fact]
    public void GetRsi_TooFewQuotes_IsNull() => Assert.All(Series.Ramp(14).GetRsi(14), result => Assert.Null(result.Rsi));

    [Fact]
    public void GetRsi_Empty_IsEmpty() => Assert.Empty(Array.Empty<Quote>().GetRsi());

    [Fact]
    public void GetRsi_LookbackOfZero_Throws() =>
        Assert.Equal("lookbackPeriods", Assert.Throws<ArgumentOutOfRangeException>(() => Series.Ramp(3).GetRsi(0)).ParamName);

    [Fact]
    public void RemoveWarmupPeriods_OfRsi_RemovesTenTimesTheFirstIndex() =>
        Assert.Equal(Series.Day(140), Series.Ramp(200).GetRsi(14).RemoveWarmupPeriods().First().Date);
}
