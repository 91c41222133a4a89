namespace LeanDeep.Training.Loop;

/// <summary>The order in which an epoch visits its rows, from a seed alone.</summary>
/// <remarks>Fisher and Yates's shuffle with unbiased bounded draws. Sources: Knuth, volume 2, algorithm P; Lemire (2019); SplitMix64 of
/// Steele, Lea and Flood (2014).</remarks>
internal static class RowOrder
{
    /// <param name="rows">The rows.</param>
    /// <param name="order">The rows in their new order, as many.</param>
    /// <param name="seed">Of the order.</param>
    public static void Draw(ReadOnlySpan<int> rows, Span<int> order, long seed)
    {
        var state = (ulong)seed;
        for (var i = 0; i < rows.Length; i++)
        {
            // Inside out: row i takes a place among the i + 1 first, whose occupant moves to place i.
            var place = (int)Below((uint)i + 1, ref state);
            order[i] = order[place];
            order[place] = rows[i];
        }
    }

    private static ulong Below(ulong bound, ref ulong state)
    {
        var high = Math.BigMul(Next(ref state), bound, out var low);
        if (low < bound)
            for (var least = (0 - bound) % bound; low < least;)
                high = Math.BigMul(Next(ref state), bound, out low);
        return high;
    }

    private static ulong Next(ref ulong state) => SeedSequence.Finalise(state += SeedSequence.Increment);
}
