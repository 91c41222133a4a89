using System.Globalization;
using NodaTime;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Scheduling;

/// <summary>The usual moments of a day: clock times, intervals, and minutes from an exchange's open or close.</summary>
public class TimeRules(IAlgorithm algorithm, SecurityManager securities, DateTimeZone timeZone, MarketHoursDatabase marketHoursDatabase)
    : BaseScheduleRules(algorithm, securities, timeZone, marketHoursDatabase)
{
    public void SetDefaultTimeZone(DateTimeZone timeZone) => TimeZone = timeZone;

    public ITimeRule Now => new FuncTimeRule("Now", dates => dates.Select(_ => Securities.UtcTime));
    public ITimeRule Midnight => new FuncTimeRule("Midnight", dates => dates.Select(date => date.ConvertToUtc(TimeZone)));
    public ITimeRule Noon => new FuncTimeRule("Noon", dates => dates.Select(date => date.ConvertToUtc(TimeZone).AddHours(12)));

    public ITimeRule At(TimeSpan timeOfDay) => At(timeOfDay, TimeZone);
    public ITimeRule At(int hour, int minute, int second = 0) => At(new TimeSpan(hour, minute, second), TimeZone);
    public ITimeRule At(int hour, int minute, DateTimeZone timeZone) => At(new TimeSpan(hour, minute, 0), timeZone);
    public ITimeRule At(int hour, int minute, int second, DateTimeZone timeZone) => At(new TimeSpan(hour, minute, second), timeZone);

    public ITimeRule At(TimeSpan timeOfDay, DateTimeZone timeZone) =>
        new FuncTimeRule(Number(timeOfDay.TotalHours), dates => dates.Select(date => (date + timeOfDay).ConvertToUtc(timeZone)));

    public ITimeRule Every(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero) throw new ArgumentException($"TimeRules.Every: expected a positive interval, found {interval}", nameof(interval));
        return new FuncTimeRule($"Every {Number(interval.TotalMinutes)} min", dates => Moments(dates, interval));
    }

    public ITimeRule BeforeMarketOpen(double minutesBeforeOpen = 0, bool extendedMarketOpen = false) => AfterMarketOpen(-minutesBeforeOpen, extendedMarketOpen);
    public ITimeRule BeforeMarketOpen(string symbol, double minutesBeforeOpen = 0, bool extendedMarketOpen = false) => BeforeMarketOpen(GetSymbol(symbol), minutesBeforeOpen, extendedMarketOpen);
    public ITimeRule BeforeMarketOpen(Symbol symbol, double minutesBeforeOpen = 0, bool extendedMarketOpen = false) => AfterMarketOpen(symbol, -minutesBeforeOpen, extendedMarketOpen);

    public ITimeRule AfterMarketOpen(double minutesAfterOpen = 0, bool extendedMarketOpen = false) =>
        new FuncTimeRule(Name("", minutesAfterOpen, "after", "before", extendedMarketOpen, "Open"),
            dates => Bounds(dates, GetMarketOpenCloseExchangeHours(), open: true, extendedMarketOpen, TimeSpan.FromMinutes(minutesAfterOpen)));

    public ITimeRule AfterMarketOpen(string symbol, double minutesAfterOpen = 0, bool extendedMarketOpen = false) => AfterMarketOpen(GetSymbol(symbol), minutesAfterOpen, extendedMarketOpen);

    public ITimeRule AfterMarketOpen(Symbol symbol, double minutesAfterOpen = 0, bool extendedMarketOpen = false)
    {
        var hours = GetSecurityExchangeHours(symbol);
        return new FuncTimeRule(Name($"{symbol}: ", minutesAfterOpen, "after", "before", extendedMarketOpen, "Open"),
            dates => Bounds(dates, [hours], open: true, extendedMarketOpen, TimeSpan.FromMinutes(minutesAfterOpen)));
    }

    public ITimeRule AfterMarketClose(double minutesAfterClose = 0, bool extendedMarketClose = false) => BeforeMarketClose(-minutesAfterClose, extendedMarketClose);
    public ITimeRule AfterMarketClose(string symbol, double minutesAfterClose = 0, bool extendedMarketClose = false) => AfterMarketClose(GetSymbol(symbol), minutesAfterClose, extendedMarketClose);
    public ITimeRule AfterMarketClose(Symbol symbol, double minutesAfterClose = 0, bool extendedMarketClose = false) => BeforeMarketClose(symbol, -minutesAfterClose, extendedMarketClose);

    public ITimeRule BeforeMarketClose(double minutesBeforeClose = 0, bool extendedMarketClose = false) =>
        new FuncTimeRule(Name("", minutesBeforeClose, "before", "after", extendedMarketClose, "Close"),
            dates => Bounds(dates, GetMarketOpenCloseExchangeHours(), open: false, extendedMarketClose, -TimeSpan.FromMinutes(minutesBeforeClose)));

    public ITimeRule BeforeMarketClose(string symbol, double minutesBeforeClose = 0, bool extendedMarketClose = false) => BeforeMarketClose(GetSymbol(symbol), minutesBeforeClose, extendedMarketClose);

    public ITimeRule BeforeMarketClose(Symbol symbol, double minutesBeforeClose = 0, bool extendedMarketClose = false)
    {
        var hours = GetSecurityExchangeHours(symbol);
        return new FuncTimeRule(Name($"{symbol}: ", minutesBeforeClose, "before", "after", extendedMarketClose, "Close"),
            dates => Bounds(dates, [hours], open: false, extendedMarketClose, -TimeSpan.FromMinutes(minutesBeforeClose)));
    }

    /// <summary>The earliest open, or the latest close, of some exchanges on each day that one of them trades, shifted.</summary>
    private static IEnumerable<DateTime> Bounds(IEnumerable<DateTime> dates, IEnumerable<SecurityExchangeHours> exchanges, bool open, bool extended, TimeSpan shift)
    {
        var all = exchanges.ToArray();
        foreach (var date in dates)
        {
            DateTime? found = null;
            foreach (var hours in all)
            {
                if (!hours.IsDateOpen(date, extended)) continue;
                var bound = open ? hours.GetFirstDailyMarketOpen((date + Time.OneDay).AddTicks(-1), extended) : hours.GetLastDailyMarketClose(date, extended);
                if (open && bound.Date != date.Date) continue;
                var utc = (bound + shift).ConvertToUtc(hours.TimeZone);
                if (found is null || (open ? utc < found : utc > found)) found = utc;
            }
            if (found is { } moment) yield return moment;
        }
    }

    private IEnumerable<DateTime> Moments(IEnumerable<DateTime> dates, TimeSpan interval)
    {
        foreach (var date in dates)
            for (var time = TimeSpan.Zero; time < Time.OneDay; time += interval)
                yield return (date + time).ConvertToUtc(TimeZone);
    }

    private static string Name(string symbol, double minutes, string positive, string negative, bool extended, string bound) =>
        $"{symbol}{Number(Math.Abs(minutes))} min {(minutes > 0 ? positive : negative)} {(extended ? "Extended" : "")}Market{bound}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
