using NodaTime;

namespace QuantConnect.Securities;

public enum MarketHoursState { Closed, PreMarket, Market, PostMarket }

/// <summary>One stretch of a day, start included, end not.</summary>
public class MarketHoursSegment(MarketHoursState state, TimeSpan start, TimeSpan end)
{
    public TimeSpan Start { get; } = start;
    public TimeSpan End { get; } = end;
    public MarketHoursState State { get; } = state;

    public bool Contains(TimeSpan time) => time >= Start && time < End;

    public bool Overlaps(TimeSpan start, TimeSpan end) => Start < end && End > start;
}

/// <summary>The hours of one day.</summary>
public class LocalMarketHours
{
    private readonly MarketHoursSegment[] _segments;
    private readonly (long Start, long End) _regular, _extended;

    public LocalMarketHours(DayOfWeek day, params MarketHoursSegment[] segments) : this(day, (IEnumerable<MarketHoursSegment>)segments)
    {
    }

    public LocalMarketHours(DayOfWeek day, IEnumerable<MarketHoursSegment> segments)
    {
        DayOfWeek = day;
        _segments = [.. segments.Where(x => x.State != MarketHoursState.Closed)];
        Segments = _segments.AsReadOnly();
        foreach (var segment in _segments)
            if (segment.State == MarketHoursState.Market) MarketDuration += segment.End - segment.Start;
        _regular = SpanOf(_segments.Where(x => x.State == MarketHoursState.Market));
        _extended = SpanOf(_segments);
        IsOpenAllDay = Segments.Count == 1 && Segments[0].State == MarketHoursState.Market && Segments[0].Start == TimeSpan.Zero && Segments[0].End == Time.OneDay;
    }

    public bool IsClosedAllDay => Segments.Count == 0;
    public bool IsOpenAllDay { get; }
    public DayOfWeek DayOfWeek { get; }

    /// <summary>Length of the regular session.</summary>
    public TimeSpan MarketDuration { get; }

    public System.Collections.ObjectModel.ReadOnlyCollection<MarketHoursSegment> Segments { get; }

    /// <summary>First open to last close in ticks of the day, or the whole day where it is closed.</summary>
    internal (long Start, long End) Span(bool extendedMarketHours) => extendedMarketHours ? _extended : _regular;

    /// <summary>Start of the segment that is open at, or opens after, a time of day; null when none is left.</summary>
    public TimeSpan? GetMarketOpen(TimeSpan time, bool extendedMarketHours, TimeSpan? previousDayLastSegment = null)
    {
        TimeSpan? previousEnd = previousDayLastSegment == Time.OneDay ? TimeSpan.Zero : null;
        foreach (var segment in _segments)
        {
            if (segment.State != MarketHoursState.Market && !extendedMarketHours) continue;
            if (segment.End > time && previousEnd != segment.Start) return segment.Start;
            previousEnd = segment.End;
        }
        return null;
    }

    public TimeSpan? GetMarketClose(TimeSpan time, bool extendedMarketHours, TimeSpan? nextDaySegmentStart = null) => GetMarketClose(time, extendedMarketHours, false, nextDaySegmentStart);

    /// <summary>The next close of a time of day; adjoining segments count as one.</summary>
    /// <param name="lastClose">The last close of the day instead.</param>
    public TimeSpan? GetMarketClose(TimeSpan time, bool extendedMarketHours, bool lastClose, TimeSpan? nextDaySegmentStart = null)
    {
        TimeSpan? result = null;
        for (var i = 0; i < Segments.Count; i++)
        {
            var segment = Segments[i];
            if (segment.End <= time || (segment.State != MarketHoursState.Market && !extendedMarketHours)) continue;
            if (lastClose)
            {
                result = segment.End;
                continue;
            }
            bool continues;
            if (i + 1 < Segments.Count)
                continues = (Segments[i + 1].State == MarketHoursState.Market || extendedMarketHours) && Segments[i + 1].Start == segment.End;
            else
                continues = segment.End == Time.OneDay && nextDaySegmentStart == TimeSpan.Zero;
            if (!continues) return segment.End;
        }
        return result;
    }

    public bool IsOpen(TimeSpan time, bool extendedMarketHours)
    {
        foreach (var segment in _segments)
            if (segment.Contains(time)) return extendedMarketHours || segment.State == MarketHoursState.Market;
        return false;
    }

