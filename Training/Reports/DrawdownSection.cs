using System.Globalization;

namespace LeanDeep.Training.Reports;

/// <summary>How far equity stands below its peak, and the deepest falls.</summary>
internal static class DrawdownSection
{
    private const int Shown = 10;

    /// <summary>A fall from a peak; indices into the levels.</summary>
    /// <param name="Peak">The peak.</param>
    /// <param name="Trough">The lowest day.</param>
    /// <param name="Recovery">The first day at or above the peak; null while below it at the end.</param>
    /// <param name="Depth">Trough over peak, less 1.</param>
    internal sealed record Fall(int Peak, int Trough, int? Recovery, double Depth);

    public static ReportSection Make(TradingDays days)
    {
        var rows = Falls(days.Equity).OrderBy(fall => fall.Depth).Take(Shown).Select(fall => new object?[]
        {
            fall.Depth,
            Text(days.Dates[fall.Peak]),
            Text(days.Dates[fall.Trough]),
            fall.Recovery is { } recovery ? Text(days.Dates[recovery]) : "not yet",
            (double)((fall.Recovery ?? days.Dates.Length - 1) - fall.Peak),
        });
        return new("drawdown", "Drawdown", "Equity after each trading day against its highest before. Duration is in trading days, from the peak to the recovery.",
        [
            DateChart.Of("Below the peak", days.Dates, NumberFormat.Percent, new ChartLine("Drawdown", Depths(days.Equity), Fill: true)),
            new ReportTable(
                [new("Depth", NumberFormat.Percent), new("Peak"), new("Trough"), new("Recovery"), new("Duration", NumberFormat.Number, 0)],
                [.. rows]),
        ]);
    }

    /// <summary>Level over running maximum, less 1.</summary>
    public static double[] Depths(double[] levels)
    {
        var peak = double.NegativeInfinity;
        return [.. levels.Select(level => level / (peak = Math.Max(peak, level)) - 1)];
    }

    /// <summary>In order of their peaks.</summary>
    public static List<Fall> Falls(double[] levels)
    {
        var falls = new List<Fall>();
        int peak = 0, trough = 0;
        for (var t = 1; t <= levels.Length; t++)
        {
            if (t < levels.Length && levels[t] < levels[peak])
            {
                if (levels[t] < levels[trough]) trough = t;
                continue;
            }
            if (trough != peak) falls.Add(new(peak, trough, t < levels.Length ? t : null, levels[trough] / levels[peak] - 1));
            peak = trough = t;
        }
        return falls;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
