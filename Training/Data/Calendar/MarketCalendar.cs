using System.Collections.Frozen;

namespace LeanDeep.Training.Data;

/// <summary>Which days US equities trade, and until when. Outside the years of its list it knows weekends only.</summary>
public sealed class MarketCalendar
{
    /// <summary>09:30 New York, in minutes after midnight.</summary>
    public const int OpenMinute = 570;

    /// <summary>16:00 New York, in minutes after midnight.</summary>
    public const int RegularCloseMinute = 960;

    private readonly FrozenSet<DateOnly> _closures;
    private readonly FrozenDictionary<DateOnly, int> _earlyCloses;

    /// <param name="closures">Days without trading; weekends need not be named.</param>
    /// <param name="earlyCloses">Days that end early, with the minute after midnight.</param>
    public MarketCalendar(IEnumerable<DateOnly> closures, IEnumerable<KeyValuePair<DateOnly, int>> earlyCloses)
    {
        _closures = closures.ToFrozenSet();
        _earlyCloses = earlyCloses.ToFrozenDictionary();
    }

    /// <summary>The calendar by rule, 1998 to 2030.</summary>
    public static MarketCalendar UsEquities { get; } = ByRule(UsEquityHolidays.FirstYear, UsEquityHolidays.LastYear);

    /// <summary>Days without trading, in order.</summary>
    public IEnumerable<DateOnly> Closures => _closures.Order();

    /// <summary>Days that end early, in order, with the minute after midnight.</summary>
    public IEnumerable<KeyValuePair<DateOnly, int>> EarlyCloses => _earlyCloses.OrderBy(e => e.Key);

    public bool IsSession(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_closures.Contains(day);

    /// <summary>The minute after midnight at which a session ends.</summary>
    public int CloseMinute(DateOnly session) => _earlyCloses.GetValueOrDefault(session, RegularCloseMinute);

    /// <summary>The sessions from one day through another, in order.</summary>
    public IReadOnlyList<DateOnly> Sessions(DateOnly from, DateOnly through)
    {
        var sessions = new List<DateOnly>();
        for (var day = from; day <= through; day = day.AddDays(1))
            if (IsSession(day))
                sessions.Add(day);
        return sessions;
    }

    private static MarketCalendar ByRule(int first, int last)
    {
        var years = Enumerable.Range(first, last - first + 1);
        return new MarketCalendar(
            years.SelectMany(UsEquityHolidays.Closures),
            years.SelectMany(UsEquityHolidays.EarlyCloses).Select(day => KeyValuePair.Create(day, 13 * 60)));
    }
}
