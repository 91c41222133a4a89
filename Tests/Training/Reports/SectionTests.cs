using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

/// <summary>The figures of each section against values computed by hand.</summary>
public class SectionTests
{
    private readonly LeanResult _result = SmallResult.Read();
    private readonly TradingDays _days;

    public SectionTests() => _days = SmallResult.Days(_result);

    [Fact]
    public void TradingDays_LeaveOutWeekendsAndHolidays()
    {
        Assert.Equal(9, _days.Dates.Length);
        Assert.Equal(SmallResult.Equity, _days.Equity);
        AssertClose([0.1, -0.05, -55.0 / 1045, 1.0 / 9, 0.1, -0.1, 0.1, 0], _days.Returns);
        Assert.Equal(0.05, _days.BenchmarkReturns[0], 12);
    }

    [Fact]
    public void TradingDays_StartOnAWeekend_TakeItAsTheStartingEquity()
    {
        var sunday = new DateOnly(2016, 1, 3);
        var days = SmallResult.Days(SmallResult.Read(SmallResult.Text().Series("Strategy Equity", "Equity",
            [(sunday.AddDays(-1), 90), (sunday, 100), (sunday.AddDays(1), 110), (sunday.AddDays(2), 121), (sunday.AddDays(3), 121)])));

        Assert.Equal(sunday, days.Dates[0]);
        AssertClose([0.1, 0.1, 0], days.Returns);
    }

