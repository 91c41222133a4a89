using LeanDeep.Training.Hjb.Numbers;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Kim and Omberg's problem for all its parameters at once: they are states that do not move. Time is counted in units of 1/κ.</summary>
/// <remarks>With x = X/√κ, x̄ = X̄/√κ, s = σ_X/κ, τ' = κτ: ∂l/∂τ' = a/2 (x + ρs l_x)² + (x̄−x)l_x + s²/2 (l_xx + l_x²), a = (1−γ)/γ, without the rate's (1−γ)rτ.
/// States x, x̄, s, ρ, a. Written for solvers that read the equation alone; the exact solution is there to compare. Source: Kim and Omberg (1996).</remarks>
public sealed class ConditionedKimOmberg : HjbProblem
{
    private readonly double _horizon;

    /// <param name="sharpeRatio">Of x.</param>
    /// <param name="mean">Of x̄.</param>
    /// <param name="deviation">Of s, positive.</param>
    /// <param name="correlation">Of ρ.</param>
    /// <param name="greatestRiskAversion">γ goes from 1 to this.</param>
    /// <param name="horizon">Greatest τ'.</param>
    /// <exception cref="ArgumentException">A range is empty or out of what the problem takes.</exception>
    public ConditionedKimOmberg(DomainRange sharpeRatio, DomainRange mean, DomainRange deviation, DomainRange correlation, double greatestRiskAversion, double horizon)
    {
        Require.Positive(deviation.Lower, nameof(deviation));
        Require.Correlation(correlation.Lower, nameof(correlation));
        Require.Correlation(correlation.Upper, nameof(correlation));
        Require.Positive(horizon);
        if (!(greatestRiskAversion > 1 && double.IsFinite(greatestRiskAversion))) throw new ArgumentException($"greatestRiskAversion: expected above 1, found {greatestRiskAversion}", nameof(greatestRiskAversion));
        _horizon = horizon;
        States =
        [
            State("x", sharpeRatio), State("mean", mean), State("deviation", deviation), State("correlation", correlation),
            State("a", new(1 / greatestRiskAversion - 1, 0)),
        ];
    }

    public override string Name => "kim-omberg-conditioned";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["exposure"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (x, mean, s, rho, a) = (at.State(0), at.State(1), at.State(2), at.State(3), at.State(4));
        for (var i = 1; i < States.Count; i++) at.Drift(i, T.Of(0));
        at.Drift(0, T.Of(mean - x));
        at.Covariance(0, 0, T.Of(s * s));
        at.Equation(0, a / 2 * T.Square(x + rho * s * at.Slope(0, 0)) + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    /// <summary>(x + ρs l_x)/γ, in units of √κ.</summary>
    public override void Policy(Point<Real> at, Span<double> policy) =>
        policy[0] = (at.State(0) + at.State(3) * at.State(2) * at.Slope(0, 0).Number) * (1 + at.State(4));

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        var process = new SharpeProcess(0, 1, state[1], 1, state[2], state[3]);
        unknowns[0] = new KimOmberg(process, 1 / (1 + state[4]), _horizon).Exact(timeToGo).At(state[0]);
        return true;
    }

    private static StateVariable State(string name, DomainRange range) => new(name, range.Lower, range.Upper, BoundaryKind.Open, BoundaryKind.Open);
}
