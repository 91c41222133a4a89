using System.Globalization;

namespace LeanDeep.Models.Portfolio;

/// <summary>The ranges of a constraint set's values.</summary>
internal static class ConstraintSetRules
{
    /// <summary>A value that is out of its range: where, what was expected, what was found.</summary>
    public readonly record struct Breach(string Field, string Expected, string Found);

    public static Breach? FirstBreach(ConstraintSet set)
    {
        if (!set.Net.IsValid) return Of("net", "lower at most upper", set.Net);
        if (!set.Cash.IsValid) return Of("cash", "lower at most upper", set.Cash);
        if (!set.Box.IsValid) return Of("box", "lower at most upper", set.Box);
        if (!set.Exposure.IsValid) return Of("cash", $"a range that leaves a net exposure within {set.Net}", set.Cash);
        foreach (var (name, box) in set.Names)
            if (!box.IsValid) return Of($"names.{name}", "lower at most upper", box);
        if (set.Gross is { } gross && !(gross >= 0 && double.IsFinite(gross))) return Of("gross", "a number of at least 0", gross);
        if (set.Turnover is { } turnover && !(turnover >= 0 && double.IsFinite(turnover))) return Of("turnover", "a number of at least 0", turnover);
        if (set.Volatility is { } volatility && !(volatility > 0 && double.IsFinite(volatility))) return Of("volatility", "a positive number", volatility);
        if (!(set.Costs >= 0 && double.IsFinite(set.Costs))) return Of("costs", "a number of at least 0", set.Costs);
        if (set.Gross is { } limit && Math.Max(set.Exposure.Lower, -set.Exposure.Upper) is var least && limit < least) return Of("gross", $"at least the net exposure {Text(least)}", limit);
        return FirstBreach(set.Groups);
    }

    private static Breach? FirstBreach(IReadOnlyList<GroupLimit> groups)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var k = 0; k < groups.Count; k++)
        {
            var group = groups[k];
            if (string.IsNullOrWhiteSpace(group.Name)) return new Breach($"groups[{k}].name", "a name", "none");
            if (!seen.Add(group.Name)) return new Breach("groups", "distinct names", $"{group.Name} twice");
            if (!group.Limits.IsValid) return Of($"groups.{group.Name}", "lower at most upper", group.Limits);
            if (group.Sector is null == group.Members is null)
                return new Breach($"groups.{group.Name}", "either a sector or members", group.Sector is null ? "neither" : "both");
            if (group.Members is { Count: 0 }) return new Breach($"groups.{group.Name}.members", "at least one name", "none");
            foreach (var (name, weight) in group.Members ?? new Dictionary<string, double>())
                if (!double.IsFinite(weight)) return Of($"groups.{group.Name}.members.{name}", "a finite number", weight);
        }
        return null;
    }

    private static Breach Of(string field, string expected, Interval found) => new(field, expected, found.ToString());

    private static Breach Of(string field, string expected, double found) => new(field, expected, Text(found));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
