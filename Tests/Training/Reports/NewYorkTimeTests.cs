using System.Globalization;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

public class NewYorkTimeTests
{
    [Theory]
    [InlineData("2016-01-04 21:00", "2016-01-04 16:00")]
    [InlineData("2016-07-01 20:00", "2016-07-01 16:00")]
    [InlineData("2016-03-13 06:59", "2016-03-13 01:59")]
    [InlineData("2016-03-13 07:00", "2016-03-13 03:00")]
    [InlineData("2016-11-06 05:59", "2016-11-06 01:59")]
    [InlineData("2016-11-06 06:00", "2016-11-06 01:00")]
    [InlineData("2006-04-02 06:59", "2006-04-02 01:59")]
    [InlineData("2006-04-02 07:00", "2006-04-02 03:00")]
    [InlineData("2006-10-29 05:59", "2006-10-29 01:59")]
    [InlineData("2006-10-29 06:00", "2006-10-29 01:00")]
    [InlineData("2007-03-20 12:00", "2007-03-20 08:00")]
    [InlineData("2006-03-20 12:00", "2006-03-20 07:00")]
    public void FromUtc_AroundDaylightSaving_IsTheClockOnTheWall(string utc, string local) =>
        Assert.Equal(DateTime.Parse(local, CultureInfo.InvariantCulture), NewYorkTime.FromUtc(DateTime.Parse(utc, CultureInfo.InvariantCulture)));

    [Fact]
    public void DayEndingAt_Midnight_IsTheDayBefore()
    {
        Assert.Equal(new DateOnly(2016, 6, 30), NewYorkTime.DayEndingAt(new DateTime(2016, 7, 1, 4, 0, 0)));
        Assert.Equal(new DateOnly(2016, 7, 1), NewYorkTime.DayEndingAt(new DateTime(2016, 7, 1, 4, 0, 1)));
    }
}