    public bool IsOpen(TimeSpan start, TimeSpan end, bool extendedMarketHours)
    {
        if (start == end) return IsOpen(start, extendedMarketHours);
        foreach (var segment in _segments)
            if ((extendedMarketHours || segment.State == MarketHoursState.Market) && segment.Overlaps(start, end)) return true;
        return false;
    }

    private static (long Start, long End) SpanOf(IEnumerable<MarketHoursSegment> segments) =>
        segments.Any() ? (segments.First().Start.Ticks, segments.Last().End.Ticks) : (0, TimeSpan.TicksPerDay);
}

/// <summary>When an exchange is open: hours by weekday, holidays, early closes and late opens. Times are local. Safe for any number of threads.</summary>
public class SecurityExchangeHours
{
    private readonly HashSet<DateTime> _holidays;
    private readonly LocalMarketHours[] _byDay = new LocalMarketHours[7];
    // Every day from the first one with hours of its own to the last.
    private readonly LocalMarketHours[] _byDate = [];
    private readonly int _firstDate;

    public SecurityExchangeHours(DateTimeZone timeZone, IEnumerable<DateTime> holidayDates, Dictionary<DayOfWeek, LocalMarketHours> marketHoursForEachDayOfWeek,
        IReadOnlyDictionary<DateTime, TimeSpan> earlyCloses, IReadOnlyDictionary<DateTime, TimeSpan> lateOpens, IEnumerable<DateTime> bankHolidayDates = null)
    {
        TimeZone = timeZone;
        _holidays = [.. holidayDates.Select(x => x.Date)];
        BankHolidays = [.. (bankHolidayDates ?? []).Select(x => x.Date)];
        EarlyCloses = earlyCloses;
        LateOpens = lateOpens;
        for (var i = 0; i < 7; i++)
            _byDay[i] = marketHoursForEachDayOfWeek.TryGetValue((DayOfWeek)i, out var hours) ? hours : new LocalMarketHours((DayOfWeek)i);
        RegularMarketDuration = _byDay.GroupBy(x => x.MarketDuration).OrderByDescending(x => x.Count()).ThenByDescending(x => x.Key).First().Key;
        IsMarketAlwaysOpen = Array.TrueForAll(_byDay, x => x.IsOpenAllDay);
        List<DateTime> changed = [.. EarlyCloses.Keys, .. LateOpens.Keys];
        if (changed.Count + _holidays.Count == 0) return;
        _firstDate = Day(changed.Concat(_holidays).Min());
        _byDate = new LocalMarketHours[Day(changed.Concat(_holidays).Max()) - _firstDate + 1];
        for (var i = 0; i < _byDate.Length; i++) _byDate[i] = _byDay[(_firstDate + i + 1) % 7];
        foreach (var date in changed) _byDate[Day(date) - _firstDate] = Changed(date, _byDay[(int)date.DayOfWeek]);
        foreach (var date in _holidays) _byDate[Day(date) - _firstDate] = new LocalMarketHours(date.DayOfWeek);
    }

    public DateTimeZone TimeZone { get; }
    public HashSet<DateTime> Holidays => [.. _holidays];
    public HashSet<DateTime> BankHolidays { get; }
    public IReadOnlyDictionary<DayOfWeek, LocalMarketHours> MarketHours => _byDay.ToDictionary(x => x.DayOfWeek);
    public IReadOnlyDictionary<DateTime, TimeSpan> EarlyCloses { get; }
    public IReadOnlyDictionary<DateTime, TimeSpan> LateOpens { get; }
    public TimeSpan RegularMarketDuration { get; }
    public bool IsMarketAlwaysOpen { get; }

    public static SecurityExchangeHours AlwaysOpen(DateTimeZone timeZone) =>
        new(timeZone, [], Enum.GetValues<DayOfWeek>().ToDictionary(x => x, x => new LocalMarketHours(x, new MarketHoursSegment(MarketHoursState.Market, TimeSpan.Zero, Time.OneDay))),
            new Dictionary<DateTime, TimeSpan>(), new Dictionary<DateTime, TimeSpan>());

    /// <summary>The session of a date in local ticks: first open to last close, or the whole day where the exchange is closed.</summary>
    internal (long Start, long End) SessionSpan(long midnight, bool extendedMarketHours)
    {
        var (start, end) = GetMarketHours(new DateTime(midnight)).Span(extendedMarketHours);
        return (midnight + start, midnight + end);
    }

