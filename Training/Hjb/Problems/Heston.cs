using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Power utility of wealth at a horizon with Heston's variance: dS/S = (r + ηv)dt + √v dZ, dv = κ(v̄ − v)dt + σ√v dW.</summary>
/// <remarks>∂l/∂τ = (1−γ)r + a/2 v(η + ρσ l_v)² + κ(v̄−v)l_v + σ²v/2 (l_vv + l_v²), l = A + Dv. Source: Liu (2007), Kraft (2005).</remarks>
public sealed class Heston : HjbProblem
{
    private readonly double _rate, _premium, _reversion, _mean, _deviation, _correlation, _riskAversion, _horizon;
    private readonly double _alpha, _beta, _chi, _root;

    /// <param name="rate">r a year.</param>
    /// <param name="premium">η: expected excess return per unit of variance.</param>
    /// <param name="reversion">κ &gt; 0.</param>
    /// <param name="mean">v̄ &gt; 0.</param>
    /// <param name="deviation">σ &gt; 0.</param>
    /// <param name="correlation">Of dZ and dW.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="horizon">Years.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or β² − 4αχ ≤ 0.</exception>
    public Heston(double rate, double premium, double reversion, double mean, double deviation, double correlation, double riskAversion, double horizon)
    {
        Require.Finite(rate);
        Require.Finite(premium);
        Require.Positive(reversion);
        Require.Positive(mean);
        Require.Positive(deviation);
        Require.Correlation(correlation);
        Require.Positive(riskAversion);
        Require.Positive(horizon);
        (_rate, _premium, _reversion, _mean, _deviation, _correlation) = (rate, premium, reversion, mean, deviation, correlation);
        (_riskAversion, _horizon) = (riskAversion, horizon);
        var a = (1 - riskAversion) / riskAversion;
        _alpha = a * premium * premium / 2;
        _beta = a * premium * correlation * deviation - reversion;
        _chi = deviation * deviation * (1 + a * correlation * correlation) / 2;
        var discriminant = _beta * _beta - 4 * _alpha * _chi;
        Require.Solvable(discriminant > 0, "β² − 4αχ > 0", discriminant);
        _root = Math.Sqrt(discriminant);
        States = [new("v", 0, mean + 6 * deviation * Math.Sqrt(mean / (2 * reversion)), BoundaryKind.Reflecting, BoundaryKind.Open)];
    }

    /// <summary>l = A + Dv at τ years to go.</summary>
    public (double A, double D) Exact(double timeToGo)
    {
        var y = -double.ExpM1(-_root * timeToGo);
        var denominator = 2 * _root - (_beta + _root) * y;
        return ((1 - _riskAversion) * _rate * timeToGo
            - _reversion * _mean / _chi * ((_beta + _root) * timeToGo / 2 + Math.Log(denominator / (2 * _root))), 2 * _alpha * y / denominator);
    }

    /// <summary>Risky fraction of wealth (η + ρσ l_v)/γ.</summary>
    public double Weight(double logValueSlope) => (_premium + _correlation * _deviation * logValueSlope) / _riskAversion;

    public override string Name => "heston";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["theta"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (v, g) = (at.State(0), _riskAversion);
        at.Drift(0, T.Of(_reversion * (_mean - v)));
        at.Covariance(0, 0, T.Of(_deviation * _deviation * v));
        at.Equation(0, (1 - g) * _rate + (1 - g) / (2 * g) * v * T.Square(_premium + _correlation * _deviation * at.Slope(0, 0))
            + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = Weight(at.Slope(0, 0).Number);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        var (a, d) = Exact(timeToGo);
        unknowns[0] = a + d * state[0];
        return true;
    }
}
