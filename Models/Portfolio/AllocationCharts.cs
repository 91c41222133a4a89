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

    /// <summary>Decisions over more assets are not charted.</summary>
    public const int MaximumAssets = 40;
}
