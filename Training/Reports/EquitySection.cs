namespace LeanDeep.Training.Reports;

/// <summary>Equity beside the same money in the benchmark.</summary>
internal static class EquitySection
{
    public static ReportSection Make(TradingDays days)
    {
        var benchmark = Rescale(days);
        ChartLine[] lines = days.HasBenchmark ? [new("Equity", days.Equity), new("Benchmark", benchmark)] : [new("Equity", days.Equity)];
        var positive = lines.All(line => line.Values.All(value => !(value <= 0)));
        return new("equity", "Equity", days.HasBenchmark
            ? "Dollars after each trading day; the benchmark is scaled to the same start."
            : "Dollars after each trading day. The benchmark had no data.",
            [DateChart.Of(positive ? "Equity, logarithmic" : "Equity", days.Dates, NumberFormat.Money, lines) with { Logarithmic = positive }]);
    }

    /// <summary>(n + 1) The benchmark, scaled to the equity of its first day with data.</summary>
    public static double[] Rescale(TradingDays days)
    {
        var first = Array.FindIndex(days.Benchmark, double.IsFinite);
        return first < 0 ? days.Benchmark : [.. days.Benchmark.Select(level => level / days.Benchmark[first] * days.Equity[first])];
    }
}
