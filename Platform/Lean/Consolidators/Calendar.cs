namespace QuantConnect.Data.Consolidators;

/// <summary>Calendars for consolidators: the bar that a time belongs to.</summary>
public static class Calendar
{
    /// <summary>From Monday 00:00.</summary>
    public static Func<DateTime, CalendarInfo> Weekly { get; } = time =>
        new CalendarInfo(Expiry.EndOfWeek(time).AddDays(-7), TimeSpan.FromDays(7));

    public static Func<DateTime, CalendarInfo> Monthly { get; } = time => Until(new DateTime(time.Year, time.Month, 1), Expiry.EndOfMonth(time));

    public static Func<DateTime, CalendarInfo> Quarterly { get; } = time => Until(Expiry.EndOfQuarter(time).AddMonths(-3), Expiry.EndOfQuarter(time));

    public static Func<DateTime, CalendarInfo> Yearly { get; } = time => Until(new DateTime(time.Year, 1, 1), Expiry.EndOfYear(time));

    private static CalendarInfo Until(DateTime start, DateTime end) => new(start, end - start);
}

[Obsolete("CalendarType is obsolete, please use Calendar instead")]
public static class CalendarType
{
    public static Func<DateTime, CalendarInfo> Weekly => Calendar.Weekly;

    public static Func<DateTime, CalendarInfo> Monthly => Calendar.Monthly;
}

/// <summary>Start and length of a bar.</summary>
public readonly struct CalendarInfo
{
    public CalendarInfo(DateTime start, TimeSpan period)
    {
        Start = start;
        Period = period;
    }

    public DateTime Start { get; init; }

    public TimeSpan Period { get; init; }

    public DateTime End => Start + Period;

    public override string ToString() => $"{Start} {Period}";

    public override bool Equals(object obj) => obj is CalendarInfo other && this == other;

    public override int GetHashCode() => HashCode.Combine(Start, Period);

    public static bool operator ==(CalendarInfo left, CalendarInfo right) => left.Start == right.Start && left.Period == right.Period;

    public static bool operator !=(CalendarInfo left, CalendarInfo right) => !(left == right);
}
