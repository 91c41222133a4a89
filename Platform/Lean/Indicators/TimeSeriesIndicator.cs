namespace QuantConnect.Indicators;

/// <summary>The base of indicators that fit a model to a series; series run from the newest value to the oldest.</summary>
public abstract class TimeSeriesIndicator : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    protected TimeSeriesIndicator(string name)
        : base(name)
    {
    }

#pragma warning disable CA1707 // The genuine package's name.
    protected double[] _diffHeads { get; set; }
#pragma warning restore CA1707

    public abstract int WarmUpPeriod { get; }

    /// <summary>The series of d-th differences.</summary>
    /// <param name="diffHeads">The last item of each series that was differenced.</param>
    /// <returns>Null where <paramref name="d"/> is 0.</returns>
    public static double[] DifferenceSeries(int d, double[] series, out double[] diffHeads)
    {
        diffHeads = new double[d];
        if (d == 0) return null;
        for (var order = 0; order < d; order++)
        {
            diffHeads[order] = series[^1];
            var difference = new double[series.Length - 1];
            for (var i = 0; i < difference.Length; i++) difference[i] = series[i] - series[i + 1];
            series = difference;
        }
        return series;
    }

    /// <summary>Undoes <see cref="DifferenceSeries"/>.</summary>
    public static double[] InverseDifferencedSeries(double[] series, double[] diffHeads)
    {
        var items = series.ToList();
        for (var order = diffHeads.Length - 1; order >= 0; order--)
        {
            items.Add(diffHeads[order]);
            items = CumulativeSum(items, true);
        }
        return [.. items];
    }

    /// <summary>For each item after the first <paramref name="p"/>, those before it in the array, the nearest first.</summary>
    /// <param name="includeT">Whether the item itself comes first.</param>
    public static double[][] LaggedSeries(int p, double[] series, bool includeT = false)
    {
        var rows = new double[Math.Max(0, series.Length - p)][];
        var first = includeT ? 0 : 1;
        for (var t = p; t < series.Length; t++)
        {
            var row = rows[t - p] = new double[p - first + 1];
            for (var j = first; j <= p; j++) row[j - first] = series[t - j];
        }
        return rows;
    }

    /// <param name="reverse">Whether to sum from the end.</param>
    public static List<double> CumulativeSum(List<double> series, bool reverse = false)
    {
        var sums = new List<double>(series);
        if (reverse) sums.Reverse();
        for (var i = 1; i < sums.Count; i++) sums[i] += sums[i - 1];
        if (reverse) sums.Reverse();
        return sums;
    }
}
