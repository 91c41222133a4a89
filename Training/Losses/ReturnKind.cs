namespace LeanDeep.Training.Losses;

/// <summary>How a return is measured between prices p and q.</summary>
public enum ReturnKind
{
    /// <summary>q/p − 1.</summary>
    Simple,

    /// <summary>ln(q/p).</summary>
    Log,
}
