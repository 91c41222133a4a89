namespace LeanDeep.Models.Features.Kernels;

/// <summary>Rank within a cross-section, 1 for the largest; equal values share the mean of their ranks.</summary>
public static class DescendingRank
{
    /// <param name="x">(names) values; NaN has no rank.</param>
    /// <param name="sorted">(names) scratch.</param>
    /// <param name="order">(names) scratch.</param>
    /// <param name="y">(names) ranks; NaN where x is. May be x itself.</param>
    public static void Compute(ReadOnlySpan<double> x, Span<double> sorted, Span<int> order, Span<double> y)
    {
        var count = 0;
        for (var i = 0; i < x.Length; i++)
            if (!double.IsNaN(x[i]))
            {
                sorted[count] = -x[i];
                order[count++] = i;
            }
        sorted[..count].Sort(order[..count]);
        y.Fill(double.NaN);
        for (var first = 0; first < count;)
        {
            var end = first + 1;
            while (end < count && sorted[end] == sorted[first])
                end++;
            var rank = 0.5 * (first + 1 + end);
            for (; first < end; first++)
                y[order[first]] = rank;
        }
    }
}
