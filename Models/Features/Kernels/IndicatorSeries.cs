namespace LeanDeep.Models.Features.Kernels;

/// <summary>A series in the form that Skender.Stock.Indicators takes. Its indicators depend on the order of the
/// dates only, so the n-th bar stands on the n-th day of the calendar.</summary>
internal static class IndicatorSeries
{
    public static (DateTime Date, double Value)[] Of(ReadOnlySpan<double> values)
    {
        var series = new (DateTime, double)[values.Length];
        for (var i = 0; i < values.Length; i++)
            series[i] = (DateOf(i), values[i]);
        return series;
    }

    public static DateTime DateOf(int index) => new(index * TimeSpan.TicksPerDay, DateTimeKind.Utc);

    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static void RequireLength(int expected, int found, string parameter)
    {
        if (expected != found)
            throw new ArgumentException($"expected {expected} values, found {found}", parameter);
    }
}
