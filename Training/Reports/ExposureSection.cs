namespace LeanDeep.Training.Reports;

/// <summary>Long, short and net exposure, and leverage.</summary>
internal static class ExposureSection
{
    public static ReportSection Make(TradingDays days, LeanResult result)
    {
        var (held, sold) = (days.Align(result.LongExposure), days.Align(result.ShortExposure));
        if (!held.Any(double.IsFinite)) return new("exposure", "Exposure and leverage", "The file has no exposure chart.", []);
        return new("exposure", "Exposure and leverage", "Value of positions after each trading day, as a fraction of equity. Leverage is long less short.",
        [
            DateChart.Of("Exposure", days.Dates, NumberFormat.Percent, new("Long", held), new("Short", sold), new("Net", [.. held.Zip(sold, (l, s) => l + s)])),
            DateChart.Of("Leverage", days.Dates, NumberFormat.Number, new ChartLine("Gross exposure over equity", Gross(held, sold), Fill: true)),
        ]);
    }

    /// <summary>Long less short (which is negative).</summary>
    public static double[] Gross(double[] held, double[] sold) => [.. held.Zip(sold, (l, s) => l - s)];
}
