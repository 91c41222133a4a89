namespace LeanDeep.Models.Portfolio;

/// <summary>Charts in which an algorithm keeps its decisions, and in which reports look for them.</summary>
public static class AllocationCharts
{
    /// <summary>Target weights, a series for each asset: fractions of equity.</summary>
    public const string Weights = "Allocation Weights";

    /// <summary>wᵢ(Σw)ᵢ / wᵀΣw of the targets, Σ the window's shrunk covariance; a series for each asset.</summary>
    public const string Risk = "Risk Contributions";

    /// <summary>Multipliers of the limits that bound, a series for each limit: the objective's gain for each unit by which the limit is loosened.</summary>
    public const string Prices = "Constraint Prices";

    /// <summary>Series of weights and of risk at most: of more assets those are charted that are, or were, among a decision's largest, and the rest as <see cref="Others"/>.</summary>
    /// <remarks>LEAN takes 30 names of series from an algorithm: these, <see cref="MaximumLimits"/>, and two of the check of what is held.</remarks>
    public const int MaximumAssets = 20;

    /// <summary>Series of prices at most: of more limits those that bound first, and the dearest of the rest as <see cref="OtherLimits"/>.</summary>
    public const int MaximumLimits = 8;

    /// <summary>Series of the assets without one of their own, summed.</summary>
    public const string Others = "others";

    /// <summary>Series of the limits without one of their own.</summary>
    public const string OtherLimits = "other limits";
}
