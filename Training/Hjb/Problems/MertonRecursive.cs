using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Merton's problem with Epstein–Zin preferences, for ever.</summary>
/// <remarks>∂l/∂τ = (1−γ)(r + Λ/2γ) + flow(l). Source: Duffie and Epstein (1992), Svensson (1989).</remarks>
public sealed class MertonRecursive : HjbProblem
{
    private readonly OpportunitySet _market;
    private readonly Preferences _preferences;

    /// <exception cref="ArgumentException">c/w ≤ 0: utility is infinite; or γ = 1 with ψ ≠ 1, where l does not determine consumption.</exception>
    public MertonRecursive(OpportunitySet market, Preferences preferences)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(preferences);
        (_market, _preferences) = (market, preferences);
        var (g, psi, rho) = (preferences.RiskAversion, preferences.Substitution, preferences.TimePreference);
        if (g == 1 && psi != 1) throw new ArgumentException("riskAversion: expected other than 1 where the elasticity of substitution is not 1, found 1", nameof(preferences));
        ConsumptionRatio = psi * rho + (1 - psi) * market.CertaintyGrowth(g);
        Require.Solvable(ConsumptionRatio > 0, "c/w = ψρ + (1−ψ)(r + Λ/2γ) > 0", ConsumptionRatio);
    }

    public double ConsumptionRatio { get; }

    /// <summary>l = ln J.</summary>
    public double LogValue
    {
        get
        {
            var (g, psi, rho) = (_preferences.RiskAversion, _preferences.Substitution, _preferences.TimePreference);
            return psi == 1
                ? (1 - g) * (Math.Log(rho) - 1 + _market.CertaintyGrowth(g) / rho)
                : (1 - g) / (1 - psi) * (Math.Log(ConsumptionRatio) - psi * Math.Log(rho));
        }
    }

    /// <summary>Fractions of wealth in the risky assets.</summary>
    public double[] Weights => _market.Weights(_preferences.RiskAversion);

    public override string Name => "merton-recursive";
    public override IReadOnlyList<StateVariable> States => [];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["c/w"];
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var g = _preferences.RiskAversion;
        at.Equation(0, (1 - g) * _market.CertaintyGrowth(g) + _preferences.Flow(at.Value(0)));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = _preferences.ConsumptionRatio(at.Value(0)).Number;

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = LogValue;
        return true;
    }
}
