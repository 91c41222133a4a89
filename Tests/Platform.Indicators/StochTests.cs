using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class StochTests
{
    [Fact]
    public void GetStoch_HandWorked_GivesRawSmoothedAndSignal()
    {
        // Ranges of three bars: places 75, 0, 100, 50 percent.
        Quote[] bars = [Series.Bar(0, 10, 6, 8), Series.Bar(1, 9, 7, 8), Series.Bar(2, 10, 6, 9), Series.Bar(3, 9, 6, 6), Series.Bar(4, 12, 8, 12), Series.Bar(5, 10, 8, 9)];
        Assert.Equal([null, null, 75, 0, 100, 50], bars.GetStoch(3, 1, 1).Select(result => result.K));
        Assert.Equal([null, null, null, 37.5, 50, 75], bars.GetStoch(3, 1, 2).Select(result => result.K));
        Assert.Equal([null, null, null, null, 43.75, 62.5], bars.GetStoch(3, 2, 2).Select(result => result.D));
        Assert.Equal(3 * 50 - 2 * 43.75, bars.GetStoch(3, 2, 2).ElementAt(4).J);
    }

    [Fact]
    public void GetStoch_Wilder_StartsWithTheFirstValue()
    {
        Quote[] bars = [Series.Bar(0, 10, 6, 9), Series.Bar(1, 9, 6, 6), Series.Bar(2, 12, 8, 12)];
        Assert.Equal([75, 37.5, 68.75], bars.GetStoch(1, 1, 2, 3, 2, MaType.SMMA).Select(result => result.K));
    }

    [Fact]
    public void GetStoch_NoRange_IsZero() => Assert.Equal(0, Series.Flat(20, 3).GetStoch().Last().Oscillator);

    [Fact]
    public void GetWilliamsR_EqualsTheRawOscillatorMinus100() =>
        Assert.Equal(Series.Rising(20).GetStoch(14, 1, 1).Select(result => result.K - 100), Series.Rising(20).GetWilliamsR(14).Select(result => result.WilliamsR));

    [Fact]
    public void GetStoch_OtherAverages_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Flat(20, 3).GetStoch(14, 3, 3, 3, 2, MaType.EMA));
}
