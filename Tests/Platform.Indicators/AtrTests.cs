using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class AtrTests
{
    [Fact]
    public void GetAtr_HandWorked_CountsGapsAndSmoothes()
    {
        var atr = new[]
        {
            Series.Bar(0, 10, 9, 9.5m), Series.Bar(1, 11, 10, 10.5m), Series.Bar(2, 10, 8, 9), Series.Bar(3, 9.5m, 9, 9.25m),
        }.GetAtr(2).ToList();
        Assert.Null(atr[0].Tr);
        Series.AssertClose(1.5, atr[1].Tr);
        Series.AssertClose(2.5, atr[2].Tr);
        Series.AssertClose(2, atr[2].Atr);
        Series.AssertClose((2 + 0.5) / 2, atr[3].Atr);
        Series.AssertClose(100 * 1.25 / 9.25, atr[3].Atrp);
    }

    [Fact]
    public void GetTr_EqualsTheTrueRangeOfAtr() =>
        Assert.Equal(Series.Rising(9).GetAtr(3).Select(result => result.Tr), Series.Rising(9).GetTr().Select(result => result.Tr));

    [Fact]
    public void GetAtr_LookbackOfOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Series.Flat(3, 1).GetAtr(1));
}
