namespace LeanDeep.Training.Layers.Matrices;

/// <summary>F of the shrunk covariance δS + (1 − δ)F.</summary>
public enum ShrinkageTarget
{
    /// <summary>No shrinkage, whatever δ is.</summary>
    None,

    /// <summary>The diagonal of S.</summary>
    Diagonal,

    /// <summary>The identity; returns must be scaled accordingly.</summary>
    Identity,

    /// <summary>The identity times the mean of S's diagonal. Source: Ledoit and Wolf (2004).</summary>
    ScaledIdentity,
}
