namespace LeanDeep.Training.Reports;

/// <summary>New York's clock, by rule: LEAN's results are in UTC, its days are New York's, and a machine may have no time zones installed.</summary>
/// <remarks>Daylight saving since 1987: from the second Sunday of March to the first of November at 2:00;
/// through 2006 from the first Sunday of April to the last of October. Source: Uniform Time Act as amended 1986 and 2005.</remarks>
internal static class NewYorkTime
{
    /// <summary>The New York day of an instant; midnight belongs to the day that ends with it.</summary>
    public static DateOnly DayEndingAt(DateTime utc) => DateOnly.FromDateTime(FromUtc(utc).AddTicks(-1));

    /// <summary>Local time of an instant.</summary>
    public static DateTime FromUtc(DateTime utc)
    {
        var standard = utc.AddHours(-5);
        var (start, end) = DaylightSaving(standard.Year);
        // It starts at 2:00 standard time and ends at 2:00 daylight time, which is 1:00 standard time.
        return standard >= start && standard < end ? standard.AddHours(1) : standard;
    }

    private static (DateTime Start, DateTime End) DaylightSaving(int year) => year >= 2007
        ? (SundayFrom(year, 3, 8).AddHours(2), SundayFrom(year, 11, 1).AddHours(1))
        : (SundayFrom(year, 4, 1).AddHours(2), SundayFrom(year, 10, 25).AddHours(1));

    /// <summary>The first Sunday on or after a day.</summary>
    private static DateTime SundayFrom(int year, int month, int day)
    {
        var from = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return from.AddDays((7 - (int)from.DayOfWeek) % 7);
    }
}
