using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Analysis;

/// <summary>Cuts a day's predictions into quantiles of as many names as ties allow.</summary>
/// <remarks>Edges are linear between order statistics, bins closed on the right, as pandas' qcut has them.</remarks>
internal static class QuantileCut
{
    /// <param name="sorted">(n) as <see cref="FloatOrder.Sort"/> left the values.</param>
    /// <param name="values">(n).</param>
    /// <param name="quantiles">q, at least 2.</param>
    /// <param name="cut">(n) receives 1 (lowest) to q; 0 for all where edges coincide.</param>
    /// <returns>Whether all edges differ, so that the day has quantiles.</returns>
    public static bool Assign(ReadOnlySpan<ulong> sorted, ReadOnlySpan<float> values, int quantiles, Span<byte> cut)
    {
        var n = sorted.Length;
        if (n < 2)
        {
            cut.Clear();
            return false;
        }
        var edge = (double)values[FloatOrder.Index(sorted[0])];
        for (int k = 1, i = 0; k <= quantiles; k++)
        {
            var (at, part) = Math.DivRem((long)k * (n - 1), quantiles);
            double low = values[FloatOrder.Index(sorted[(int)at])], high = part == 0 ? low : values[FloatOrder.Index(sorted[(int)at + 1])];
            var next = low + (high - low) * part / quantiles;
            if (next == edge)
            {
                cut.Clear();
                return false;
            }
            edge = next;
            for (; i < n && (k == quantiles || values[FloatOrder.Index(sorted[i])] <= edge); i++)
                cut[FloatOrder.Index(sorted[i])] = (byte)k;
        }
        return true;
    }
}
