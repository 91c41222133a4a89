using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Analysis;

/// <summary>Daily rank correlations over all names and within each sector, from one order of the predictions.</summary>
/// <param name="All">(days).</param>
/// <param name="BySector">(days · sectors) NaN where there is none.</param>
internal sealed record SectorCorrelations(double[] All, double[] BySector)
{
    public static SectorCorrelations Of(FactorPanel panel, HorizonReturns returns, FactorOrder order)
    {
        var sectors = panel.SectorNames.Count;
        var result = new SectorCorrelations(new double[panel.DayCount], new double[panel.DayCount * sectors]);
        var most = Enumerable.Range(0, panel.DayCount).Select(day => panel.Starts[day + 1] - panel.Starts[day]).DefaultIfEmpty(0).Max();
        var (kept, grouped, ends) = (new ulong[most], new ulong[most], new int[sectors]);
        for (var day = 0; day < panel.DayCount; day++)
        {
            var (first, count) = (panel.Starts[day], panel.Starts[day + 1] - panel.Starts[day]);
            var sorted = Known(order.Sorted.AsSpan(first, count), returns.Values.AsSpan(first, count), returns.Known[day], kept);
            result.All[day] = DailyRankCorrelation.Correlation(sorted, returns.Deviations.AsSpan(first, count), returns.Squares[day]);

            // Sector after sector, each in the order of its predictions.
            var rowSectors = panel.Sectors.AsSpan(first, count);
            Array.Clear(ends);
            foreach (var entry in sorted)
                ends[rowSectors[FloatOrder.Index(entry)]]++;
            for (int sector = 0, sum = 0; sector < sectors; sector++)
                (ends[sector], sum) = (sum, sum + ends[sector]);
            foreach (var entry in sorted)
                grouped[ends[rowSectors[FloatOrder.Index(entry)]]++] = entry;
            for (int sector = 0, start = 0; sector < sectors; start = ends[sector++])
                result.BySector[day * sectors + sector] = DailyRankCorrelation.Correlation(
                    grouped.AsSpan(start, ends[sector] - start), returns.SectorDeviations.AsSpan(first, count), returns.SectorSquares[day * sectors + sector]);
        }
        return result;
    }

    /// <summary>(days) of one sector.</summary>
    public IEnumerable<double> Sector(int sector)
    {
        var sectors = All.Length == 0 ? 0 : BySector.Length / All.Length;
        for (var day = 0; day < All.Length; day++)
            yield return BySector[day * sectors + sector];
    }

    private static ReadOnlySpan<ulong> Known(ReadOnlySpan<ulong> sorted, ReadOnlySpan<double> values, int known, ulong[] kept)
    {
        if (known == sorted.Length)
            return sorted;
        var count = 0;
        foreach (var entry in sorted)
            if (!double.IsNaN(values[FloatOrder.Index(entry)]))
                kept[count++] = entry;
        return kept.AsSpan(0, count);
    }
}
