using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Merton's problem with power utility of consumption, for ever or to a horizon with a bequest.</summary>
/// <remarks>J = f^γ where f is wealth over consumption. The bequest is ε^γ W^(1−γ)/(1−γ); with ε = 0 the solution starts
/// at l = −∞, so the unknown is f: ∂f/∂τ = 1 − A f. Source: Merton (1969, 1971).</remarks>
public sealed class Merton : HjbProblem
{
    private readonly OpportunitySet _market;
    private readonly double _riskAversion, _bequest;
    private readonly double? _horizon;

    /// <param name="market">Constant opportunities.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="timePreference">ρ a year.</param>
    /// <param name="horizon">Years; null for ever.</param>
    /// <param name="bequest">ε, 0 or more; without meaning for ever.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or A ≤ 0 for ever: utility is infinite.</exception>
    public Merton(OpportunitySet market, double riskAversion, double timePreference, double? horizon = null, double bequest = 0)
    {
        ArgumentNullException.ThrowIfNull(market);
        Require.Positive(riskAversion);
        Require.Finite(timePreference);
        Require.NotNegative(bequest);
        if (horizon is { } years) Require.Positive(years, nameof(horizon));
        (_market, _riskAversion, _horizon, _bequest) = (market, riskAversion, horizon, bequest);
        ConsumptionRatio = (timePreference - (1 - riskAversion) * market.CertaintyGrowth(riskAversion)) / riskAversion;
        if (horizon is null) Require.Solvable(ConsumptionRatio > 0, "A = [ρ − (1−γ)(r + Λ/2γ)]/γ > 0", ConsumptionRatio);
    }

    /// <summary>A: consumption over wealth for ever.</summary>
    public double ConsumptionRatio { get; }

    /// <summary>Wealth over consumption, f.</summary>
    public double WealthRatio(double timeToGo)
    {
        var a = ConsumptionRatio;
        if (_horizon is null) return 1 / a;
        var growth = a == 0 ? timeToGo : -double.ExpM1(-a * timeToGo) / a;
        return growth + _bequest * Math.Exp(-a * timeToGo);
    }

    /// <summary>J at τ years to go: f^γ, discounted to the date itself.</summary>
    public double Value(double timeToGo) => Math.Pow(WealthRatio(timeToGo), _riskAversion);

    /// <summary>Fractions of wealth in the risky assets.</summary>
    public double[] Weights => _market.Weights(_riskAversion);

    public override string Name => _horizon is null ? "merton" : "merton-finite";
    public override IReadOnlyList<StateVariable> States => [];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("f")];
    public override IReadOnlyList<string> Policies { get; } = ["c/w"];
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = _horizon is null ? 1 : _bequest;
    public override void Equations<T>(Point<T> at) => at.Equation(0, 1 - ConsumptionRatio * at.Value(0));
    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = 1 / at.Value(0).Number;

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = WealthRatio(timeToGo);
        return true;
    }
}
