namespace LeanDeep.Cli.Allocation;

/// <summary>What a portfolio is sought for.</summary>
internal enum AllocationObjective
{
    /// <summary>max μᵀw − γ wᵀΣw − α‖w‖² less costs.</summary>
    MeanVariance,

    /// <summary>min wᵀΣw.</summary>
    MinimumVariance,

    /// <summary>max μᵀw / √(wᵀΣw).</summary>
    MaximumSharpe,
}
