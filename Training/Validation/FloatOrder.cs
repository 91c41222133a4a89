namespace LeanDeep.Training.Validation;

/// <summary>Orders floats by a radix sort of their bits, each with its index: no comparisons, no allocation, equal values in the order of their indices.</summary>
internal static class FloatOrder
{
    private const int RadixBits = 8, Buckets = 1 << RadixBits, Passes = 32 / RadixBits;

    // Below this a comparison sort is faster than clearing the counts.
    private const int Few = 96;

    /// <param name="values">(n) without NaN; −0 equals 0.</param>
    /// <param name="sorted">(n) receives the entries, ascending; <see cref="Index"/> and <see cref="Same"/> read them.</param>
    /// <param name="scratch">(n).</param>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static void Sort(ReadOnlySpan<float> values, Span<ulong> sorted, Span<ulong> scratch)
    {
        var n = values.Length;
        var from = sorted[..n];
        var to = scratch[..n];
        if (n < Few)
        {
            for (var i = 0; i < n; i++)
                from[i] = (ulong)Key(values[i], i) << 32 | (uint)i;
            from.Sort();
            return;
        }
        Span<int> counts = stackalloc int[Passes * Buckets];
        counts.Clear();
        for (var i = 0; i < n; i++)
        {
            var key = Key(values[i], i);
            from[i] = (ulong)key << 32 | (uint)i;
            for (var pass = 0; pass < Passes; pass++)
                counts[pass * Buckets + (int)(key >> pass * RadixBits & Buckets - 1)]++;
        }
        for (var pass = 0; pass < Passes; pass++)
        {
            var offsets = counts.Slice(pass * Buckets, Buckets);
            var shift = 32 + pass * RadixBits;
            if (offsets[(int)(from[0] >> shift & Buckets - 1)] == n)
                continue; // all alike in this digit
            var sum = 0;
            for (var b = 0; b < Buckets; b++)
                (offsets[b], sum) = (sum, sum + offsets[b]);
            foreach (var entry in from)
                to[offsets[(int)(entry >> shift & Buckets - 1)]++] = entry;
            var swap = from;
            from = to;
            to = swap;
        }
        if (!(from == sorted[..n]))
            from.CopyTo(sorted);
    }

    /// <summary>Index of the value of an entry.</summary>
    public static int Index(ulong entry) => (int)(uint)entry;

    /// <summary>Whether two entries have equal values.</summary>
    public static bool Same(ulong a, ulong b) => (a ^ b) >> 32 == 0;

    /// <summary>First index after the entries equal to that at <paramref name="first"/>.</summary>
    public static int EndOfTie(ReadOnlySpan<ulong> sorted, int first)
    {
        var next = first + 1;
        while (next < sorted.Length && Same(sorted[next], sorted[first]))
            next++;
        return next;
    }

    /// <summary>Twice each value's rank about the mean rank: 2·rank − (n + 1), whole numbers even with ties averaged.</summary>
    /// <param name="sorted">(n) as <see cref="Sort"/> left it.</param>
    /// <param name="deviations">(n) by index.</param>
    /// <returns>Sum of squares.</returns>
    public static long Deviations(ReadOnlySpan<ulong> sorted, Span<int> deviations)
    {
        long squares = 0;
        for (var first = 0; first < sorted.Length;)
        {
            var next = EndOfTie(sorted, first);
            var deviation = first + next - sorted.Length;
            squares += (long)deviation * deviation * (next - first);
            for (var i = first; i < next; i++)
                deviations[Index(sorted[i])] = deviation;
            first = next;
        }
        return squares;
    }

    // Unsigned integers in the order of the floats.
    private static uint Key(float value, int index)
    {
        if (float.IsNaN(value))
            throw new ArgumentException($"expected numbers, found NaN at {index}", nameof(value));
        var bits = BitConverter.SingleToUInt32Bits(value + 0f); // −0 becomes 0
        return bits ^ ((uint)((int)bits >> 31) | 0x80000000);
    }
}
