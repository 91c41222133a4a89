using System.Collections.ObjectModel;
using System.Globalization;

namespace Skender.Stock.Indicators;

/// <summary>Conversions of quotes.</summary>
public static class QuoteUtility
{
    /// <summary>One price of each bar, in the order given.</summary>
    public static IEnumerable<(DateTime Date, double Value)> Use<TQuote>(
        this IEnumerable<TQuote> quotes, CandlePart candlePart = CandlePart.Close)
        where TQuote : IQuote =>
        quotes.Select(quote => (quote.Date, quote.PartOf(candlePart)));

    /// <summary>One price of each bar, ascending by date.</summary>
    public static Collection<(DateTime, double)> ToTupleCollection<TQuote>(this IEnumerable<TQuote> quotes, CandlePart candlePart)
        where TQuote : IQuote =>
        [.. quotes.OrderBy(quote => quote.Date).Use(candlePart)];

    /// <summary>The tuples ascending by date.</summary>
    public static Collection<(DateTime, double)> ToSortedCollection(this IEnumerable<(DateTime date, double value)> tuples) =>
        [.. tuples.OrderBy(tuple => tuple.date)];

    /// <summary>The quotes ascending by date.</summary>
    /// <exception cref="InvalidQuotesException">Two quotes have one date.</exception>
    public static IEnumerable<TQuote> Validate<TQuote>(this IEnumerable<TQuote> quotes)
        where TQuote : IQuote
    {
        List<TQuote> sorted = [.. quotes.OrderBy(quote => quote.Date)];
        for (var i = 1; i < sorted.Count; i++)
            if (sorted[i].Date == sorted[i - 1].Date)
                throw new InvalidQuotesException($"Duplicate date found on {sorted[i].Date.ToString("o", CultureInfo.InvariantCulture)}.");
        return sorted;
    }

    /// <summary>Longer bars made of shorter ones; a month starts on its first day.</summary>
    public static IEnumerable<Quote> Aggregate<TQuote>(this IEnumerable<TQuote> quotes, PeriodSize newSize)
        where TQuote : IQuote =>
        newSize == PeriodSize.Month
            ? Grouped(quotes, date => new DateTime(date.Year, date.Month, 1))
            : quotes.Aggregate(LengthOf(newSize));

    /// <summary>Longer bars made of shorter ones; each starts at a multiple of the span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is not positive.</exception>
    public static IEnumerable<Quote> Aggregate<TQuote>(this IEnumerable<TQuote> quotes, TimeSpan timeSpan)
        where TQuote : IQuote
    {
        if (timeSpan <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeSpan), timeSpan, "Aggregation expects a positive time span.");
        return Grouped(quotes, date => date.AddTicks(-(date.Ticks % timeSpan.Ticks)));
    }

    /// <summary>One price of a bar; means are taken in decimal.</summary>
    internal static double PartOf<TQuote>(this TQuote quote, CandlePart part)
        where TQuote : IQuote => part switch
        {
            CandlePart.Open => (double)quote.Open,
            CandlePart.High => (double)quote.High,
            CandlePart.Low => (double)quote.Low,
            CandlePart.Close => (double)quote.Close,
            CandlePart.Volume => (double)quote.Volume,
            CandlePart.HL2 => (double)(quote.High + quote.Low) / 2,
            CandlePart.HLC3 => (double)(quote.High + quote.Low + quote.Close) / 3,
            CandlePart.OC2 => (double)(quote.Open + quote.Close) / 2,
            CandlePart.OHL3 => (double)(quote.Open + quote.High + quote.Low) / 3,
            CandlePart.OHLC4 => (double)(quote.Open + quote.High + quote.Low + quote.Close) / 4,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Unknown part of a candle."),
        };

    private static IEnumerable<Quote> Grouped<TQuote>(IEnumerable<TQuote> quotes, Func<DateTime, DateTime> start)
        where TQuote : IQuote =>
        quotes.OrderBy(quote => quote.Date).GroupBy(quote => start(quote.Date)).Select(bars => new Quote
        {
            Date = bars.Key,
            Open = bars.First().Open,
            High = bars.Max(bar => bar.High),
            Low = bars.Min(bar => bar.Low),
            Close = bars.Last().Close,
            Volume = bars.Sum(bar => bar.Volume),
        });

    private static TimeSpan LengthOf(PeriodSize size) => size switch
    {
        PeriodSize.OneMinute => TimeSpan.FromMinutes(1),
        PeriodSize.TwoMinutes => TimeSpan.FromMinutes(2),
        PeriodSize.ThreeMinutes => TimeSpan.FromMinutes(3),
        PeriodSize.FiveMinutes => TimeSpan.FromMinutes(5),
        PeriodSize.FifteenMinutes => TimeSpan.FromMinutes(15),
        PeriodSize.ThirtyMinutes => TimeSpan.FromMinutes(30),
        PeriodSize.OneHour => TimeSpan.FromHours(1),
        PeriodSize.TwoHours => TimeSpan.FromHours(2),
        PeriodSize.FourHours => TimeSpan.FromHours(4),
        PeriodSize.Day => TimeSpan.FromDays(1),
        PeriodSize.Week => TimeSpan.FromDays(7),
        _ => TimeSpan.Zero,
    };
}
