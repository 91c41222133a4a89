namespace LeanDeep.Models.Portfolio;

/// <summary>What a solve came to, per sample.</summary>
public enum AllocationStatus
{
    /// <summary>Not solved yet.</summary>
    None,

    /// <summary>Certified: the KKT residual is within the tolerance.</summary>
    Optimal,

    /// <summary>The best iterate, whose KKT residual is above the tolerance: see the residual.</summary>
    Inaccurate,

    /// <summary>No weights meet all constraints; the weights are those that violate them least.</summary>
    Infeasible,

    /// <summary>The objective has no maximum under the constraints; the weights are feasible and of least norm.</summary>
    Unbounded,

    /// <summary>An input is NaN or infinite, or a risk aversion, ridge or cost negative; the weights are feasible and of least norm.</summary>
    InvalidInput,

    /// <summary>γΣ + αI has a negative eigenvalue, or Σ has where a volatility limit needs it; the weights are feasible and of least norm.</summary>
    Indefinite,
}

/// <summary>Where a weight of a solution lies.</summary>
public enum WeightState : byte
{
    /// <summary>Between its limits.</summary>
    Free,

    /// <summary>At its least value.</summary>
    AtLower,

    /// <summary>At its greatest value.</summary>
    AtUpper,

    /// <summary>At zero, held there by the gross limit.</summary>
    AtZero,

    /// <summary>At the weight held before, kept there by the turnover limit or by costs.</summary>
    AtHeld,
}

/// <summary>Whether a constraint that is not a name's own binds.</summary>
public enum RowState : byte
{
    Inactive,
    AtLower,
    AtUpper,
}
