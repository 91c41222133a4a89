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
    public const int MaximumAssets = 40;

    /// <summary>Series of the assets without one of their own, summed.</summary>
    public const string Others = "others";
}
