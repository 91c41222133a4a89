namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>A bar in LEAN's units.</summary>
/// <param name="Start">Ticks, UTC.</param>
/// <param name="Open">Dollars × 10000, as traded.</param>
/// <param name="Volume">Shares.</param>
internal readonly record struct ReplayBar(long Start, long Open, long High, long Low, long Close, long Volume)
{
    public const decimal Scale = 10_000;

    public static decimal Price(long scaled) => scaled / Scale;

    /// <summary>Bars as one.</summary>
    public static ReplayBar Merge(long start, ReadOnlySpan<ReplayBar> bars)
    {
        var merged = bars[0] with { Start = start };
        foreach (var bar in bars[1..])
            merged = merged with { High = Math.Max(merged.High, bar.High), Low = Math.Min(merged.Low, bar.Low), Close = bar.Close, Volume = merged.Volume + bar.Volume };
        return merged;
    }

    /// <summary>A longer bar as minutes that add up to it exactly: open, the two extremes, close.</summary>
    /// <remarks>The low comes first when the bar rises. What was between is not in the data.</remarks>
    public IEnumerable<ReplayBar> Minutes(long length)
    {
        var minutes = length / TimeSpan.TicksPerMinute;
        var (first, second) = Close >= Open ? (Low, High) : (High, Low);
        var quarter = Volume / 4;
        // Each minute goes from the last one's price to its own, so that the extremes are inside minutes and none has a gap before it.
        yield return new(Start, Open, Open, Open, Open, Volume - 3 * quarter);
        yield return Step(minutes / 3, Open, first, quarter);
        yield return Step(minutes * 2 / 3, first, second, quarter);
        yield return Step(minutes - 1, second, Close, quarter);
    }

    private ReplayBar Step(long minute, long from, long to, long volume) =>
        new(Start + minute * TimeSpan.TicksPerMinute, from, Math.Max(from, to), Math.Min(from, to), to, volume);
}
