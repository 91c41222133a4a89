using Newtonsoft.Json;
using QuantConnect.Lean.Engine;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

public class TradePeriodsTests
{
    private static readonly DateTime First = new(2015, 11, 17), Last = new(2017, 3, 9);

    [Fact]
    public void PeriodStart_EveryMonth_IsThatOfTheRollingPeriods()
    {
        foreach (var months in StatisticsBuilder.RollingMonths)
            foreach (var (start, end) in StatisticsBuilder.RollingPeriods(months, First, Last).SkipLast(1))
                Assert.Equal(start, StatisticsBuilder.PeriodStart(end, months, First));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_EveryRollingPeriod_EqualsStatisticsOfItsTrades(bool helpers)
    {
        var trades = new List<Trade>();
        var periods = new TradePeriods((from, end) => trades.FindAll(x => x.ExitTime >= from && x.ExitTime < end), helpers ? RunThreads.Helpers : RunThreads.Own);
        var begun = 0;
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            periods.Reach(date);
            if (date.Day % 3 == 0) trades.Add(Closed(date));
        }
        var rolling = StatisticsBuilder.RollingMonths.SelectMany(months => StatisticsBuilder.RollingPeriods(months, First, Last));
        foreach (var (from, to) in rolling.Append((First, Last)))
        {
            var own = trades.FindAll(x => x.ExitTime >= from && x.ExitTime < to.AddDays(1));
            var found = periods.Of(from, to, own, 0, own.Count);
            Assert.Equal(JsonConvert.SerializeObject(new TradeStatistics(own)), JsonConvert.SerializeObject(found));
            if (ReferenceEquals(found, periods.Of(from, to, own, 0, own.Count))) begun++;
        }
        Assert.True(begun > 40, $"expected the periods that have passed to be known, found {begun}");
    }

    [Fact]
    public void Of_TradesThatChangedSince_AreCountedAnew()
    {
        var trades = new List<Trade> { Closed(First) };
        var periods = new TradePeriods((_, _) => [.. trades], RunThreads.Helpers);
        periods.Reach(First);
        periods.Reach(First.AddMonths(1));
        Assert.Equal(2, periods.Of(First, new DateTime(2015, 11, 30), [.. trades, Closed(First.AddDays(1))], 0, 2).TotalNumberOfTrades);
    }

    private static Trade Closed(DateTime date) =>
        new() { EntryTime = date.AddDays(-2), ExitTime = date.AddHours(20), ProfitLoss = date.Day % 2 == 0 ? 1.25m * date.Month : -0.75m * date.Day, Quantity = 1 };
}
