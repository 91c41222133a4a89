using LeanDeep.Training.Data;

namespace LeanDeep.Training.Reports;

/// <summary>One self-contained HTML page about a LEAN result.</summary>
public static class HtmlReport
{
    /// <summary>Whether the charting library was there when this program was built.</summary>
    public static bool IsAvailable => ReportPage.IsAvailable;

    /// <param name="result">The run.</param>
    /// <param name="calendar">Which days trade; US equities unless told.</param>
    /// <exception cref="InvalidOperationException">This program was built without the charting library.</exception>
    /// <exception cref="InvalidDataException">Fewer than three trading days.</exception>
    public static string Render(LeanResult result, MarketCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var days = TradingDays.Of(result, calendar ?? MarketCalendar.UsEquities);
        var statistics = TradingDayStatistics.Of(days, result);
        return ReportPage.Render(result.Name, Span(days), Headlines(result, statistics), Sections(result, days, statistics));
    }

    /// <summary>Reads a result file and writes the page beside its final name, then renames it.</summary>
    /// <param name="resultFile">LEAN's result JSON.</param>
    /// <param name="page">The page to write.</param>
    /// <returns>What was read.</returns>
    public static LeanResult Write(string resultFile, string page)
    {
        var result = LeanResultFile.Read(resultFile);
        ReportPage.Write(Render(result), page);
        return result;
    }

    /// <summary>First and last trading day, and how many.</summary>
    internal static string Span(TradingDays days) =>
        FormattableString.Invariant($"{days.Dates[1]:yyyy-MM-dd} to {days.Dates[^1]:yyyy-MM-dd}, {days.Returns.Length:#,0} trading days");

    internal static ReportSection[] Sections(LeanResult result, TradingDays days, TradingDayStatistics statistics) =>
    [
        EquitySection.Make(days),
        DrawdownSection.Make(days),
        PeriodReturnsSection.Make(days),
        RollingSection.Make(days),
        ExposureSection.Make(days, result),
        TurnoverSection.Make(days, result, statistics),
        HoldingsSection.Make(days, result),
        .. AllocationSections.Make(result),
        CostsSection.Make(days, result),
        StatisticsSection.Make(result, statistics),
        RoundTripsSection.Make(result),
        TradesSection.Make(result),
    ];

    /// <summary>The figures at the top of the page.</summary>
    private static KeyValuePair<string, string>[] Headlines(LeanResult result, TradingDayStatistics statistics)
    {
        var own = StatisticsSection.Variants(statistics).ToDictionary();
        string[] names = ["Net Profit", "Compounding Annual Return", "Sharpe Ratio", "Drawdown", "Beta", "Portfolio Turnover"];
        return
        [
            .. names.Where(own.ContainsKey).Select(name => KeyValuePair.Create(name, own[name])),
            .. result.Statistics.Where(entry => entry.Key is "Total Fees" or "Total Orders"),
        ];
    }
}
