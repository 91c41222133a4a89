namespace LeanDeep.Models.Portfolio;

/// <summary>Brings a constraint set into the order of given names.</summary>
internal static class ConstraintSetBinding
{
    public static AllocationLimits Bind(ConstraintSet set, IReadOnlyList<string> names, IReadOnlyList<string>? sectors, bool allowAbsent)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            if (!places.TryAdd(names[i], i))
                throw new ArgumentException($"names: expected distinct names, found {names[i]} twice", nameof(names));
        if (names.Count == 0)
            throw new ArgumentException("names: expected at least one, found none", nameof(names));
        if (sectors != null && sectors.Count != names.Count)
            throw new ArgumentException($"sectors: expected {names.Count}, found {sectors.Count}", nameof(sectors));

        var lower = new double[names.Count];
        var upper = new double[names.Count];
        Array.Fill(lower, set.Box.Lower);
        Array.Fill(upper, set.Box.Upper);
        foreach (var (name, box) in set.Names)
            if (Place(name, "names") is { } place) (lower[place], upper[place]) = (box.Lower, box.Upper);

        var groups = set.Groups.Count;
        var matrix = new double[groups * names.Count];
        for (var k = 0; k < groups; k++)
        {
            var row = matrix.AsSpan(k * names.Count, names.Count);
            if (set.Groups[k].Sector is { } sector) Fill(row, set.Groups[k].Name, sector);
            else
                foreach (var (name, weight) in set.Groups[k].Members!)
                    if (Place(name, $"groups.{set.Groups[k].Name}.members") is { } place) row[place] = weight;
        }
        var costs = new double[names.Count];
        Array.Fill(costs, set.Costs);
        return new AllocationLimits(names)
        {
            Lower = lower,
            Upper = upper,
            Net = set.Exposure,
            GroupNames = [.. set.Groups.Select(group => group.Name)],
            GroupMatrix = matrix,
            GroupLower = [.. set.Groups.Select(group => group.Limits.Lower)],
            GroupUpper = [.. set.Groups.Select(group => group.Limits.Upper)],
            Gross = set.Gross ?? double.PositiveInfinity,
            Turnover = set.Turnover ?? double.PositiveInfinity,
            Volatility = set.Volatility ?? double.PositiveInfinity,
            Costs = costs,
        };

        int? Place(string name, string field) => places.TryGetValue(name, out var place) ? place
            : allowAbsent ? null
            : throw new ArgumentException($"constraint set: {field}: expected names among the {names.Count} given, found {name}");

        void Fill(Span<double> row, string group, string sector)
        {
            if (sectors == null)
                throw new ArgumentException($"constraint set: groups.{group}.sector: expected sectors of the names, found none for {sector}");
            var found = false;
            for (var i = 0; i < row.Length; i++)
            {
                if (sectors[i] != sector) continue;
                row[i] = 1;
                found = true;
            }
            if (!found && !allowAbsent)
                throw new ArgumentException($"constraint set: groups.{group}.sector: expected one of {string.Join(", ", sectors.Distinct().Order(StringComparer.Ordinal))}, found {sector}");
        }
    }
}
