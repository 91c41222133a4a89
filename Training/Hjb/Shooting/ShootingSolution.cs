namespace LeanDeep.Training.Hjb.Shooting;

/// <summary>Prices and values up to the free boundary, which is the last point.</summary>
/// <param name="Shares">η, increasing.</param>
/// <param name="Prices">q.</param>
/// <param name="Values">θ, 1 at the boundary.</param>
/// <param name="Capital">ψ: the experts' share of capital.</param>
public sealed record ShootingSolution(IReadOnlyList<double> Shares, IReadOnlyList<double> Prices, IReadOnlyList<double> Values, IReadOnlyList<double> Capital)
{
    /// <summary>η*.</summary>
    public double Boundary => Shares[^1];

    /// <summary>|q′| + |θ′/θ| at the boundary, which vanish in the exact solution.</summary>
    public required double Mismatch { get; init; }
}
