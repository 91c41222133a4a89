using System.Globalization;
using NodaTime;
using QuantConnect.Securities;

namespace QuantConnect;

/// <summary>Constants and arithmetic of time.</summary>
public static class Time
{
    /// <summary>The date beyond which no data lies.</summary>
    public static readonly DateTime EndOfTime = new(2050, 12, 31);
    public static readonly TimeSpan EndOfTimeTimeSpan = new(EndOfTime.Ticks);
    public static readonly DateTime Start = new(1998, 1, 2);
    public static readonly DateTime BeginningOfTime = DateTime.FromOADate(0);
    public static readonly TimeSpan MaxTimeSpan = TimeSpan.FromDays(1000 * 365);
    public static readonly TimeSpan OneYear = TimeSpan.FromDays(365);
    public static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    public static readonly TimeSpan OneHour = TimeSpan.FromHours(1);
    public static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public static DateTime UnixTimeStampToDateTime(double unixTimeStamp)
    {
        if (unixTimeStamp < 0) unixTimeStamp = 0;
        return Epoch + TimeSpan.FromTicks((long)(unixTimeStamp * TimeSpan.TicksPerSecond));
    }

    public static DateTime UnixTimeStampToDateTime(long unixTimeStamp) => Epoch + TimeSpan.FromTicks(unixTimeStamp * TimeSpan.TicksPerSecond);

    public static double DateTimeToUnixTimeStamp(DateTime time) => (time - Epoch).TotalSeconds;

    public static double DateTimeToUnixTimeStampMilliseconds(DateTime time) => (time - Epoch).TotalMilliseconds;

    public static TimeSpan Max(TimeSpan one, TimeSpan two) => one > two ? one : two;

    public static TimeSpan Min(TimeSpan one, TimeSpan two) => one < two ? one : two;

    public static DateTime Max(DateTime one, DateTime two) => one > two ? one : two;

    public static DateTime Min(DateTime one, DateTime two) => one < two ? one : two;

    public static TimeSpan Multiply(this TimeSpan interval, double multiplier) => TimeSpan.FromTicks((long)(interval.Ticks * multiplier));

    public static TimeSpan Abs(this TimeSpan timeSpan) => timeSpan.Ticks < 0 ? timeSpan.Negate() : timeSpan;

    public static DateTime ParseDate(string dateToParse) => DateTime.Parse(dateToParse, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static IEnumerable<DateTime> DateTimeRange(DateTime from, DateTime thru, TimeSpan step)
    {
        for (var time = from; time <= thru; time += step) yield return time;
    }

    /// <summary>Every calendar date, both ends included.</summary>
    public static IEnumerable<DateTime> EachDay(DateTime from, DateTime thru) => DateTimeRange(from.Date, thru.Date, OneDay);

    /// <summary>Dates on which any of the securities trades.</summary>
    public static IEnumerable<DateTime> EachTradeableDay(ICollection<Security> securities, DateTime from, DateTime thru)
    {
        foreach (var day in EachDay(from, thru))
            if (TradableDate(securities, day)) yield return day;
    }

    public static IEnumerable<DateTime> EachTradeableDay(Security security, DateTime from, DateTime thru, bool extendedMarketHours = false) =>
        EachTradeableDay(security.Exchange.Hours, from, thru, extendedMarketHours);

    public static IEnumerable<DateTime> EachTradeableDay(SecurityExchangeHours exchange, DateTime from, DateTime thru, bool extendedMarketHours = false)
    {
        foreach (var day in EachDay(from, thru))
            if (exchange.IsDateOpen(day, extendedMarketHours)) yield return day;
    }

    /// <summary>Dates of a time zone during which an exchange is open.</summary>
    /// <param name="from">Local to the exchange.</param>
    /// <param name="thru">Last date, local to the exchange.</param>
    public static IEnumerable<DateTime> EachTradeableDayInTimeZone(SecurityExchangeHours exchange, DateTime from, DateTime thru, DateTimeZone timeZone, bool includeExtendedMarketHours = true)
    {
        var end = thru.Date.AddDays(1);
        for (var time = from; time < end;)
        {
            var date = time.ConvertTo(exchange.TimeZone, timeZone).Date;
            var next = Min(date.AddDays(1).ConvertTo(timeZone, exchange.TimeZone), end);
            if (exchange.IsOpen(time, next, includeExtendedMarketHours)) yield return date;
            time = next;
        }
    }

    public static bool TradableDate(IEnumerable<Security> securities, DateTime day)
    {
        foreach (var security in securities)
            if (security.Exchange.IsOpenDuringBar(day.Date, day.Date.AddDays(1), security.IsExtendedMarketHours)) return true;
        return false;
    }

    public static int TradeableDates(ICollection<Security> securities, DateTime start, DateTime finish)
    {
        var count = 0;
        foreach (var _ in EachTradeableDay(securities, start, finish)) count++;
        return count;
    }

    /// <summary>Local start of the oldest of <paramref name="barCount"/> bars of open market that end by <paramref name="end"/>.</summary>
    public static DateTime GetStartTimeForTradeBars(SecurityExchangeHours exchangeHours, DateTime end, TimeSpan barSize, int barCount, bool extendedMarketHours, DateTimeZone dataTimeZone, bool dailyPreciseEndTime = false)
    {
        if (barSize <= TimeSpan.Zero) throw new ArgumentException($"barSize must be greater than TimeSpan.Zero, found {barSize}", nameof(barSize));
        var current = end;
        if (barSize == OneDay && dailyPreciseEndTime)
        {
            // Today counts once its session is over.
            if (!exchangeHours.IsDateOpen(current) || exchangeHours.GetNextMarketClose(current.Date, extendedMarketHours) > current)
                current = current.RoundDownInTimeZone(barSize, exchangeHours.TimeZone, dataTimeZone);
        }
        else current = current.RoundDownInTimeZone(barSize, exchangeHours.TimeZone, dataTimeZone);
        for (var i = 0; i < barCount;)
        {
            var previous = current;
            current -= barSize;
            if (exchangeHours.IsOpen(current, previous, extendedMarketHours)) i++;
        }
        return current;
    }

    /// <summary>Local end of a number of bars of open market from a time on; days count by date and keep the time of day.</summary>
    public static DateTime GetEndTimeForTradeBars(SecurityExchangeHours exchangeHours, DateTime start, TimeSpan barSize, int barCount, bool extendedMarketHours)
    {
        if (barSize <= TimeSpan.Zero) throw new ArgumentException($"barSize must be greater than TimeSpan.Zero, found {barSize}", nameof(barSize));
        var current = start;
        for (var i = 0; i < barCount;)
        {
            var previous = current;
            current += barSize;
            if (barSize == OneDay ? exchangeHours.IsDateOpen(current) : exchangeHours.IsOpen(previous, current, extendedMarketHours)) i++;
        }
        return current;
    }
}
