using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class BollingerBandsTests
{
    [Fact]
    public void GetBollingerBands_TwoValues_UsesThePopulationDeviation()
    {
        var bands = Series.Of(1, 3).GetBollingerBands(2, 2).Last();
        Series.AssertClose(2, bands.Sma);
        Series.AssertClose(4, bands.UpperBand);
        Series.AssertClose(0, bands.LowerBand);
        Series.AssertClose(0.75, bands.PercentB);
        Series.AssertClose(1, bands.ZScore);
        Series.AssertClose(2, bands.Width);
    }

    [Fact]
    public void GetBollingerBands_NoDeviation_HasNoPercentOrScore()
    {
        var bands = Series.Flat(5, 8).GetBollingerBands(5).Last();
        Assert.Equal((8, 8, null, null, 0), (bands.UpperBand, bands.LowerBand, bands.PercentB, bands.ZScore, bands.Width));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(20, 0)]
    public void GetBollingerBands_BadParameters_Throws(int lookback, double width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Ramp(3).GetBollingerBands(lookback, width));
}
