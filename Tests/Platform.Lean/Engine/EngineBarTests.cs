using QuantConnect;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Bars of the engine make their numbers when asked for: they behave as bars that hold them.</summary>
public sealed class EngineBarTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private List<TradeBar> Bars(DataNormalizationMode mode)
    {
        _data.Daily("AAA", "2020-01-06", (10, 11, 9, 10.5m), (12, 14, 11, 13)).Factors("AAA", "20200106,0.5,1,10", "20501231,1,1,0");
        var bars = new List<TradeBar>();
        _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA", mode: mode), a =>
        {
            if (a.Slice.Bars.TryGetValue(a.Symbol, out var bar)) bars.Add(bar); // a dividend comes by itself
        });
        return bars;
    }

    private static (decimal, decimal, decimal, decimal, decimal, decimal) Numbers(TradeBar bar) => (bar.Open, bar.High, bar.Low, bar.Close, bar.Value, bar.Volume);

    [Theory]
    [InlineData(DataNormalizationMode.Raw, 1)]
    [InlineData(DataNormalizationMode.Adjusted, 0.5)]
    public void KeptBars_LongAfterTheirStep_AreWhatTheyWere(DataNormalizationMode mode, double factor)
    {
        var bars = Bars(mode);
        var first = (decimal)factor;
        Assert.Equal((10 * first, 11 * first, 9 * first, 10.5m * first, 10.5m * first, mode == DataNormalizationMode.Raw ? 1000m : 2000m), Numbers(bars[0]));
        Assert.Equal((12m, 14m, 11m, 13m, 13m, 1000m), Numbers(bars[1]));
        Assert.Equal((new DateTime(2020, 1, 7, 9, 30, 0), new DateTime(2020, 1, 7, 16, 0, 0)), (bars[1].Time, bars[1].EndTime));
    }

    [Fact]
    public void Clone_Changed_LeavesTheOriginal()
    {
        var bar = Bars(DataNormalizationMode.Raw)[1];
        var copy = (TradeBar)bar.Clone();
        copy.Close = 99;
        copy.Volume = 1;
        Assert.Equal((12m, 14m, 11m, 13m, 13m, 1000m), Numbers(bar));
        Assert.Equal((12m, 14m, 11m, 99m, 99m, 1m), Numbers(copy));
        var again = (TradeBar)copy.Clone();
        again.Open = 5;
        Assert.Equal((12m, 5m), (copy.Open, again.Open));
        Assert.Equal(0, ((TradeBar)bar.Clone(true)).Volume);
    }
}
