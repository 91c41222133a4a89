using LeanDeep.Models.Features.Kernels;

namespace LeanDeep.Models.Features;

/// <summary>The features that compare the names of one session, and those of its date. Both the batch and the
/// streaming form end each session here.</summary>
internal sealed class CrossSection
{
    private readonly double[] _sorted, _members, _bins;
    private readonly int[] _order;
    private readonly int[] _groupOf;
    private readonly int[] _groupEnd;

    /// <param name="sectors">(names) sector codes.</param>
    public CrossSection(IReadOnlyList<int> sectors)
    {
        var groups = sectors.Distinct().Order().ToArray();
        _groupOf = [.. sectors.Select(sector => Array.BinarySearch(groups, sector))];
        _groupEnd = new int[groups.Length + 1];
        _sorted = new double[sectors.Count];
        _members = new double[sectors.Count];
        _bins = new double[sectors.Count];
        _order = new int[sectors.Count];
    }

    /// <summary>Completes one session.</summary>
    /// <param name="columns">(features)(rows): on entry the features of each name's own series, with the mean dollar
    /// volume in the rank's column; on return all.</param>
    /// <param name="start">First row of the session.</param>
    /// <param name="names">(rows of the session) which name each row is.</param>
    /// <param name="sectors">(names) sector codes.</param>
    public void Complete(double[][] columns, int start, ReadOnlySpan<int> names, IReadOnlyList<int> sectors, DateOnly date)
    {
        var count = names.Length;
        var rank = columns[Chapter17Features.DollarVolumeRank].AsSpan(start, count);
        DescendingRank.Compute(rank, _sorted, _order, rank);
        GroupBySector(names);
        for (var h = 0; h < Chapter17Features.Horizons.Length; h++)
        {
            var returns = columns[Chapter17Features.FirstReturn + h].AsSpan(start, count);
            QuantileBin.Compute(returns, Chapter17Features.Deciles, _sorted, columns[Chapter17Features.FirstDecile + h].AsSpan(start, count));
            BinWithinSectors(returns, columns[Chapter17Features.FirstSectorQuintile + h].AsSpan(start, count));
        }
        var sector = columns[Chapter17Features.Sector].AsSpan(start, count);
        for (var i = 0; i < count; i++)
            sector[i] = sectors[names[i]];
        columns[Chapter17Features.Year].AsSpan(start, count).Fill(date.Year);
        columns[Chapter17Features.Month].AsSpan(start, count).Fill(date.Month);
        columns[Chapter17Features.Weekday].AsSpan(start, count).Fill(((int)date.DayOfWeek + 6) % 7);
    }

    /// <summary>Sorts the session's rows by sector into <see cref="_order"/>; group g ends at <see cref="_groupEnd"/>[g].</summary>
    private void GroupBySector(ReadOnlySpan<int> names)
    {
        Array.Clear(_groupEnd);
        foreach (var name in names)
            _groupEnd[_groupOf[name] + 1]++;
        for (var g = 1; g < _groupEnd.Length; g++)
            _groupEnd[g] += _groupEnd[g - 1];
        for (var i = 0; i < names.Length; i++)
            _order[_groupEnd[_groupOf[names[i]]]++] = i;
    }

    private void BinWithinSectors(ReadOnlySpan<double> returns, Span<double> y)
    {
        var first = 0;
        for (var g = 0; g < _groupEnd.Length - 1; g++)
        {
            var rows = _order.AsSpan(first, _groupEnd[g] - first);
            first = _groupEnd[g];
            for (var i = 0; i < rows.Length; i++)
                _members[i] = returns[rows[i]];
            QuantileBin.Compute(_members.AsSpan(0, rows.Length), Chapter17Features.Quintiles, _sorted, _bins.AsSpan(0, rows.Length));
            for (var i = 0; i < rows.Length; i++)
                y[rows[i]] = _bins[i];
        }
    }
}
