using LeanDeep.Training.Reports.TensorBoard.Format;

namespace LeanDeep.Training.Reports.TensorBoard;

/// <summary>Counts values in the buckets that TensorBoard expects: each a tenth wider than the one nearer to zero, from 1e-12 to 1e20 on both sides.</summary>
/// <remarks>Source: TensorFlow, tensorflow/core/lib/histogram/histogram.cc.</remarks>
internal static class ValueHistogram
{
    /// <summary>Upper ends of the buckets, ascending; a value that equals one lies in the next.</summary>
    private static readonly double[] Limits = BuildLimits();

    /// <param name="values">At least one of them finite; others are left out.</param>
    /// <exception cref="ArgumentException">No finite value.</exception>
    public static HistogramProto Of(ReadOnlySpan<float> values)
    {
        var histogram = new HistogramProto { Min = double.PositiveInfinity, Max = double.NegativeInfinity };
        var counts = new double[Limits.Length];
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            var found = Array.BinarySearch(Limits, (double)value);
            counts[found >= 0 ? found + 1 : ~found]++;
            histogram.Num++;
            histogram.Sum += value;
            histogram.SumSquares += (double)value * value;
            histogram.Min = Math.Min(histogram.Min, value);
            histogram.Max = Math.Max(histogram.Max, value);
        }
        if (histogram.Num == 0)
            throw new ArgumentException($"expected finite values, found none among {values.Length}", nameof(values));
        for (var i = 0; i < counts.Length; i++)
        {
            // A run of empty buckets is written as one.
            while (counts[i] == 0 && i + 1 < counts.Length && counts[i + 1] == 0)
                i++;
            histogram.BucketLimit.Add(Limits[i]);
            histogram.Bucket.Add(counts[i]);
        }
        return histogram;
    }

    private static double[] BuildLimits()
    {
        List<double> positive = [];
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1)
            positive.Add(limit);
        positive.Add(double.MaxValue);
        return [.. Enumerable.Reverse(positive).Select(limit => -limit), 0, .. positive];
    }
}
