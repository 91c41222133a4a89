namespace LeanDeep.Training.Data;

/// <summary>Ranks across the names of one day.</summary>
internal static class CrossSection
{
    /// <summary>Ranks from 1, ties averaged.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="ranks">As long as <paramref name="values"/>.</param>
    /// <param name="order">Scratch of the same length.</param>
    public static void Ranks(ReadOnlySpan<double> values, Span<double> ranks, Span<int> order)
    {
        var sorted = ranks[..values.Length]; // sorted here first, then overwritten
        values.CopyTo(sorted);
        for (var i = 0; i < values.Length; i++)
            order[i] = i;
        sorted.Sort(order[..values.Length]);
        for (int i = 0, end; i < values.Length; i = end)
        {
            for (end = i + 1; end < values.Length && values[order[end]] == values[order[i]]; end++) { }
            for (var k = i; k < end; k++)
                ranks[order[k]] = (i + 1 + end) / 2.0;
        }
    }

    /// <summary>Ranks mapped to −1..1.</summary>
    public static void CentredRanks(ReadOnlySpan<double> values, Span<double> ranks, Span<int> order)
    {
        Ranks(values, ranks, order);
        for (var i = 0; i < values.Length; i++)
            ranks[i] = ((2 * ranks[i]) - values.Length - 1) / Math.Max(1, values.Length - 1);
    }

    /// <summary>Spearman's rank correlation; NaN where one side is constant.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b, order) = (new double[x.Length], new double[x.Length], new int[x.Length]);
        CentredRanks(x, a, order);
        CentredRanks(y, b, order);
        double ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : double.NaN;
    }
}
