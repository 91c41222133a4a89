namespace QuantConnect;

/// <summary>Functions from a time to a later one.</summary>
public static class Expiry
{
    public static Func<DateTime, DateTime> OneMonth { get; } = time => time.AddMonths(1);

    public static Func<DateTime, DateTime> OneQuarter { get; } = time => time.AddMonths(3);

    public static Func<DateTime, DateTime> OneYear { get; } = time => time.AddYears(1);

    public static Func<DateTime, DateTime> EndOfDay { get; } = time => time.Date.AddDays(1);

    /// <summary>The next Monday 00:00.</summary>
    public static Func<DateTime, DateTime> EndOfWeek { get; } = time =>
        time.Date.AddDays(time.DayOfWeek == DayOfWeek.Sunday ? 1 : 8 - (int)time.DayOfWeek);

    public static Func<DateTime, DateTime> EndOfMonth { get; } = time => new DateTime(time.Year, time.Month, 1).AddMonths(1);

    public static Func<DateTime, DateTime> EndOfQuarter { get; } = time => new DateTime(time.Year, (time.Month - 1) / 3 * 3 + 1, 1).AddMonths(3);

    public static Func<DateTime, DateTime> EndOfYear { get; } = time => new DateTime(time.Year + 1, 1, 1);
}
