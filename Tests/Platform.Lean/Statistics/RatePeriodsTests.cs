using QuantConnect.Lean.Engine;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

public class RatePeriodsTests
{
    private static readonly DateTime First = new(2015, 11, 17), Last = new(2017, 3, 9);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_EveryPeriodThatHasPassed_EqualsRatesOfItsResults(bool helpers)
    {
        var results = new List<(DateTime Time, decimal Result)>();
        var threads = helpers ? RunThreads.Helpers : RunThreads.Own;
        var rates = new RatePeriods((from, end) => Between(results, from, end), Capital, threads);
        var periods = new TradePeriods((_, _) => [], threads, rates);
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            periods.Reach(date);
            if (date.Day % 3 == 0) results.Add((date.AddHours(20), date.Day % 2 == 0 ? 1.25m * date.Month : -0.75m * date.Day));
        }
        foreach (var months in StatisticsBuilder.RollingMonths)
            foreach (var (from, to) in StatisticsBuilder.RollingPeriods(months, First, Last).SkipLast(1))
            {
                var own = Between(results, from, to.AddDays(1));
                Assert.Equal(TradeRates.Of(own, Capital(from)), rates.Of(from, to, Capital(from), own.Count));
            }
    }

    [Fact]
    public void Of_OtherCapitalOrResultsOrPeriod_IsNotKnown()
    {
        var rates = new RatePeriods((_, _) => [5], _ => 100, RunThreads.Own);
        var end = new DateTime(2015, 11, 30);
        rates.Pass(end, First);
        Assert.Equal(0.05m, rates.Of(First, end, 100, 1)?.AverageWin);
        Assert.Null(rates.Of(First, end, 101, 1));
        Assert.Null(rates.Of(First, end, 100, 2));
        Assert.Null(rates.Of(First, end.AddDays(1), 100, 1));
    }

    [Fact]
    public void Of_CapitalUsedUp_IsNotKnown()
    {
        var rates = new RatePeriods((_, _) => [-100, 1], _ => 100, RunThreads.Own);
        var end = new DateTime(2015, 11, 30);
        rates.Pass(end, First);
        Assert.Null(rates.Of(First, end, 100, 2));
        Assert.Throws<DivideByZeroException>(() => TradeRates.Of([-100, 1], 100));
    }

    private static decimal Capital(DateTime from) => 1000 + from.Month;

    private static List<decimal> Between(List<(DateTime Time, decimal Result)> results, DateTime from, DateTime end) =>
        [.. results.Where(x => x.Time >= from && x.Time < end).Select(x => x.Result)];
}
