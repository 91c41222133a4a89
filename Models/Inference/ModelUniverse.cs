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
/// <param name="Name">Ticker, upper case; of a portfolio, its name.</param>
/// <param name="Sector">Sector code that the features use; −1 where unknown.</param>
/// <param name="Members">Tickers of a portfolio of equal weights; null for a name that trades itself.</param>
public sealed record UniverseName(string Name, int Sector, IReadOnlyList<string>? Members = null)
{
    /// <summary>Tickers to trade: the members, or the name itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Tickers => Members ?? [Name];

    public bool Equals(UniverseName? other) =>
        other != null && (Name, Sector) == (other.Name, other.Sector) && (Members is null ? other.Members is null : other.Members is not null && Members.SequenceEqual(other.Members));

    public override int GetHashCode() => HashCode.Combine(Name, Sector);
}
