using Common.Data.Consolidators;
using LeanDeep.Tests.Platform.Lean.Engine;
using LeanDeep.Tests.Platform.Lean.Indicators;
using QuantConnect;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Platform.Lean.Consolidators;

public sealed class RenkoConsolidatorTests
{
    [Fact]
    public void ClassicRenko_Jump_MakesOneBarAndGoesOnFromItsClose()
    {
        var consolidator = new ClassicRenkoConsolidator(1m);
        var made = new List<RenkoBar>();
        consolidator.DataConsolidated += (_, bar) => made.Add(bar);
        Feed(consolidator, 9.5m, 10.4m, 14m, 13.9m, 12m);
        // Opens at 10, the next whole size; 14 closes it at 11, where the next one opens, at once closed by 13.9.
        Assert.Equal([(10m, 11m), (11m, 12m)], made.Select(x => (x.Open, x.Close)));
        Assert.All(made, x => Assert.True(x.IsClosed && x.Type == RenkoType.Classic && x.BrickSize == 1m));
        Assert.Equal(12m, ((RenkoBar)consolidator.WorkingData).Open);
    }

    [Fact]
    public void ClassicRenko_NotEven_OpensAtTheFirstValue()
    {
        var consolidator = new ClassicRenkoConsolidator(1m, evenBars: false);
        var made = new List<RenkoBar>();
        consolidator.DataConsolidated += (_, bar) => made.Add(bar);
        Feed(consolidator, 9.5m, 8.4m);
        Assert.Equal((9.5m, 8.5m, 9.5m, 8.5m), made.Select(x => (x.Open, x.Close, x.High, x.Low)).Single());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassicRenkoConsolidator(0m));
    }

    [Fact]
    public void Renko_Trend_MakesABarOfEachSizeWithItsWick()
    {
        var consolidator = new RenkoConsolidator(1m);
        var made = new List<RenkoBar>();
        consolidator.DataConsolidated += (_, bar) => made.Add(bar);
        // Begins at 10; down to 9.3 first, then up past 12.
        Feed(consolidator, 10.1m, 9.3m, 12.5m);
        Assert.Equal([(10m, 11m, 9.3m, 11m), (11m, 12m, 11m, 12m)], made.Select(x => (x.Open, x.Close, x.Low, x.High)));
        Assert.All(made, x => Assert.Equal(BarDirection.Rising, x.Direction));

        // A turn takes two sizes from the last close.
        made.Clear();
        Feed(consolidator, 10.1m);
        Assert.Empty(made);
        Feed(consolidator, 8.9m);
        Assert.Equal([(11m, 10m, 12.5m), (10m, 9m, 10m)], made.Select(x => (x.Open, x.Close, x.High)));
    }

    [Fact]
    public void Renko_Reset_StartsAnew()
    {
        var consolidator = new RenkoConsolidator(1m);
        Feed(consolidator, 10m, 12.5m);
        consolidator.Reset();
        Assert.Null(consolidator.WorkingData);
        Feed(consolidator, 20m, 21.5m);
        Assert.Equal(20m, ((RenkoBar)consolidator.Consolidated).Open);
    }

    [Theory, InlineData(10.4, 1, 10), InlineData(10.6, 1, 11), InlineData(-0.4, 1, 0), InlineData(7.4, 5, 5)]
    public void GetClosestMultiple_Price_RoundsToTheSize(decimal price, decimal size, decimal expected) => Assert.Equal(expected, RenkoConsolidator.GetClosestMultiple(price, size));

    [Fact]
    public void VolumeRenko_VolumeOfSeveralBars_IsSpread()
    {
        var consolidator = new VolumeRenkoConsolidator(100m);
        var made = new List<VolumeRenkoBar>();
        consolidator.DataConsolidated += (_, bar) => made.Add(bar);
        consolidator.Update(Bars.Daily(0, 10, 12, 9, 11, 60));
        consolidator.Update(Bars.Daily(1, 11, 15, 11, 14, 190));
        Assert.Equal([(10m, 14m, 15m, 9m, 100m), (14m, 14m, 15m, 11m, 100m)], made.Select(x => (x.Open, x.Close, x.High, x.Low, x.Volume)));
        Assert.Equal(50m, ((VolumeRenkoBar)consolidator.WorkingData).Volume);
        Assert.Throws<ArgumentException>(() => consolidator.Update(new QuoteBar { Symbol = Symbol.Empty }));
    }

    [Fact]
    public void DollarVolumeRenko_Money_CountsPriceTimesVolume()
    {
        var consolidator = new DollarVolumeRenkoConsolidator(1000m);
        var made = 0;
        consolidator.DataConsolidated += (_, _) => made++;
        consolidator.Update(Bars.Daily(0, 10, 10, 10, 10, 250));
        Assert.Equal((2, 500m), (made, ((VolumeRenkoBar)consolidator.WorkingData).Volume));
    }

    [Fact]
    public void Range_Jump_MakesBarsWithoutVolumeInBetween()
    {
        using var data = new DataFolder();
        var made = new List<RangeBar>();
        var classic = new List<RangeBar>();
        data.Daily("AAA", "2020-01-06", 10m, 10.05m, 10.5m, 10.2m);
        data.Run("2020-01-06", "2020-01-09", a =>
        {
            a.Add("AAA");
            var range = new RangeConsolidator(20);
            range.DataConsolidated += (_, bar) => made.Add(bar);
            a.SubscriptionManager.AddConsolidator(a.Symbol, range);
            var single = new ClassicRangeConsolidator(20);
            single.DataConsolidated += (_, bar) => classic.Add(bar);
            a.SubscriptionManager.AddConsolidator(a.Symbol, single);
        }, null);
        // The range is 20 ticks of a cent. 10.50 closes the bar from 10.00 at 10.20, and makes one from 10.21 to 10.41; 10.20 falls out of the one from 10.42.
        Assert.Equal([(10m, 10.20m), (10.21m, 10.41m), (10.42m, 10.30m)], made.Select(x => (x.Open, x.Close)));
        Assert.True(made[0].Volume > 0);
        Assert.Equal(0m, made[1].Volume);
        Assert.Equal((10m, 10.20m), classic.Select(x => (x.Open, x.Close)).First());
    }

    private static void Feed(IDataConsolidator consolidator, params decimal[] prices)
    {
        foreach (var bar in Bars.Of(prices)) consolidator.Update(bar);
    }
}
