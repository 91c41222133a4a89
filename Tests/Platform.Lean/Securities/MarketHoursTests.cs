using QuantConnect;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Securities;

public sealed class MarketHoursTests
{
    private static readonly DateTime Monday = new(2024, 12, 23);

    private static readonly SecurityExchangeHours Hours = new(TimeZones.NewYork, [Monday.AddDays(2)],
        Enumerable.Range(1, 5).ToDictionary(x => (DayOfWeek)x, x => new LocalMarketHours((DayOfWeek)x,
            new MarketHoursSegment(MarketHoursState.PreMarket, TimeSpan.FromHours(4), TimeSpan.FromHours(9.5)),
            new MarketHoursSegment(MarketHoursState.Market, TimeSpan.FromHours(9.5), TimeSpan.FromHours(16)))),
        new Dictionary<DateTime, TimeSpan> { [Monday.AddDays(1)] = TimeSpan.FromHours(13) }, new Dictionary<DateTime, TimeSpan> { [Monday.AddDays(3)] = TimeSpan.FromHours(11) });

    [Theory]
    [InlineData(0, "09:30-16:00", "04:00-16:00")]
    [InlineData(1, "09:30-13:00", "04:00-13:00")]
    [InlineData(2, "closed", "closed")]
    [InlineData(3, "11:00-16:00", "11:00-16:00")]
    [InlineData(5, "closed", "closed")]
    public void Days_HaveTheirOwnHours(int day, string regular, string extended)
    {
        Assert.Equal(regular, Session(Monday.AddDays(day), false));
        Assert.Equal(extended, Session(Monday.AddDays(day), true));
    }

    [Fact]
    public void ManyThreads_AskingForDifferentDays_GetTheAnswersOfOne()
    {
        var expected = Enumerable.Range(0, 7).Select(x => Session(Monday.AddDays(x), false)).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            for (var i = 0; i < 100_000; i++)
                if (Session(Monday.AddDays((i + t) % 7), false) != expected[(i + t) % 7]) Interlocked.Increment(ref wrong);
        })).ToList();
        threads.ForEach(x => x.Start());
        threads.ForEach(x => x.Join());
        Assert.Equal(0, wrong);
    }

    private static string Session(DateTime date, bool extended)
    {
        if (!Hours.IsDateOpen(date, extended)) return "closed";
        var open = Hours.GetNextMarketOpen(date, extended);
        return $"{open:HH:mm}-{Hours.GetNextMarketClose(open, extended):HH:mm}";
    }
}
