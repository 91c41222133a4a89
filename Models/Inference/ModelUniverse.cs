namespace LeanDeep.Models.Inference;

/// <summary>The names that a model was made for.</summary>
/// <param name="Rule">How they were chosen, in words.</param>
/// <param name="Names">The names, in the order of their indices; empty for a model that does not depend on them.</param>
public sealed record ModelUniverse(string Rule, IReadOnlyList<UniverseName> Names)
{
    public bool Equals(ModelUniverse? other) => other != null && Rule == other.Rule && Names.SequenceEqual(other.Names);

    public override int GetHashCode() => HashCode.Combine(Rule, Names.Count);
}

/// <summary>One name of a universe.</summary>
/// <param name="Name">Ticker, upper case.</param>
/// <param name="Sector">Sector code that the features use; −1 where unknown.</param>
public sealed record UniverseName(string Name, int Sector);
