namespace LeanDeep.Training.Data;

/// <summary>The days on which the New York exchanges were or will be closed, or close at 13:00, by rule.</summary>
/// <remarks>Source: NYSE Rule 7.2 and its holiday announcements. Valid from 1998 (the first year of Martin Luther King Day);
/// from 2022 with Juneteenth. Closures that follow no rule are listed as facts.</remarks>
public static class UsEquityHolidays
{
    /// <summary>The first year that the rules describe.</summary>
    public const int FirstYear = 1998;

    /// <summary>The last year that generated files cover.</summary>
    public const int LastYear = 2030;

    private static readonly DateOnly[] SpecialClosures =
    [
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), // attacks of September 11
        new(2004, 6, 11), // President Reagan's funeral
        new(2007, 1, 2), // President Ford's funeral
        new(2012, 10, 29), new(2012, 10, 30), // Hurricane Sandy
        new(2018, 12, 5), // President G. H. W. Bush's funeral
        new(2025, 1, 9), // President Carter's funeral
    ];

    /// <summary>Weekdays of a year without trading, in order.</summary>
    public static IReadOnlyList<DateOnly> Closures(int year)
    {
        EnsureCovered(year);
        var days = new SortedSet<DateOnly>
        {
            Nth(year, 1, DayOfWeek.Monday, 3), // Martin Luther King Day
            Nth(year, 2, DayOfWeek.Monday, 3), // Washington's Birthday
            Easter(year).AddDays(-2), // Good Friday
            LastMonday(year, 5), // Memorial Day
            Observed(new DateOnly(year, 7, 4)),
            Nth(year, 9, DayOfWeek.Monday, 1), // Labor Day
            Thanksgiving(year),
            Observed(new DateOnly(year, 12, 25)),
        };
        var newYear = new DateOnly(year, 1, 1);
        if (newYear.DayOfWeek != DayOfWeek.Saturday) // on a Saturday there is no holiday: Friday closes the old year's books
            days.Add(Observed(newYear));
        if (year >= 2022)
            days.Add(Observed(new DateOnly(year, 6, 19)));
        foreach (var day in SpecialClosures)
            if (day.Year == year)
                days.Add(day);
        return [.. days];
    }

    /// <summary>Sessions of a year that end at 13:00, in order.</summary>
    public static IReadOnlyList<DateOnly> EarlyCloses(int year)
    {
        var closures = Closures(year);
        var days = new SortedSet<DateOnly> { Thanksgiving(year).AddDays(1) };
        var independence = new DateOnly(year, 7, 4);
        switch (independence.DayOfWeek)
        {
            case DayOfWeek.Tuesday or DayOfWeek.Wednesday or DayOfWeek.Friday:
                days.Add(independence.AddDays(-1));
                break;
            case DayOfWeek.Thursday: // the Friday after, until the rule changed in 2013
                days.Add(independence.AddDays(year < 2013 ? 1 : -1));
                break;
        }
        days.Add(new DateOnly(year, 12, 24));
        if (year == 2003)
            days.Add(new DateOnly(2003, 12, 26));
        days.RemoveWhere(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || closures.Contains(day));
        return [.. days];
    }

    private static void EnsureCovered(int year)
    {
        if (year is < FirstYear or > 2200)
            throw new ArgumentOutOfRangeException(nameof(year), year, $"expected a year from {FirstYear} to 2200");
    }

    // A holiday on a Saturday is kept on Friday, one on a Sunday on Monday.
    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    private static DateOnly Thanksgiving(int year) => Nth(year, 11, DayOfWeek.Thursday, 4);

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    // Gregorian Easter Sunday, by the method of Meeus, Jones and Butcher.
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