    public bool IsOpen(DateTime localDateTime, bool extendedMarketHours) => GetMarketHours(localDateTime).IsOpen(localDateTime.TimeOfDay, extendedMarketHours);

    /// <summary>Whether the exchange is open at some moment of an interval.</summary>
    public bool IsOpen(DateTime startLocalDateTime, DateTime endLocalDateTime, bool extendedMarketHours)
    {
        if (startLocalDateTime == endLocalDateTime) return IsOpen(startLocalDateTime, extendedMarketHours);
        var start = startLocalDateTime;
        var dayEnd = start.Date.AddTicks(TimeSpan.TicksPerDay - 1);
        var end = endLocalDateTime < dayEnd ? endLocalDateTime : dayEnd;
        do
        {
            if (GetMarketHours(start).IsOpen(start.TimeOfDay, end.TimeOfDay, extendedMarketHours)) return true;
            start = start.Date.AddDays(1);
            end = new DateTime(Math.Min(endLocalDateTime.Ticks, end.Ticks + TimeSpan.TicksPerDay));
        }
        while (end > start);
        return false;
    }

    public bool IsDateOpen(DateTime localDateTime, bool extendedMarketHours = false)
    {
        var hours = GetMarketHours(localDateTime);
        if (hours.IsClosedAllDay) return false;
        return hours.MarketDuration != TimeSpan.Zero || extendedMarketHours;
    }

    public DateTime GetFirstDailyMarketOpen(DateTime localDateTime, bool extendedMarketHours) => GetPreviousMarketOpen(localDateTime, extendedMarketHours, firstOpen: true);

    public DateTime GetPreviousMarketOpen(DateTime localDateTime, bool extendedMarketHours) => GetPreviousMarketOpen(localDateTime, extendedMarketHours, firstOpen: false);

    /// <exception cref="InvalidOperationException">None within nine days.</exception>
    public DateTime GetPreviousMarketOpen(DateTime localDateTime, bool extendedMarketHours, bool firstOpen)
    {
        for (var i = 0; i < 9; i++)
        {
            var day = localDateTime.Date.AddDays(-i);
            var hours = GetMarketHours(day);
            DateTime? first = null;
            for (var s = hours.Segments.Count - 1; s >= 0; s--)
            {
                var segment = hours.Segments[s];
                var open = day + segment.Start;
                if (open > localDateTime || (segment.State != MarketHoursState.Market && !extendedMarketHours)) continue;
                if (firstOpen) first = open;
                else if (GetNextMarketOpen(open.AddTicks(-1), extendedMarketHours) == open) return open;
            }
            if (first.HasValue) return first.Value;
        }
        throw new InvalidOperationException($"Did not find last market open for {localDateTime:yyyy-MM-dd HH:mm}. IsMarketAlwaysOpen: {IsMarketAlwaysOpen}");
    }

    /// <exception cref="ArgumentException">None within two weeks.</exception>
    public DateTime GetNextMarketOpen(DateTime localDateTime, bool extendedMarketHours)
    {
        var time = localDateTime;
        var last = localDateTime.Date.AddDays(15);
        var previousEnd = LastSegmentEnd(time.Date.AddDays(-1));
        do
        {
            var hours = GetMarketHours(time);
            if (!hours.IsClosedAllDay)
            {
                var open = hours.GetMarketOpen(time.TimeOfDay, extendedMarketHours, previousEnd);
                if (open.HasValue && localDateTime < time.Date + open.Value) return time.Date + open.Value;
                previousEnd = EarlyCloses.ContainsKey(time.Date) ? null : LastSegmentEnd(time.Date);
            }
            else previousEnd = null;
            time = time.Date.AddDays(1);
        }
        while (time < last);
        throw new ArgumentException($"Unable to locate next market open within two weeks of {localDateTime:yyyy-MM-dd HH:mm}. IsMarketAlwaysOpen: {IsMarketAlwaysOpen}");
    }

    public DateTime GetLastDailyMarketClose(DateTime localDateTime, bool extendedMarketHours) => GetNextMarketClose(localDateTime, extendedMarketHours, lastClose: true);

    public DateTime GetNextMarketClose(DateTime localDateTime, bool extendedMarketHours) => GetNextMarketClose(localDateTime, extendedMarketHours, lastClose: false);

