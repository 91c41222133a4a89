namespace LeanDeep.Models.Features;

/// <summary>Over which bars of its own name a feature is z-scored.</summary>
public enum Standardisation
{
    /// <summary>All bars up to and including the present one: known at the time.</summary>
    Expanding,

    /// <summary>All bars of the panel, later ones included: looks ahead. For replicating published results only.</summary>
    WholeSample,
}
