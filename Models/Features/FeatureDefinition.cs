namespace LeanDeep.Models.Features;

/// <summary>One input of a model: its name and the parameters that fix its values.</summary>
/// <param name="Name">Column name, for example <c>rsi</c>.</param>
/// <param name="Parameters">Everything that changes the values, as invariant text, for example <c>period</c> = <c>14</c>.</param>
public sealed record FeatureDefinition(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    public bool Equals(FeatureDefinition? other) =>
        other != null && Name == other.Name && Parameters.Count == other.Parameters.Count
        && Parameters.All(p => other.Parameters.TryGetValue(p.Key, out var value) && value == p.Value);

    public override int GetHashCode() => HashCode.Combine(Name, Parameters.Count);

    /// <summary>For example <c>bb_high(period=20, width=2)</c>.</summary>
    public override string ToString() =>
        Parameters.Count == 0
            ? Name
            : $"{Name}({string.Join(", ", Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))})";
}