    /// <exception cref="ArgumentException">None within two weeks.</exception>
    public DateTime GetNextMarketClose(DateTime localDateTime, bool extendedMarketHours, bool lastClose)
    {
        var time = localDateTime;
        var last = localDateTime.Date.AddDays(15);
        do
        {
            var hours = GetMarketHours(time);
            if (!hours.IsClosedAllDay)
            {
                TimeSpan? nextStart = null;
                var tomorrow = time.Date.AddDays(1);
                if (hours.Segments[^1].End == Time.OneDay && !EarlyCloses.ContainsKey(tomorrow))
                {
                    var next = GetMarketHours(tomorrow);
                    if (!next.IsClosedAllDay) nextStart = next.Segments[0].Start;
                }
                var close = hours.GetMarketClose(time.TimeOfDay, extendedMarketHours, lastClose, nextStart);
                if (close.HasValue && localDateTime < time.Date + close.Value) return time.Date + close.Value;
            }
            time = time.Date.AddDays(1);
        }
        while (time < last);
        throw new ArgumentException($"Unable to locate next market close within two weeks of {localDateTime:yyyy-MM-dd HH:mm}. IsMarketAlwaysOpen: {IsMarketAlwaysOpen}");
    }

    public LocalMarketHours GetMarketHours(DateTime localDateTime)
    {
        var day = Day(localDateTime);
        var index = day - _firstDate;
        return (uint)index < (uint)_byDate.Length ? _byDate[index] : _byDay[(day + 1) % 7];
    }

    public DateTime GetPreviousTradingDay(DateTime localDate)
    {
        do localDate = localDate.AddDays(-1);
        while (!IsDateOpen(localDate));
        return localDate;
    }

    public DateTime GetNextTradingDay(DateTime date)
    {
        do date = date.AddDays(1);
        while (!IsDateOpen(date));
        return date;
    }

    // Days since the first Monday of the calendar, 1 January of year 1.
    private static int Day(DateTime date) => (int)(date.Ticks / TimeSpan.TicksPerDay);

    private TimeSpan? LastSegmentEnd(DateTime date)
    {
        var hours = GetMarketHours(date);
        return hours.IsClosedAllDay ? null : hours.Segments[^1].End;
    }

    private LocalMarketHours Changed(DateTime date, LocalMarketHours hours)
    {
        IEnumerable<MarketHoursSegment> segments = hours.Segments;
        if (EarlyCloses.TryGetValue(date, out var close))
        {
            // What lies after the early close is cut off.
            segments = segments.Where(x => x.Start <= close).Select(x => x.End < close ? x : new MarketHoursSegment(x.State, x.Start, close)).Where(x => x.End > x.Start).ToList();
        }
        if (LateOpens.TryGetValue(date, out var open))
        {
            segments = segments.Where(x => x.End >= open).Select(x => x.Start > open ? x : new MarketHoursSegment(x.State, open, x.End)).Where(x => x.End > x.Start).ToList();
        }
        return new LocalMarketHours(date.DayOfWeek, segments);
    }
}

/// <summary>An exchange at the algorithm's present time.</summary>
public class SecurityExchange(SecurityExchangeHours exchangeHours)
{
    private Func<DateTime> _localTime = static () => DateTime.MinValue;

    public SecurityExchangeHours Hours { get; } = exchangeHours;
    public DateTimeZone TimeZone => Hours.TimeZone;
    public virtual int TradingDaysPerYear => 365;
    public DateTime LocalTime => _localTime();
    public bool ExchangeOpen => Hours.IsOpen(LocalTime, false);
    public bool ClosingSoon => IsClosingSoon(10);

    internal void SetLocalTime(Func<DateTime> localTime) => _localTime = localTime;

    public bool DateIsOpen(DateTime dateToCheck, bool extendedMarketHours = false) => Hours.IsDateOpen(dateToCheck, extendedMarketHours);

    public bool DateTimeIsOpen(DateTime dateTime) => Hours.IsOpen(dateTime, false);

    public bool IsOpenDuringBar(DateTime barStartTime, DateTime barEndTime, bool isExtendedMarketHours) => Hours.IsOpen(barStartTime, barEndTime, isExtendedMarketHours);

    public bool IsClosingSoon(int minutesToClose) => !Hours.IsOpen(LocalTime.AddMinutes(minutesToClose), false);
}
