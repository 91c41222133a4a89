namespace LeanDeep.Models.Portfolio;

/// <summary>Bounds on a weighted sum of weights: of a sector, of listed names, or of an exposure.</summary>
/// <param name="Name">How it is called in results and messages.</param>
/// <param name="Limits">Bounds on the sum, fractions of equity.</param>
public sealed record GroupLimit(string Name, Interval Limits)
{
    /// <summary>The sector whose names are summed; exactly one of this and <see cref="Members"/> is given.</summary>
    public string? Sector { get; init; }

    /// <summary>The names that are summed and what each counts; 1 for plain membership.</summary>
    public IReadOnlyDictionary<string, double>? Members { get; init; }

    public bool Equals(GroupLimit? other) =>
        other != null && Name == other.Name && Limits == other.Limits && Sector == other.Sector && Members is null == other.Members is null
        && (Members is null || (Members.Count == other.Members!.Count && Members.All(m => other.Members.TryGetValue(m.Key, out var value) && value == m.Value)));

    public override int GetHashCode() => HashCode.Combine(Name, Limits, Sector, Members?.Count);
}
