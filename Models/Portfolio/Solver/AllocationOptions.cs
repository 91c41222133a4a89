namespace LeanDeep.Models.Portfolio;

/// <summary>Accuracy and effort of the solver.</summary>
public sealed record AllocationOptions
{
    /// <summary>Greatest KKT residual of an optimal solution: primal in weights, dual relative to the objective's scale
    /// (the larger of the mean diagonal of 2(γΣ + αI) and max|μ|); 1e-8 by default.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Interior-point steps at most; 60 by default.</summary>
    public int MaximumIterations { get; init; } = 60;

    /// <summary>A solution is flagged as nearly degenerate where a binding multiplier or the slack of a constraint that does not bind is below this; 1e-6 by default.</summary>
    public double DegeneracyThreshold { get; init; } = 1e-6;

    /// <summary>Samples solved at the same time; 1 by default. The results do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
