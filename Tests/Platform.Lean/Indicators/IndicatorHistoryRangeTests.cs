using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class IndicatorHistoryRangeTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void IndicatorHistory_BetweenTimes_IsReadyFromTheFirstBarOn()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13, 14, 15, 16, 17);
        var (between, span, bars) = (new List<decimal>(), new List<decimal>(), new List<decimal>());
        _data.Run("2020-01-15", "2020-01-15", a => a.Add("AAA"), a =>
        {
            // Sessions: 6 to 10 January are 10 to 14, the 13th is 15, the 14th 16.
            between.AddRange(a.IndicatorHistory(new SimpleMovingAverage(3), a.Symbol, new DateTime(2020, 1, 10), new DateTime(2020, 1, 14, 23, 0, 0)).Current.Select(x => x.Value));
            span.AddRange(a.IndicatorHistory(new SimpleMovingAverage(3), a.Symbol, a.Time - new DateTime(2020, 1, 14)).Current.Select(x => x.Value));
            bars.AddRange(a.IndicatorHistory(new AverageRange(2), a.Symbol, new DateTime(2020, 1, 10), new DateTime(2020, 1, 14, 23, 0, 0)).Current.Select(x => x.Value));
        });
        Assert.Equal([13m, 14, 15], between);
        Assert.Equal([15m, 16], span);
        Assert.Equal([0m, 0, 0], bars);
    }
}
