using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Power utility of consumption until a horizon, with a Sharpe ratio that reverts to its mean and is spanned by the asset.</summary>
/// <remarks>H = J^(1/γ) is wealth over consumption; ∂H/∂τ = 1 + {[(1−γ)r − δ]/γ + (1−γ)X²/2γ²}H + [κ(X̄−X) + amX]H_X + σ_X²H_XX/2, H = 0 at the
/// horizon. Then H = ∫₀^τ exp([l(X, s) − δs]/γ)ds with Kim and Omberg's l. Source: Wachter (2002).</remarks>
public sealed class Wachter : HjbProblem
{
    private readonly SharpeProcess _process;
    private readonly KimOmberg _terminal;
    private readonly double _riskAversion, _timePreference, _horizon;

    /// <param name="process">Of the Sharpe ratio; its correlation is 1 or −1.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="timePreference">δ a year.</param>
    /// <param name="horizon">Years.</param>
    /// <param name="width">The domain, in long-run deviations of X to each side.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, the market incomplete, or there is no solution.</exception>
    public Wachter(SharpeProcess process, double riskAversion, double timePreference, double horizon, double width = 4)
    {
        _terminal = new KimOmberg(process, riskAversion, horizon, width);
        Require.Finite(timePreference);
        if (Math.Abs(process.Correlation) != 1)
            throw new ArgumentException($"correlation: expected 1 or -1, found {process.Correlation}", nameof(process));
        (_process, _riskAversion, _timePreference, _horizon) = (process, riskAversion, timePreference, horizon);
    }

    /// <summary>Wealth over consumption and its derivative at τ years to go.</summary>
    public (double Value, double Slope) Exact(double x, double timeToGo) => (
        Quadrature.Integrate(s => Weight(x, s).Value, 0, timeToGo, panels: 2),
        Quadrature.Integrate(s => Weight(x, s).Slope, 0, timeToGo, panels: 2));

    private (double Value, double Slope) Weight(double x, double s)
    {
        var l = _terminal.Exact(s);
        var value = Math.Exp((l.At(x) - _timePreference * s) / _riskAversion);
        return (value, value * l.Slope(x) / _riskAversion);
    }

    /// <summary>Risky fraction of wealth (X + mγH_X/H)/(γσ).</summary>
    public double RiskyWeight(double x, double value, double slope) => _terminal.Weight(x, _riskAversion * slope / value);

    public override string Name => "wachter";
    public override IReadOnlyList<StateVariable> States => _terminal.States;
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("H")];
    public override IReadOnlyList<string> Policies { get; } = ["theta", "c/w"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (x, g) = (at.State(0), _riskAversion);
        at.Drift(0, T.Of(_process.Reversion * (_process.Mean - x) + (1 - g) / g * _process.Loading * x));
        at.Covariance(0, 0, T.Of(_process.Deviation * _process.Deviation));
        at.Equation(0, 1 + (((1 - g) * _process.Rate - _timePreference) / g + (1 - g) * x * x / (2 * g * g)) * at.Value(0) + at.Generator(0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => (policy[0], policy[1]) =
        (RiskyWeight(at.State(0), at.Value(0).Number, at.Slope(0, 0).Number), 1 / at.Value(0).Number);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = Exact(state[0], timeToGo).Value;
        return true;
    }
}
