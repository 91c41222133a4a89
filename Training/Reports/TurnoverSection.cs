using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports;

/// <summary>Value traded by day, as a fraction of equity.</summary>
internal static class TurnoverSection
{
    /// <summary>Trading days of a month.</summary>
    private const int Month = 21;

    public static ReportSection Make(TradingDays days, LeanResult result, TradingDayStatistics statistics)
    {
        if (result.Turnover.Count == 0) return new("turnover", "Turnover", "The file has no turnover chart.", []);
        var daily = days.Align(result.Turnover);
        var annual = statistics.Turnover * SharpeRatio.TradingDays;
        return new("turnover", "Turnover",
            FormattableString.Invariant($"Purchases and sales of the day over equity: {statistics.Turnover:0.00%} of equity on the mean trading day, {annual:0.0} times equity a year."),
            [DateChart.Of("Turnover", days.Dates, NumberFormat.Percent, new("Day", daily), new("Mean of 21 trading days", MovingMean(daily, Month)))]);
    }

    /// <summary>Mean of the last values, as many as there are up to the window; missing values count as zero.</summary>
    public static double[] MovingMean(double[] values, int window)
    {
        var means = new double[values.Length];
        for (var t = 0; t < values.Length; t++)
            means[t] = values[Math.Max(0, t + 1 - window)..(t + 1)].Average(value => double.IsFinite(value) ? value : 0);
        return means;
    }
}
