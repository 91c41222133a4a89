using NodaTime;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Scheduling;

/// <summary>The usual days: every day, weekdays, the first or last trading days of weeks, months, quarters and years.</summary>
/// <remarks>With a symbol, offsets count that security's trading days; without, calendar days. A day pushed out of its period
/// by the offset becomes the period's last (or first) trading day.</remarks>
public class DateRules(IAlgorithm algorithm, SecurityManager securities, DateTimeZone timeZone, MarketHoursDatabase marketHoursDatabase)
    : BaseScheduleRules(algorithm, securities, timeZone, marketHoursDatabase)
{
    public void SetDefaultTimeZone(DateTimeZone timeZone) => TimeZone = timeZone;

    public IDateRule On(int year, int month, int day) => On(new DateTime(year, month, day));

    public IDateRule On(params DateTime[] dates)
    {
        var days = dates.Select(date => date.Date).ToArray();
        return new FuncDateRule(string.Join(",", days.Select(day => day.ToShortDateString())), (start, end) => days.Where(day => day >= start && day <= end));
    }

    public IDateRule Today => new FuncDateRule("TodayOnly", (_, _) => [Securities.UtcTime.ConvertFromUtc(TimeZone).Date]);
    public IDateRule Tomorrow => new FuncDateRule("TomorrowOnly", (_, _) => [Securities.UtcTime.ConvertFromUtc(TimeZone).Date.AddDays(1)]);

    public IDateRule Every(DayOfWeek day) => Every([day]);

    public IDateRule Every(params DayOfWeek[] days)
    {
        var chosen = days.ToHashSet();
        return new FuncDateRule(string.Join(",", days), (start, end) => Time.EachDay(start, end).Where(day => chosen.Contains(day.DayOfWeek)));
    }

    public IDateRule EveryDay() => new FuncDateRule("EveryDay", Time.EachDay);
    public IDateRule EveryDay(string symbol, bool extendedMarketHours = false) => EveryDay(GetSymbol(symbol), extendedMarketHours);

    public IDateRule EveryDay(Symbol symbol, bool extendedMarketHours = false)
    {
        var hours = GetSecurityExchangeHours(symbol);
        return new FuncDateRule($"{symbol.Value}: EveryDay", (start, end) => Time.EachTradeableDay(hours, start, end, extendedMarketHours));
    }

    public IDateRule YearStart(int daysOffset = 0) => Rule(Period.Year, null, daysOffset, true, false);
    public IDateRule YearStart(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => YearStart(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule YearStart(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Year, symbol, daysOffset, true, extendedMarketHours);
    public IDateRule YearEnd(int daysOffset = 0) => Rule(Period.Year, null, daysOffset, false, false);
    public IDateRule YearEnd(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => YearEnd(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule YearEnd(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Year, symbol, daysOffset, false, extendedMarketHours);

    public IDateRule QuarterStart(int daysOffset = 0) => Rule(Period.Quarter, null, daysOffset, true, false);
    public IDateRule QuarterStart(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => QuarterStart(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule QuarterStart(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Quarter, symbol, daysOffset, true, extendedMarketHours);
    public IDateRule QuarterEnd(int daysOffset = 0) => Rule(Period.Quarter, null, daysOffset, false, false);
    public IDateRule QuarterEnd(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => QuarterEnd(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule QuarterEnd(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Quarter, symbol, daysOffset, false, extendedMarketHours);

    public IDateRule MonthStart(int daysOffset = 0) => Rule(Period.Month, null, daysOffset, true, false);
    public IDateRule MonthStart(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => MonthStart(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule MonthStart(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Month, symbol, daysOffset, true, extendedMarketHours);
    public IDateRule MonthEnd(int daysOffset = 0) => Rule(Period.Month, null, daysOffset, false, false);
    public IDateRule MonthEnd(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => MonthEnd(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule MonthEnd(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Month, symbol, daysOffset, false, extendedMarketHours);

    public IDateRule WeekStart(int daysOffset = 0) => Rule(Period.Week, null, daysOffset, true, false);
    public IDateRule WeekStart(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => WeekStart(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule WeekStart(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Week, symbol, daysOffset, true, extendedMarketHours);
    public IDateRule WeekEnd(int daysOffset = 0) => Rule(Period.Week, null, daysOffset, false, false);
    public IDateRule WeekEnd(string symbol, int daysOffset = 0, bool extendedMarketHours = true) => WeekEnd(GetSymbol(symbol), daysOffset, extendedMarketHours);
    public IDateRule WeekEnd(Symbol symbol, int daysOffset = 0, bool extendedMarketHours = true) => Rule(Period.Week, symbol, daysOffset, false, extendedMarketHours);

    private enum Period { Week = 6, Month = 30, Quarter = 92, Year = 365 }

    private FuncDateRule Rule(Period period, Symbol symbol, int daysOffset, bool start, bool extendedMarketHours)
    {
        var hours = symbol is null ? SecurityExchangeHours.AlwaysOpen(TimeZones.NewYork) : GetSecurityExchangeHours(symbol);
        // A week of a symbol has no more days than it trades on.
        var tradingDays = hours.MarketHours.Values.Where(day => !day.IsClosedAllDay).Select(day => day.DayOfWeek).Order().ToList();
        var limit = period == Period.Week && symbol is not null ? tradingDays.Count - 1 : (int)period;
        if (daysOffset < 0 || daysOffset > limit)
            throw new ArgumentOutOfRangeException(nameof(daysOffset), daysOffset, $"DateRules.{period}{(start ? "Start" : "End")}: expected 0 to {limit}");
        var kind = $"{period}{(start ? "Start" : "End")}{(start ? daysOffset : -daysOffset):+#;-#;''}";
        return new FuncDateRule(symbol is null ? kind : $"{symbol.Value}: {kind}",
            (from, to) => Periods(period, from, to, start, symbol is null ? null : tradingDays)
                .Select(span => start
                    ? Shift(hours, span.First, daysOffset, true, extendedMarketHours, span.Last)
                    : Shift(hours, span.Last, daysOffset, false, extendedMarketHours, span.First))
                .Where(day => day >= from && day <= to));
    }

    /// <summary>The first and last day of every period from the one that holds <paramref name="from"/>.</summary>
    /// <param name="tradingDays">Weekdays that bound a week; without them a week starts on Monday and its offsets may reach Sunday,
    /// or ends on Friday and they may reach back to Saturday.</param>
    private static IEnumerable<(DateTime First, DateTime Last)> Periods(Period period, DateTime from, DateTime to, bool start, List<DayOfWeek> tradingDays)
    {
        if (period == Period.Week)
        {
            var monday = from.Date.AddDays(-((int)from.DayOfWeek + 6) % 7);
            var (first, last) = tradingDays is null
                ? start ? (0, 6) : (-2, 4)
                : (((int)tradingDays[0] + 6) % 7, ((int)tradingDays[^1] + 6) % 7);
            for (; monday <= to; monday = monday.AddDays(7)) yield return (monday.AddDays(first), monday.AddDays(last));
            yield break;
        }
        var months = period switch { Period.Month => 1, Period.Quarter => 3, _ => 12 };
        var begin = new DateTime(from.Year, (from.Month - 1) / months * months + 1, 1);
        for (; begin <= to; begin = begin.AddMonths(months)) yield return (begin, begin.AddMonths(months).AddDays(-1));
    }

    private static DateTime Shift(SecurityExchangeHours hours, DateTime day, int offset, bool forward, bool extendedMarketHours, DateTime boundary)
    {
        DateTime Next(DateTime date) => forward ? hours.GetNextTradingDay(date) : hours.GetPreviousTradingDay(date);
        if (!hours.IsDateOpen(day, extendedMarketHours)) day = Next(day);
        for (; offset > 0; offset--) day = Next(day);
        var beyond = forward ? day > boundary : day < boundary;
        if (!beyond) return day;
        return hours.IsDateOpen(boundary, extendedMarketHours) ? boundary : forward ? hours.GetPreviousTradingDay(boundary) : hours.GetNextTradingDay(boundary);
    }
}
