using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

public sealed class VolumeTests
{
    [Fact]
    public void GetObv_AddsOnRisesAndSubtractsOnFalls()
    {
        Quote[] bars = [Series.Bar(0, 2, 1, 1, 10), Series.Bar(1, 2, 1, 2, 20), Series.Bar(2, 2, 1, 2, 30), Series.Bar(3, 2, 1, 1, 40)];
        var obv = bars.GetObv(2).ToList();
        Assert.Equal([0, 20, 20, -20], obv.Select(result => result.Obv));
        Assert.Equal([null, null, 20, 0], obv.Select(result => result.ObvSma));
    }

    [Fact]
    public void GetMfi_HandWorked_WeighsByVolume()
    {
        Quote[] bars = [Series.Bar(0, 3, 3, 3), Series.Bar(1, 4, 4, 4, 30), Series.Bar(2, 2, 2, 2, 20)];
        Series.AssertClose(100 - 100 / (1 + 120d / 40), bars.GetMfi(2).Last().Mfi);
    }

    [Fact]
    public void GetMfi_NoFall_Is100() => Assert.Equal(100, Series.Flat(20, 3).GetMfi().Last().Mfi);
}
