using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Kim and Omberg's problem made linear by a power: l = δ ln F, δ = γ/(γ + ρ²(1−γ)).</summary>
/// <remarks>∂F/∂τ = [κ(X̄−X) + amX]F_X + σ_X²F_XX/2 + ((1−γ)/δ)(r + X²/2γ)F, F = 1 at the horizon, a = (1−γ)/γ. The substitution does for any process of the
/// Sharpe ratio in one state, so the linear equation is an oracle of its own for the nonlinear one. Source: Zariphopoulou (2001).</remarks>
public sealed class Distortion : HjbProblem
{
    private readonly SharpeProcess _process;
    private readonly KimOmberg _nonlinear;
    private readonly double _riskAversion, _horizon;

    /// <param name="process">Of the Sharpe ratio.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="horizon">Years.</param>
    /// <param name="width">The domain, in long-run deviations of X to each side.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or there is no solution.</exception>
    public Distortion(SharpeProcess process, double riskAversion, double horizon, double width = 4)
    {
        _nonlinear = new(process, riskAversion, horizon, width);
        (_process, _riskAversion, _horizon) = (process, riskAversion, horizon);
    }

    /// <summary>δ.</summary>
    public double Power => _riskAversion / (_riskAversion + _process.Correlation * _process.Correlation * (1 - _riskAversion));

    public override string Name => "distortion";
    public override IReadOnlyList<StateVariable> States => _nonlinear.States;
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("F")];
    public override IReadOnlyList<string> Policies { get; } = ["theta"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 1;

    public override void Equations<T>(Point<T> at)
    {
        var (x, g) = (at.State(0), _riskAversion);
        at.Drift(0, T.Of(_process.Reversion * (_process.Mean - x) + (1 - g) / g * _process.Loading * x));
        at.Covariance(0, 0, T.Of(_process.Deviation * _process.Deviation));
        at.Equation(0, at.Generator(0) + (1 - g) / Power * (_process.Rate + x * x / (2 * g)) * at.Value(0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) =>
        policy[0] = _nonlinear.Weight(at.State(0), Power * at.Slope(0, 0).Number / at.Value(0).Number);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = Math.Exp(_nonlinear.Exact(timeToGo).At(state[0]) / Power);
        return true;
    }
}
