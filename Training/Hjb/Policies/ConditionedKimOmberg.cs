using LeanDeep.Training.Hjb.Numbers;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Kim and Omberg's problem for all its parameters at once: they are states that do not move. Time is counted in units of 1/κ, the Sharpe ratio in long-run deviations.</summary>
/// <remarks>With z = (X − X̄)√(2κ)/σ_X, m = X̄/√κ, s = σ_X/κ, x = X/√κ = m + sz/√2, τ' = κτ: ∂l/∂τ' = a/2 (x + √2 ρ l_z)² − z l_z + l_zz + l_z², a = (1−γ)/γ, without the rate's (1−γ)rτ.
/// States z, m, s, ρ, a. Written for solvers that read the equation alone; the exact solution is there to compare. Source: Kim and Omberg (1996).</remarks>
public sealed class ConditionedKimOmberg : HjbProblem
{
    /// <param name="domain">Of all states.</param>
    /// <exception cref="ArgumentException">A range is empty or out of what the problem takes.</exception>
    public ConditionedKimOmberg(StandardisedDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        Require.Positive(domain.Deviation.Lower, "deviation");
        Require.Correlation(domain.Correlation.Lower, "correlation");
        Require.Correlation(domain.Correlation.Upper, "correlation");
        Require.Positive(domain.ReversionsToGo, "reversionsToGo");
        if (!(domain.RiskAversion.Lower >= 1)) throw new ArgumentException($"riskAversion: expected at least 1 (below, utility can explode), found {domain.RiskAversion.Lower}", nameof(domain));
        Domain = domain;
        States =
        [
            State("deviations", domain.Deviations), State("mean", domain.Mean), State("deviation", domain.Deviation), State("correlation", domain.Correlation),
            State("a", new(1 / domain.RiskAversion.Upper - 1, 1 / domain.RiskAversion.Lower - 1)),
        ];
    }

    /// <summary>Of the states and of time to go.</summary>
    public StandardisedDomain Domain { get; }

    public override string Name => "kim-omberg-conditioned";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["exposure"];
    public override double? Horizon => Domain.ReversionsToGo;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (z, rho, a) = (at.State(0), at.State(3), at.State(4));
        for (var i = 1; i < States.Count; i++) at.Drift(i, T.Of(0));
        at.Drift(0, T.Of(-z));
        at.Covariance(0, 0, T.Of(2));
        at.Equation(0, a / 2 * T.Square(SharpeRatio(z, at.State(1), at.State(2)) + Math.Sqrt(2) * rho * at.Slope(0, 0)) + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    /// <summary>(x + √2 ρ l_z)/γ, in units of √κ.</summary>
    public override void Policy(Point<Real> at, Span<double> policy) =>
        policy[0] = (SharpeRatio(at.State(0), at.State(1), at.State(2)) + Math.Sqrt(2) * at.State(3) * at.Slope(0, 0).Number) * (1 + at.State(4));

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        var process = new SharpeProcess(0, 1, state[1], 1, state[2], state[3]);
        unknowns[0] = new KimOmberg(process, 1 / (1 + state[4]), Domain.ReversionsToGo).Exact(timeToGo).At(SharpeRatio(state[0], state[1], state[2]));
        return true;
    }

    /// <summary>x.</summary>
    internal static double SharpeRatio(double z, double mean, double deviation) => mean + deviation * z / Math.Sqrt(2);

    private static StateVariable State(string name, DomainRange range) => new(name, range.Lower, range.Upper, BoundaryKind.Open, BoundaryKind.Open);
}
