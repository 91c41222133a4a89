namespace LeanDeep.Models.Portfolio;

/// <summary>Equal weights on the names with the highest positive and the lowest negative predictions.</summary>
/// <param name="SideCount">Names a side at most, at least 1.</param>
/// <param name="MinimumSideCount">Flat unless each side has more names than this.</param>
/// <param name="Gross">Sum of absolute weights as a fraction of equity, half of it on each side.</param>
/// <remarks>Source: "Machine Learning for Algorithmic Trading", 2nd ed., ch. 17 (25 a side, more than 10 a side, ±1/n each: gross 2).</remarks>
public sealed record LongShortRule(int SideCount = 25, int MinimumSideCount = 10, double Gross = 1.0)
{
    private readonly int _sideCount = SideCount >= 1 ? SideCount : throw new ArgumentOutOfRangeException(nameof(SideCount), SideCount, "expected at least 1");
    private readonly int _minimum = MinimumSideCount >= 0 && MinimumSideCount < SideCount
        ? MinimumSideCount
        : throw new ArgumentOutOfRangeException(nameof(MinimumSideCount), MinimumSideCount, $"expected 0 to {SideCount - 1}");
    private readonly double _gross = Gross > 0 && double.IsFinite(Gross) ? Gross : throw new ArgumentOutOfRangeException(nameof(Gross), Gross, "expected a positive number");

    public int SideCount { get => _sideCount; init => _sideCount = value; }
    public int MinimumSideCount { get => _minimum; init => _minimum = value; }
    public double Gross { get => _gross; init => _gross = value; }

    /// <summary>Weights for one day.</summary>
    /// <param name="predictions">(names) predicted returns; NaN is passed over.</param>
    /// <param name="weights">(names) receives fractions of equity; 0 for names that are not held.</param>
    /// <returns>The number of names held, 0 when flat.</returns>
    /// <remarks>Equal predictions are taken in the order of the names. Long and short sides have the same gross.</remarks>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public int Decide(ReadOnlySpan<float> predictions, Span<double> weights)
    {
        if (weights.Length != predictions.Length)
            throw new ArgumentException($"expected {predictions.Length} weights, found {weights.Length}", nameof(weights));
        weights.Clear();
        Span<int> longs = stackalloc int[SideCount];
        Span<int> shorts = stackalloc int[SideCount];
        int longCount = 0, shortCount = 0;
        for (var i = 0; i < predictions.Length; i++)
        {
            if (predictions[i] > 0) longCount = Insert(longs, longCount, i, predictions, 1f);
            else if (predictions[i] < 0) shortCount = Insert(shorts, shortCount, i, predictions, -1f);
        }
        if (longCount <= MinimumSideCount || shortCount <= MinimumSideCount)
            return 0;
        foreach (var i in longs[..longCount]) weights[i] = 0.5 * Gross / longCount;
        foreach (var i in shorts[..shortCount]) weights[i] = -0.5 * Gross / shortCount;
        return longCount + shortCount;
    }

    /// <summary>Keeps the best <see cref="SideCount"/> indices in decreasing order of sign · prediction.</summary>
    private static int Insert(Span<int> best, int count, int candidate, ReadOnlySpan<float> predictions, float sign)
    {
        var value = sign * predictions[candidate];
        if (count == best.Length && value <= sign * predictions[best[^1]]) return count;
        var at = count < best.Length ? count++ : count - 1;
        for (; at > 0 && value > sign * predictions[best[at - 1]]; at--)
            best[at] = best[at - 1];
        best[at] = candidate;
        return count;
    }
}
