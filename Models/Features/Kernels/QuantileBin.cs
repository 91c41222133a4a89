namespace LeanDeep.Models.Features.Kernels;

/// <summary>Number of the quantile bin, from 0, in which each value of a cross-section lies. Edges are the linearly
/// interpolated quantiles of the values, bins are closed on the right (the first on both sides), and equal edges count once.</summary>
/// <remarks>Where all values are equal there is one edge and no bin: every result is NaN. So is a lone value's.
/// These are the rules of pandas' <c>qcut(x, q, labels=False, duplicates="drop")</c>.</remarks>
public static class QuantileBin
{
    /// <param name="x">(names) values; NaN lies in no bin and moves no edge.</param>
    /// <param name="quantiles">Number of bins.</param>
    /// <param name="sorted">(names) scratch.</param>
    /// <param name="y">(names) bin numbers; NaN where x is.</param>
    public static void Compute(ReadOnlySpan<double> x, int quantiles, Span<double> sorted, Span<double> y)
    {
        var count = 0;
        foreach (var value in x)
            if (!double.IsNaN(value))
                sorted[count++] = value;
        if (count == 0)
        {
            y.Fill(double.NaN);
            return;
        }
        sorted[..count].Sort();
        Span<double> edges = stackalloc double[quantiles + 1];
        var distinct = 0;
        for (var k = 0; k <= quantiles; k++)
        {
            var edge = Edge(sorted[..count], k, quantiles);
            if (distinct == 0 || edge > edges[distinct - 1])
                edges[distinct++] = edge;
        }
        for (var i = 0; i < x.Length; i++)
            y[i] = double.IsNaN(x[i]) || distinct < 2 ? double.NaN : Bin(x[i], edges[1..distinct]);
    }

    /// <summary>Quantile k/n of sorted values, interpolated linearly between the two neighbours of position (count − 1)·k/n.</summary>
    private static double Edge(ReadOnlySpan<double> sorted, int k, int n)
    {
        var (index, remainder) = Math.DivRem((sorted.Length - 1) * k, n);
        if (remainder == 0)
            return sorted[index];
        var (lower, upper) = (sorted[index], sorted[index + 1]);
        return lower + (upper - lower) * ((double)remainder / n);
    }

    private static int Bin(double value, ReadOnlySpan<double> rightEdges)
    {
        var bin = 0;
        while (bin < rightEdges.Length - 1 && value > rightEdges[bin])
            bin++;
        return bin;
    }
}
