using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>The parts of an indicator's history by name, also for dynamic code.</summary>
public sealed class IndicatorHistoryTests
{
    [Fact]
    public void Parts_OfDynamicCode_AreThoseOfTheIndexer()
    {
        var bands = new BollingerBands(2, 2);
        var points = Enumerable.Range(0, 4).Select(i => new IndicatorDataPoint(Symbol.Empty, new DateTime(2020, 1, 6 + i), i * i));
        var history = IndicatorHistory.Of(bands, points, x => bands.Update(x));
        Assert.Equal(history["UpperBand"], history["upper_band"]);
        Assert.Equal(3, history.Count);
        dynamic last = history.Last();
        Assert.Equal(history.Last()["LowerBand"].Value, (decimal)last.LowerBand.Value);
        Assert.Equal(6.5m, (decimal)last.MiddleBand.Value);
    }
}
