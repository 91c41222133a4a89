using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Epstein–Zin preferences: risk aversion γ, elasticity of intertemporal substitution ψ, rate of time preference.</summary>
/// <remarks>Aggregator f = ρ(1−γ)V/(1−1/ψ) {[c/((1−γ)V)^(1/(1−γ))]^(1−1/ψ) − 1}; ψ = 1/γ is power utility, whose J is ρ^−1 times this one.
/// Source: Duffie and Epstein (1992).</remarks>
public sealed record Preferences
{
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="substitution">ψ &gt; 0; 1 is its limit.</param>
    /// <param name="timePreference">ρ &gt; 0 a year.</param>
    /// <exception cref="ArgumentException">A parameter is not positive.</exception>
    public Preferences(double riskAversion, double substitution, double timePreference)
    {
        Require.Positive(riskAversion);
        Require.Positive(substitution);
        Require.Positive(timePreference);
        (RiskAversion, Substitution, TimePreference) = (riskAversion, substitution, timePreference);
    }

    public double RiskAversion { get; }
    public double Substitution { get; }
    public double TimePreference { get; }

    /// <summary>Consumption over wealth: ρ^ψ J^((1−ψ)/(1−γ)).</summary>
    /// <remarks>With γ = 1 and ψ ≠ 1 the exponent is not defined; then a problem refuses.</remarks>
    public T ConsumptionRatio<T>(T l) where T : struct, IReal<T> =>
        Substitution == 1 ? T.Of(TimePreference)
        : Math.Pow(TimePreference, Substitution) * T.Exp((1 - Substitution) / (1 - RiskAversion) * l);

    /// <summary>What consuming and saving adds to ∂l/∂τ: (1−γ)(−c/w + f/((1−γ)V)).</summary>
    public T Flow<T>(T l) where T : struct, IReal<T>
    {
        var (g, psi, rho) = (RiskAversion, Substitution, TimePreference);
        return psi == 1 ? rho * ((1 - g) * (Math.Log(rho) - 1) - l) : (1 - g) / (psi - 1) * (ConsumptionRatio(l) - psi * rho);
    }
}