    [Fact]
    public void TradingDays_TooFew_AreRefused()
    {
        var result = SmallResult.Read(SmallResult.Text().Series("Strategy Equity", "Equity", [(SmallResult.First, 1), (SmallResult.First.AddDays(1), 1)]));

        Assert.Contains("found 2", Assert.Throws<InvalidDataException>(() => SmallResult.Days(result)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equity_Benchmark_StartsAtTheSameMoney()
    {
        var chart = Assert.IsType<DateChart>(Assert.Single(EquitySection.Make(_days).Parts));

        Assert.Equal(["Equity", "Benchmark"], chart.Lines.Select(line => line.Name));
        AssertClose([1000, 1050, 1000, 950, 997.5, 1047.375, 1000, 1050, 1050], chart.Lines[1].Values);
        Assert.Equal(16793, chart.Dates[0]); // 2015-12-24
        Assert.True(chart.Logarithmic);
    }

    [Fact]
    public void Equity_BelowZero_IsNotLogarithmic()
    {
        var days = SmallResult.Days(SmallResult.Read(SmallResult.Text().Series("Strategy Equity", "Equity",
            [(SmallResult.First, 1), (SmallResult.First.AddDays(1), -1), (SmallResult.First.AddDays(2), 2)])));

        Assert.False(Assert.IsType<DateChart>(EquitySection.Make(days).Parts[0]).Logarithmic);
    }

    [Fact]
    public void Drawdown_DepthsAndFalls()
    {
        AssertClose([0, 0, -0.05, -0.1, 0, 0, -0.1, -0.01, -0.01], DrawdownSection.Depths(_days.Equity), 1e-12);
        Assert.Equal(
            [new DrawdownSection.Fall(1, 3, 4, 990.0 / 1100 - 1), new DrawdownSection.Fall(5, 6, null, 1089.0 / 1210 - 1)],
            DrawdownSection.Falls(_days.Equity));
        var table = DrawdownSection.Make(_days).Parts.OfType<ReportTable>().Single();
        Assert.Equal(2, table.Rows.Count);
        Assert.Contains(table.Rows, row => (string?)row[1] == "2015-12-28" && (string?)row[3] == "2015-12-31" && (double)row[4]! == 3);
        Assert.Contains(table.Rows, row => (string?)row[3] == "not yet" && (double)row[4]! == 3);
    }

    [Fact]
    public void PeriodReturns_MonthsAndYears()
    {
        var section = PeriodReturnsSection.Make(_days);
        var heat = section.Parts.OfType<HeatMap>().Single();
        var bars = section.Parts.OfType<BarChart>().Single();

        Assert.Equal(["2016", "2015"], heat.Rows.Select(row => row.Name));
        Assert.Equal(0.1, heat.Rows[1].Values[11], 12);  // December: 1000 → 1100
        Assert.Equal(0.1, heat.Rows[1].Values[12], 12);
        Assert.Equal(0.089, heat.Rows[0].Values[0], 12); // January: 1100 → 1197.9
        Assert.True(double.IsNaN(heat.Rows[0].Values[1]));
        AssertClose([-0.0025, 210 / 199.5 - 1], bars.Lines[1].Values); // 200 → 199.5 → 210
    }

    [Fact]
    public void Rolling_SharpeAndBeta()
    {
        // Means 0.02 and 0; deviations √2 · 0.01 and √2 · 0.02 (n − 1).
        var sharpe = RollingSection.Sharpe([0.01, 0.03, -0.03], 2);
        Assert.Equal(2, sharpe.Length);
        Assert.Equal(0.02 / (Math.Sqrt(2) * 0.01) * Math.Sqrt(252), sharpe[0], 9);
        Assert.Equal(0, sharpe[1], 9);
        AssertClose([2, -0.5], RollingSection.Beta([0.02, 0.04, 0.02], [0.01, 0.02, 0.06], 2));
        Assert.True(double.IsNaN(RollingSection.Sharpe([0, 0], 2)[0]));
        Assert.Empty(RollingSection.Make(_days).Parts); // eight days
    }

    [Fact]
    public void Exposure_NetAndLeverage()
    {
        var charts = ExposureSection.Make(_days, _result).Parts.OfType<DateChart>().ToArray();

        AssertClose([0, 0.2, 0.2, 0.2, 0.2, 0.5, 0.5, 0, 0], charts[0].Lines[2].Values);
        AssertClose([0, 1, 1, 0.8, 0.8, 0.5, 0.5, 0, 0], charts[1].Lines[0].Values);
    }

    [Fact]
    public void Turnover_MeanIsOverTradingDays()
    {
        var statistics = TradingDayStatistics.Of(_days, _result);

        Assert.Equal(2.0 / 8, statistics.Turnover, 12);
        Assert.Contains("25.00% of equity", TurnoverSection.Make(_days, _result, statistics).Note, StringComparison.Ordinal);
        AssertClose([1, 1.5, 1, 2], TurnoverSection.MovingMean([1, 2, double.NaN, 4], 2));
    }

    [Fact]
    public void Holdings_WeightsHaveTheSidesOfTheOrders()
    {
        var holdings = HoldingsSection.ByDay(_days, _result);

        Assert.Empty(holdings[0]);
        AssertHoldings(holdings[1], ("AAA", 0.6), ("BBB", -0.4));
        AssertHoldings(holdings[4], ("AAA", 0.5), ("BBB", -0.3));
        AssertHoldings(holdings[5], ("AAA", 0.5));
        Assert.Empty(holdings[8]);
        var tables = HoldingsSection.Make(_days, _result).Parts.OfType<DatedTables>().Single();
        Assert.Equal(["2015-12-31", "2016-01-07"], tables.Days.Select(day => day.Day));
        Assert.Equal("Nothing held.", tables.Days[1].Note);
    }

    [Fact]
    public void Holdings_AfterASplit_StartAgainFromZero()
    {
        // Six shares become twelve by a split, twelve are sold, and three bought later are a long position again.
        var text = SmallResult.Text()
            .Order("AAA", "2016-01-06T21:00:01Z", -6, 55).Order("AAA", "2016-01-07T21:00:00Z", 3, 55)
            .Series("Exposure", "Equity - Long Ratio", [(SmallResult.End, 0.25)]).Series("Exposure", "Equity - Short Ratio", [(SmallResult.End, 0)])
            .Series("Portfolio Margin", "AAA", [(SmallResult.First, 30), (SmallResult.End, 12)]);
        var result = SmallResult.Read(text);

        AssertHoldings(HoldingsSection.ByDay(SmallResult.Days(result), result)[8], ("AAA", 0.25));
    }

    [Fact]
    public void Trades_MoreThanTheLimit_KeepTheLargestAndSayHowMany()
    {
        var text = SmallResult.Text();
        for (var i = 0; i < TradesSection.Limit; i++)
            text.Trade("SMALL", 0, "2016-01-04T15:00:00Z", "2016-01-05T15:00:00Z", 1, 10, 10.5, 0.1);
        var table = TradesSection.Make(SmallResult.Read(text)).Parts.OfType<ReportTable>().Single();

        Assert.Equal(TradesSection.Limit, table.Rows.Count);
        Assert.Equal("1,000 of 1,002 trades: those with the largest profit or loss.", table.Note);
        Assert.Contains(table.Rows, row => (string?)row[0] == "AAA" && (double)row[8]! == 60);
        Assert.Contains(table.Rows, row => (string?)row[0] == "BBB" && (string?)row[1] == "short" && (double)row[4]! == 7);
    }

    [Fact]
    public void Costs_ByYearAndCumulated()
    {
        AssertClose([0, 0, 0, 0, 0, 2, 2, 5, 5], CostsSection.CumulatedFees(_days, _result));
        Assert.Equal(
            [new CostsSection.YearOfCosts(2015, 1000, 0, (1100 + 1045 + 990 + 1100) / 4.0), new CostsSection.YearOfCosts(2016, 360 + 660, 5, (1210 + 1089 + 1197.9 + 1197.9) / 4)],
            CostsSection.ByYear(_days, _result));
        Assert.Equal(5 / 1020.0 * 1e4, CostsSection.ByYear(_days, _result)[1].BasisPoints, 9);
        Assert.Contains("$5.00", CostsSection.Make(_days, _result).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_StandBesideLeans()
    {
        var table = StatisticsSection.Make(_result, TradingDayStatistics.Of(_days, _result)).Parts.OfType<ReportTable>().First();
        var sharpe = Assert.Single(table.Rows, row => (string?)row[0] == "Sharpe Ratio");

        Assert.Equal("2.1", sharpe[1]);
        Assert.Matches(@"^\d+\.\d\d, 95 % from -?\d+\.\d\d to \d+\.\d\d$", (string)sharpe[2]!);
        Assert.Contains(table.Rows, row => (string?)row[0] == "Net Profit" && (string?)row[1] == "" && (string?)row[2] == "19.79%");
    }

    private static void AssertHoldings(HoldingsSection.Holding[] holdings, params (string Symbol, double Weight)[] expected)
    {
        Assert.Equal(expected.Select(holding => holding.Symbol), holdings.Select(holding => holding.Symbol));
        AssertClose([.. expected.Select(holding => holding.Weight)], [.. holdings.Select(holding => holding.Weight)]);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) GoldenFile.AssertClose(expected[i], actual[i], tolerance);
    }
}
