using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Data;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

/// <summary>A run of eight trading days over a year's end, with round numbers.</summary>
/// <remarks>Days: Thu 2015-12-24 (start), Mon 28, Tue 29, Wed 30, Thu 31, Mon 2016-01-04, Tue 5, Wed 6, Thu 7; weekends and holidays carry the level.</remarks>
internal static class SmallResult
{
    public static readonly DateOnly Start = new(2015, 12, 24), First = new(2015, 12, 28), End = new(2016, 1, 7);

    /// <summary>(9) equity on the start and the eight days.</summary>
    public static readonly double[] Equity = [1000, 1100, 1045, 990, 1100, 1210, 1089, 1197.9, 1197.9];

    /// <summary>(9) the benchmark.</summary>
    public static readonly double[] Benchmark = [200, 210, 200, 190, 199.5, 209.475, 200, 210, 210];

    public static ResultText Text()
    {
        var dates = MarketCalendar.UsEquities.Sessions(Start, End);
        Assert.Equal(Equity.Length, dates.Count);
        IEnumerable<(DateOnly, double?)> EveryDay(double[] levels)
        {
            for (var (day, t) = (Start, 0); day <= End; day = day.AddDays(1))
            {
                if (t + 1 < dates.Count && day >= dates[t + 1]) t++;
                yield return (day, levels[t]);
            }
        }
        return new ResultText()
            .Series("Strategy Equity", "Equity", EveryDay(Equity))
            .Series("Benchmark", "Benchmark", EveryDay(Benchmark))
            .Series("Exposure", "Equity - Long Ratio", EveryDay([0, 0.6, 0.6, 0.5, 0.5, 0.5, 0.5, 0, 0]))
            .Series("Exposure", "Equity - Short Ratio", EveryDay([0, -0.4, -0.4, -0.3, -0.3, 0, 0, 0, 0]))
            .Series("Portfolio Turnover", "Portfolio Turnover", [(First, 1.0), (First.AddDays(2), 0.2), (First.AddDays(7), 0.3), (First.AddDays(9), 0.5)])
            .Series("Portfolio Margin", "AAA", [(First, 30), (First.AddDays(1), 30), (First.AddDays(2), 25), (First.AddDays(3), 25), (First.AddDays(7), 25), (First.AddDays(8), 25), (First.AddDays(9), null)])
            .Series("Portfolio Margin", "BBB", [(First, 20), (First.AddDays(1), 20), (First.AddDays(2), 15), (First.AddDays(3), 15), (First.AddDays(7), null)])
            .Order("AAA", "2015-12-28T21:00:00Z", 6, 100)
            .Order("BBB", "2015-12-28T21:00:00Z", -4, 100)
            .Order("CCC", "2015-12-28T21:00:00Z", 9, 100, status: 5)
            .Order("BBB", "2016-01-04T21:00:00Z", 4, 90)
            .Order("AAA", "2016-01-06T21:00:00Z", -6, 110)
            .Trade("BBB", 1, "2015-12-28T21:00:00Z", "2016-01-04T21:00:00Z", 4, 100, 90, 2)
            .Trade("AAA", 0, "2015-12-28T21:00:00Z", "2016-01-06T21:00:00Z", 6, 100, 110, 3)
            .Statistic("Total Fees", "$5.00").Statistic("Sharpe Ratio", "2.1").Statistic("Total Orders", "5");
    }

    public static LeanResult Read(ResultText? text = null)
    {
        using var folder = new TemporaryFolder();
        return LeanResultFile.Read(folder.WriteText("small.json", (text ?? Text()).Json()));
    }

    public static TradingDays Days(LeanResult result) => TradingDays.Of(result, MarketCalendar.UsEquities);
}
