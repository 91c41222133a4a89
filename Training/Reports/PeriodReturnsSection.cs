using System.Globalization;

namespace LeanDeep.Training.Reports;

/// <summary>Returns by month and by year.</summary>
internal static class PeriodReturnsSection
{
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[..12];

    public static ReportSection Make(TradingDays days)
    {
        var months = By(days.Dates, days.Equity, day => day.Year * 12 + day.Month - 1);
        var years = By(days.Dates, days.Equity, day => day.Year);
        var rows = years.Select(year => new ChartLine(
            Text(year.Key),
            [.. Enumerable.Range(0, 12).Select(month => months.GetValueOrDefault(year.Key * 12 + month, double.NaN)), year.Value]));
        List<ChartLine> bars = [new("Strategy", [.. years.Values])];
        if (days.HasBenchmark)
        {
            var benchmark = By(days.Dates, days.Benchmark, day => day.Year);
            bars.Add(new("Benchmark", [.. years.Keys.Select(year => benchmark.GetValueOrDefault(year, double.NaN))]));
        }
        return new("returns", "Monthly and annual returns", "Equity on the last trading day of the period against the last before it. First and last period may be partial.",
        [
            new HeatMap([.. Months, "Year"], [.. rows.Reverse()]),
            new BarChart("By year", [.. years.Keys.Select(Text)], bars, NumberFormat.Percent),
        ]);
    }

    /// <summary>Return of each period that has a trading day: its last level against the last one before.</summary>
    /// <param name="dates">(n + 1) the first is the day of the starting level and belongs to no period.</param>
    /// <param name="levels">(n + 1) NaN where unknown.</param>
    /// <param name="periodOf">A number that grows with the period.</param>
    public static SortedDictionary<int, double> By(DateOnly[] dates, double[] levels, Func<DateOnly, int> periodOf)
    {
        var returns = new SortedDictionary<int, double>();
        var start = levels[0];
        for (var t = 1; t < dates.Length; t++)
        {
            var period = periodOf(dates[t]);
            if (t > 1 && period != periodOf(dates[t - 1])) start = levels[t - 1];
            returns[period] = levels[t] / start - 1;
        }
        return returns;
    }

    private static string Text(int year) => year.ToString(CultureInfo.InvariantCulture);
}
