using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Power utility of wealth at a horizon, with a Sharpe ratio that reverts to its mean.</summary>
/// <remarks>∂l/∂τ = (1−γ)r + a/2 (X + m l_X)² + κ(X̄−X)l_X + σ_X²/2 (l_XX + l_X²), a = (1−γ)/γ. Source: Kim and Omberg (1996).</remarks>
public sealed class KimOmberg : HjbProblem
{
    private readonly SharpeProcess _process;
    private readonly double _riskAversion, _horizon, _alpha, _beta, _root;

    /// <param name="process">Of the Sharpe ratio.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="horizon">Years.</param>
    /// <param name="width">The domain, in long-run deviations of X to each side.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or β² − 4αχ ≤ 0: no bounded solution at every horizon.</exception>
    public KimOmberg(SharpeProcess process, double riskAversion, double horizon, double width = 4)
    {
        ArgumentNullException.ThrowIfNull(process);
        Require.Positive(riskAversion);
        Require.Positive(horizon);
        Require.Positive(width);
        (_process, _riskAversion, _horizon) = (process, riskAversion, horizon);
        States = [process.State(width)];
        var (m, s) = (process.Loading, process.Deviation);
        _alpha = (1 - riskAversion) / riskAversion;
        _beta = 2 * (_alpha * m - process.Reversion);
        var discriminant = _beta * _beta - 4 * _alpha * (s * s + _alpha * m * m);
        Require.Solvable(discriminant > 0, "β² − 4αχ > 0", discriminant);
        _root = Math.Sqrt(discriminant);
    }

    /// <summary>Coefficients of l at τ years to go; A by quadrature.</summary>
    public QuadraticValue Exact(double timeToGo)
    {
        var (c, b) = Slopes(timeToGo);
        return new(c, b, Quadrature.Integrate(ConstantRate, 0, timeToGo, panels: 2));
    }

    /// <summary>Risky fraction of wealth [X + m l_X]/(γσ).</summary>
    public double Weight(double x, double logValueSlope) => (x + _process.Loading * logValueSlope) / (_riskAversion * _process.Volatility);

    private (double C, double B) Slopes(double tau)
    {
        var denominator = 2 * _root + (_beta + _root) * double.ExpM1(-_root * tau);
        var half = double.ExpM1(-_root * tau / 2);
        return (-2 * _alpha * double.ExpM1(-_root * tau) / denominator,
            4 * _alpha * _process.Reversion * _process.Mean * half * half / (_root * denominator));
    }

    private double ConstantRate(double tau)
    {
        var ((c, b), p) = (Slopes(tau), _process);
        return (1 - _riskAversion) * p.Rate + _alpha * p.Loading * p.Loading * b * b / 2
            + p.Reversion * p.Mean * b + p.Deviation * p.Deviation * (b * b + c) / 2;
    }

    public override string Name => "kim-omberg";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["theta"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var x = at.State(0);
        at.Drift(0, T.Of(_process.Reversion * (_process.Mean - x)));
        at.Covariance(0, 0, T.Of(_process.Deviation * _process.Deviation));
        at.Equation(0, (1 - _riskAversion) * _process.Rate + _alpha / 2 * T.Square(x + _process.Loading * at.Slope(0, 0))
            + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = Weight(at.State(0), at.Slope(0, 0).Number);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = Exact(timeToGo).At(state[0]);
        return true;
    }
}
