using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class TrendTests
{
    [Fact]
    public void GetAdx_SteadyRise_IsAllUp()
    {
        var adx = Series.Rising(60).GetAdx(14).ToList();
        Assert.Null(adx[13].Pdi);
        Assert.Null(adx[26].Adx);
        Assert.Null(adx[40].Adxr);
        Series.AssertClose(50, adx[14].Pdi);
        Assert.Equal(0, adx[14].Mdi);
        Series.AssertClose(100, adx[27].Adx);
        Series.AssertClose(100, adx[41].Adxr);
    }

    [Fact]
    public void GetAdx_Flat_IsNull() => Assert.All(Series.Flat(60, 9).GetAdx(), result => Assert.Equal((null, null), (result.Pdi, result.Adx)));

    [Fact]
    public void GetSlope_Line_IsRecovered()
    {
        var slope = Series.Of([.. Enumerable.Range(1, 12).Select(i => 3d + 2 * i)]).GetSlope(5).ToList();
        Assert.Null(slope[3].Slope);
        for (var i = 4; i < 12; i++)
        {
            Series.AssertClose(2, slope[i].Slope);
            Series.AssertClose(3, slope[i].Intercept);
            Series.AssertClose(1, slope[i].RSquared);
            Series.AssertClose(2 * Math.Sqrt(2), slope[i].StdDev);
        }
        Assert.Null(slope[6].Line);
        Series.AssertClose(3 + 2 * 8, (double?)slope[7].Line);
    }

    [Fact]
    public void GetSlope_Flat_HasNoRSquared() => Assert.Equal((0, null), Series.Flat(9, 4).GetSlope(5).Select(result => (result.Slope, result.RSquared)).Last());

    [Fact]
    public void GetRoc_Doubling_Is100Percent()
    {
        var roc = Series.Of(1, 2, 4, 8).GetRoc(1, 2).ToList();
        Assert.Equal([null, 100, 100, 100], roc.Select(result => result.Roc));
        Assert.Equal([null, 1, 2, 4], roc.Select(result => result.Momentum));
        Assert.Equal([null, null, 100, 100], roc.Select(result => result.RocSma));
    }

    [Fact]
    public void GetRoc_FromZero_IsNull() => Assert.Equal((5, null), Series.Of(0, 5).GetRoc(1).Select(result => (result.Momentum, result.Roc)).Last());

    [Fact]
    public void GetStdDev_HandWorked()
    {
        var deviation = Series.Of(1, 3, 7).GetStdDev(2, 2).Last();
        Series.AssertClose(2, deviation.StdDev);
        Series.AssertClose(5, deviation.Mean);
        Series.AssertClose(1, deviation.ZScore);
        Series.AssertClose(1.5, deviation.StdDevSma);
    }

    [Fact]
    public void GetCci_HandWorked()
    {
        // Typical prices 1, 2, 6: mean 3, mean absolute deviation 2.
        Quote[] bars = [Series.Bar(0, 1, 1, 1), Series.Bar(1, 2, 2, 2), Series.Bar(2, 6, 6, 6)];
        Series.AssertClose(3 / (0.015 * 2), bars.GetCci(3).Last().Cci);
        Assert.Null(Series.Flat(20, 4).GetCci().Last().Cci);
    }
}
