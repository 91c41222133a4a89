using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Calendar;

public sealed class MarketCalendarTests
{
    // LEAN's list begins its early closes in 1999 with the Friday after Thanksgiving; these two are missing there.
    private static readonly DateOnly[] EarlyClosesThatLeanLacks = [new(1998, 11, 27), new(1998, 12, 24)];

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    [SharedFact("data/lean/market-hours/market-hours-database.json")]
    public void UsEquities_AgainstLeansList_IsEqual()
    {
        var lean = SupportFiles.ReadMarketHours(SharedFolder.PathOf("data/lean/market-hours/market-hours-database.json"));
        var ours = MarketCalendar.UsEquities;

        Assert.Equal(lean.Closures.Where(IsWeekday), ours.Closures.Where(day => day.Year <= 2028));
        Assert.Equal(
            lean.EarlyCloses.Where(e => IsWeekday(e.Key)),
            ours.EarlyCloses.Where(e => e.Key.Year <= 2028 && !EarlyClosesThatLeanLacks.Contains(e.Key)));
    }

    [SharedFact("data/lean-sample/equity/usa/daily/spy.zip")]
    public void UsEquities_AgainstTradingDays_IsEqual()
    {
        var bars = BarFile.Read(SharedFolder.PathOf("data/lean-sample/equity/usa/daily/spy.zip"), BarResolution.Daily);

        Assert.Equal(MarketCalendar.UsEquities.Sessions(bars[0].Date, bars[^1].Date), bars.Select(b => b.Date));
    }

    [Theory]
    [InlineData(2000, 12, 29, true)] // New Year's Day on a Monday
    [InlineData(1999, 12, 31, true)] // New Year's Day on a Saturday is not kept
    [InlineData(2021, 12, 31, true)]
    [InlineData(2023, 1, 2, false)] // on a Sunday it is kept on Monday
    [InlineData(2024, 3, 29, false)] // Good Friday
    [InlineData(2019, 4, 19, false)]
    [InlineData(2021, 6, 18, true)] // before Juneteenth
    [InlineData(2022, 6, 20, false)]
    [InlineData(2012, 10, 29, false)] // Hurricane Sandy
    [InlineData(2026, 7, 3, false)] // Independence Day on a Saturday
    [InlineData(2024, 11, 28, false)]
    [InlineData(2024, 11, 30, false)] // Saturday
    public void IsSession_KnownDays_AreRight(int year, int month, int day, bool session) =>
        Assert.Equal(session, MarketCalendar.UsEquities.IsSession(new DateOnly(year, month, day)));

    [Theory]
    [InlineData(2002, 7, 5, 780)]
    [InlineData(2013, 7, 3, 780)]
    [InlineData(2012, 7, 3, 780)]
    [InlineData(2011, 7, 1, 960)]
    [InlineData(2013, 11, 29, 780)]
    [InlineData(2013, 12, 24, 780)]
    [InlineData(2010, 12, 23, 960)] // December 24 was the holiday
    public void CloseMinute_KnownDays_AreRight(int year, int month, int day, int minute) =>
        Assert.Equal(minute, MarketCalendar.UsEquities.CloseMinute(new DateOnly(year, month, day)));

    [Fact]
    public void MarketHours_WrittenAndRead_AreEqual()
    {
        using var folder = new TemporaryFolder();
        SupportFiles.WriteMarketHours(folder["m/h.json"], MarketCalendar.UsEquities);

        var read = SupportFiles.ReadMarketHours(folder["m/h.json"]);

        Assert.Equal(MarketCalendar.UsEquities.Closures, read.Closures);
        Assert.Equal(MarketCalendar.UsEquities.EarlyCloses, read.EarlyCloses);
        Assert.InRange(read.Closures.Count(), 300, 330);
    }

    [Theory]
    [InlineData("{", "expected LEAN's market-hours JSON")]
    [InlineData("{\"entries\": {}}", "expected the entry Equity-usa-[*], found none")]
    [InlineData("{\"entries\": {\"Equity-usa-[*]\": {\"holidays\": [\"2010-01-01\"]}}}", "expected a date as M/d/yyyy, found '2010-01-01'")]
    public void ReadMarketHours_OtherContent_SaysWhatIsWrong(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.WriteText("h.json", text);

        Assert.Contains($"{path}: {message}", Assert.Throws<InvalidDataException>(() => SupportFiles.ReadMarketHours(path)).Message);
    }
}
