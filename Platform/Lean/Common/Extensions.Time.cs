using NodaTime;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace QuantConnect;

public static partial class Extensions
{
    public static TimeSpan ToTimeSpan(this Resolution resolution) => resolution switch
    {
        Resolution.Tick => TimeSpan.Zero,
        Resolution.Second => Time.OneSecond,
        Resolution.Minute => Time.OneMinute,
        Resolution.Hour => Time.OneHour,
        Resolution.Daily => Time.OneDay,
        _ => throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "resolution: expected one of Tick, Second, Minute, Hour, Daily"),
    };

    /// <summary>The coarsest resolution whose bars are no longer than the span.</summary>
    /// <exception cref="InvalidOperationException">An exact match is required and there is none.</exception>
    public static Resolution ToHigherResolutionEquivalent(this TimeSpan timeSpan, bool requireExactMatch)
    {
        if (requireExactMatch)
        {
            if (TimeSpan.Zero == timeSpan) return Resolution.Tick;
            if (Time.OneSecond == timeSpan) return Resolution.Second;
            if (Time.OneMinute == timeSpan) return Resolution.Minute;
            if (Time.OneHour == timeSpan) return Resolution.Hour;
            if (Time.OneDay == timeSpan) return Resolution.Daily;
            throw new InvalidOperationException($"Unable to exactly convert time span ('{timeSpan}') to resolution.");
        }
        if (timeSpan < Time.OneSecond) return Resolution.Tick;
        if (timeSpan < Time.OneMinute) return Resolution.Second;
        if (timeSpan < Time.OneHour) return Resolution.Minute;
        return timeSpan < Time.OneDay ? Resolution.Hour : Resolution.Daily;
    }

    public static DateTime RoundDown(this DateTime dateTime, TimeSpan interval) =>
        interval == TimeSpan.Zero ? dateTime : dateTime.AddTicks(-(dateTime.Ticks % interval.Ticks));

    public static DateTime RoundUp(this DateTime time, TimeSpan interval)
    {
        if (interval == TimeSpan.Zero) return time;
        return new DateTime((time.Ticks + interval.Ticks - 1) / interval.Ticks * interval.Ticks, time.Kind);
    }

    public static DateTime Round(this DateTime datetime, TimeSpan roundingInterval) =>
        new((datetime - DateTime.MinValue).Round(roundingInterval).Ticks, datetime.Kind);

    public static TimeSpan Round(this TimeSpan time, TimeSpan roundingInterval) => time.Round(roundingInterval, MidpointRounding.ToEven);

    public static TimeSpan Round(this TimeSpan time, TimeSpan roundingInterval, MidpointRounding roundingType) =>
        roundingInterval == TimeSpan.Zero
            ? time
            : new TimeSpan(Convert.ToInt64(Math.Round(time.Ticks / (decimal)roundingInterval.Ticks, roundingType)) * roundingInterval.Ticks);

    public static DateTime RoundDownInTimeZone(this DateTime dateTime, TimeSpan roundingInterval, DateTimeZone sourceTimeZone, DateTimeZone roundingTimeZone) =>
        dateTime.ConvertTo(sourceTimeZone, roundingTimeZone).RoundDown(roundingInterval).ConvertTo(roundingTimeZone, sourceTimeZone);

    public static DateTime ExchangeRoundDown(this DateTime dateTime, TimeSpan interval, SecurityExchangeHours exchangeHours, bool extendedMarketHours)
    {
        if (interval == TimeSpan.Zero) return dateTime;
        var rounded = dateTime.RoundDown(interval);
        while (!exchangeHours.IsOpen(rounded, rounded + interval, extendedMarketHours)) rounded -= interval;
        return rounded;
    }

    public static DateTime ConvertTo(this DateTime time, DateTimeZone from, DateTimeZone to, bool strict = false) =>
        ReferenceEquals(from, to) ? time : ZoneClock.Of(to).FromUtc(ZoneClock.Of(from).ToUtc(time));

    public static DateTime ConvertFromUtc(this DateTime time, DateTimeZone to, bool strict = false) => ZoneClock.Of(to).FromUtc(time);

    public static DateTime ConvertToUtc(this DateTime time, DateTimeZone from, bool strict = false) => ZoneClock.Of(from).ToUtc(time);

    public static bool IsCommonBusinessDay(this DateTime date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static bool IsMarketOpen(this Security security, bool extendedMarketHours) => security.Exchange.Hours.IsOpen(security.LocalTime, extendedMarketHours);
}
