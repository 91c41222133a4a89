using QuantConnect;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class ZoneClockTests
{
    [Theory]
    [InlineData("2020-01-06 16:00", "2020-01-06 21:00")]
    [InlineData("2020-07-06 16:00", "2020-07-06 20:00")]
    // 02:30 does not exist on the day that summer time begins, and 01:30 comes twice when it ends.
    [InlineData("2020-03-08 02:30", "2020-03-08 07:00")]
    [InlineData("2020-11-01 01:30", "2020-11-01 06:30")]
    public void ToUtc_NewYork_FollowsTheClockChanges(string local, string utc) => Assert.Equal(Parse(utc), ZoneClock.NewYork.ToUtc(Parse(local)));

    [Fact]
    public void FromUtc_EveryHourOfThirtyYears_EqualsNodaTime()
    {
        var zone = TimeZones.NewYork;
        for (var utc = new DateTime(1995, 1, 1, 0, 0, 0, DateTimeKind.Utc); utc.Year < 2025; utc = utc.AddHours(1))
            Assert.Equal(NodaTime.Instant.FromDateTimeUtc(utc).InZone(zone).ToDateTimeUnspecified(), ZoneClock.NewYork.FromUtc(utc));
    }

    [Fact]
    public void SessionTable_Sessions_AreThoseOfTheExchange()
    {
        using var data = new DataFolder();
        var hours = MarketHoursDatabase.FromFile(data.Full("market-hours/market-hours-database.json")).GetExchangeHours(Market.USA, null, SecurityType.Equity);
        var table = new SessionTable(hours, new DateTime(2020, 1, 17), new DateTime(2020, 1, 27));
        var close = new DateTime(2020, 1, 17, 21, 0, 0).Ticks;
        Assert.Equal(close, table.NextEnd(close - 1, TimeSpan.TicksPerDay));
        // After the weekend and the holiday comes Tuesday.
        Assert.Equal(new DateTime(2020, 1, 21, 21, 0, 0).Ticks, table.NextEnd(close, TimeSpan.TicksPerDay));
        // The first hour of trading is half a one; the early close ends its hour at once.
        Assert.Equal(new DateTime(2020, 1, 21, 15, 0, 0).Ticks, table.NextEnd(close, TimeSpan.TicksPerHour));
        Assert.Equal(new DateTime(2020, 1, 24, 18, 0, 0).Ticks, table.NextEnd(new DateTime(2020, 1, 24, 17, 0, 0).Ticks, TimeSpan.TicksPerHour));
        Assert.Equal(0, table.CloseUtc(SessionTable.DayNumber(new DateTime(2020, 1, 20).Ticks)));
    }

    [Theory]
    [InlineData("2020-01-17 16:00", "2020-01-21 09:30", "2020-01-21 16:00")]
    [InlineData("2020-01-21 09:29", "2020-01-21 09:30", "2020-01-21 16:00")]
    [InlineData("2020-01-24 10:00", "2020-01-27 09:30", "2020-01-24 13:00")]
    public void SecurityExchangeHours_NextOpenAndClose_SkipHolidaysAndCloseEarly(string time, string open, string close)
    {
        using var data = new DataFolder();
        var hours = MarketHoursDatabase.FromFile(data.Full("market-hours/market-hours-database.json")).GetExchangeHours(Market.USA, null, SecurityType.Equity);
        Assert.Equal(Parse(open), hours.GetNextMarketOpen(Parse(time), false));
        Assert.Equal(Parse(close), hours.GetNextMarketClose(Parse(time), false));
        Assert.False(hours.IsOpen(Parse(close), false));
    }

    private static DateTime Parse(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
