namespace LeanDeep.Training.Reports;

/// <summary>Series over days that may lack some.</summary>
internal static class DailySeries
{
    /// <summary>Growth of one dollar less one; a missing return counts as zero.</summary>
    public static double[] Compound(double[] returns)
    {
        var level = 1.0;
        return [.. returns.Select(value => (level *= 1 + (double.IsFinite(value) ? value : 0)) - 1)];
    }

    /// <summary>Running sum; a missing value counts as zero.</summary>
    public static double[] Sum(double[] values)
    {
        var sum = 0.0;
        return [.. values.Select(value => sum += double.IsFinite(value) ? value : 0)];
    }

    /// <summary>Mean of the known values among the last; NaN until the window is full and where fewer than half are known.</summary>
    public static double[] MovingMean(double[] values, int window)
    {
        var means = new double[values.Length];
        var (sum, known) = (0.0, 0);
        for (var t = 0; t < values.Length; t++)
        {
            Count(values[t], 1);
            if (t >= window) Count(values[t - window], -1);
            means[t] = t + 1 < window || 2 * known < window ? double.NaN : sum / known;
        }
        return means;

        void Count(double value, int sign)
        {
            if (!double.IsFinite(value)) return;
            sum += sign * value;
            known += sign;
        }
    }

    /// <summary>(years) mean of the known values of each month, January first, and of the year.</summary>
    public static IEnumerable<(int Year, double[] Means)> MonthlyMeans(IReadOnlyList<DateOnly> dates, double[] values) =>
        dates.Zip(values).Where(day => double.IsFinite(day.Second)).GroupBy(day => day.First.Year).OrderBy(year => year.Key).Select(year => (
            year.Key,
            Enumerable.Range(1, 12).Select(month => year.Where(day => day.First.Month == month).Select(day => day.Second).DefaultIfEmpty(double.NaN).Average())
                .Append(year.Average(day => day.Second)).ToArray()));
}
