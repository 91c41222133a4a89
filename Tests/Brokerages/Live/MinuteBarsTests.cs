using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Live;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace LeanDeep.Tests.Brokerages.Live;

[Trait("Category", "Paper")]
public class MinuteBarsTests
{
    private static readonly DateTime Open = new(2012, 3, 5, 14, 30, 0, DateTimeKind.Utc);
    private static readonly MarketCalendar Calendar = new([new TradingSession(new DateOnly(2012, 3, 5), Open, Open.AddHours(6.5))]);

    /// <summary>Whatever the order in which minutes come, hours and the day add up, and every bar is there once.</summary>
    [Fact]
    public void Bars_OfASession_AddUp()
    {
        var draws = new Random(1);
        var bars = new MinuteBars(() => Calendar, TimeSpan.Zero);
        var (minute, hour, day) = (bars.Subscribe(Config(Resolution.Minute)), bars.Subscribe(Config(Resolution.Hour)), bars.Subscribe(Config(Resolution.Daily)));
        var minutes = Enumerable.Range(0, 390).Select(i => (Start: Open.AddMinutes(i), Open: 100m + i, Close: 100m + i + draws.Next(-3, 4), Volume: (decimal)draws.Next(1, 100))).ToArray();
        for (var i = 0; i < minutes.Length; i += 10)
        {
            foreach (var (start, open, close, volume) in minutes[i..(i + 10)].OrderBy(_ => draws.Next())) bars.Add("SPY", start, open, Math.Max(open, close) + 1, Math.Min(open, close) - 1, close, volume);
            bars.Advance(minutes[i + 9].Start.AddMinutes(1));
        }
        Assert.Equal(minutes.Select(x => x.Close), Read(minute).Select(bar => bar.Close));
        var hours = Read(hour);
        Assert.Equal([9, 10, 11, 12, 13, 14, 15], hours.Select(bar => bar.Time.Hour));
        Assert.Equal(minutes[..30].Sum(x => x.Volume), hours[0].Volume);
        var whole = Assert.Single(Read(day));
        Assert.Equal((minutes[0].Open, minutes.Max(x => Math.Max(x.Open, x.Close) + 1), minutes.Min(x => Math.Min(x.Open, x.Close) - 1), minutes[^1].Close, minutes.Sum(x => x.Volume)), (whole.Open, whole.High, whole.Low, whole.Close, whole.Volume));
        Assert.Equal((new DateTime(2012, 3, 5, 9, 30, 0), new DateTime(2012, 3, 5, 16, 0, 0)), (whole.Time, whole.EndTime));
        Assert.Equal(0, bars.Late);
    }

    [Fact]
    public void Minute_IsHandedOnWhenAllHaveIt_OrWhenTheGraceIsOver()
    {
        var bars = new MinuteBars(() => Calendar, TimeSpan.FromSeconds(2));
        var (one, other) = (bars.Subscribe(Config(Resolution.Minute)), bars.Subscribe(Config(Resolution.Minute, "IBM")));
        bars.Add("SPY", Open, 1, 1, 1, 1, 1);
        Assert.False(bars.Advance(Open.AddSeconds(61)));
        bars.Add("IBM", Open, 2, 2, 2, 2, 2);
        Assert.True(bars.Advance(Open.AddSeconds(61)));
        Assert.Equal((1, 1), (Read(one).Count, Read(other).Count));
        bars.Add("SPY", Open.AddMinutes(1), 1, 1, 1, 1, 1);
        Assert.False(bars.Advance(Open.AddSeconds(121)));
        Assert.True(bars.Advance(Open.AddSeconds(122)));
        bars.Add("IBM", Open.AddMinutes(1), 2, 2, 2, 2, 2);
        Assert.Equal(1, bars.Late);
        Assert.Equal((1, 1), (Read(one).Count, Read(other).Count));
    }

    private static SubscriptionDataConfig Config(Resolution resolution, string ticker = "SPY") => new(typeof(TradeBar), Symbol.Create(ticker, SecurityType.Equity, Market.USA), resolution, TimeZones.NewYork, TimeZones.NewYork, false, false, false);

    private static List<TradeBar> Read(IEnumerator<BaseData> stream)
    {
        var bars = new List<TradeBar>();
        while (stream.MoveNext() && stream.Current is TradeBar bar) bars.Add(bar);
        return bars;
    }
}
