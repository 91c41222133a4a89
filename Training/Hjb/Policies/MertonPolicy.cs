using LeanDeep.Models.Policies;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Merton's closed form for ever with Epstein–Zin preferences; Sharpe ratios of the shocks, the rate and γ are inputs.</summary>
/// <remarks>u = X/γ, c/w = ψρ + (1−ψ)(r + X'X/2γ), which must be positive. Opportunities are constant, so that ∇l is 0 and nothing is hedged.
/// Source: Merton (1971); Svensson (1989).</remarks>
public sealed class MertonPolicy : SolvedPolicy
{
    private readonly int _shocks;
    private readonly double _substitution, _timePreference;

    /// <param name="shocks">Assets.</param>
    /// <param name="substitution">ψ &gt; 0; 1 is its limit.</param>
    /// <param name="timePreference">ρ &gt; 0 a year.</param>
    /// <param name="riskAversion">Range of γ, positive.</param>
    /// <param name="sharpeRatio">Range of each X.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public MertonPolicy(int shocks, double substitution, double timePreference, DomainRange riskAversion, DomainRange sharpeRatio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shocks, 1);
        Require.Positive(substitution);
        Require.Positive(timePreference);
        Require.Positive(riskAversion.Lower, "riskAversion");
        (_shocks, _substitution, _timePreference) = (shocks, substitution, timePreference);
        Description = new()
        {
            Problem = "merton-recursive", Method = SolutionMethod.ClosedForm, Outputs = shocks, Unit = PolicyUnit.Exposures,
            Substitution = substitution, TimePreference = timePreference, Parameters = new Dictionary<string, double>(),
            Inputs =
            [
                .. Enumerable.Range(1, shocks).Select(i => sharpeRatio.As(shocks == 1 ? "X" : $"X{i}", PolicyQuantity.SharpeRatio)),
                new DomainRange(-0.05, 0.2).As("rate", PolicyQuantity.Rate), riskAversion.As("riskAversion", PolicyQuantity.RiskAversion),
            ],
        };
    }

    public override PolicyDescription Description { get; }

    public override double Evaluate(ReadOnlySpan<double> inputs, Span<double> slope, Span<double> policy)
    {
        var (rate, gamma, psi, rho) = (inputs[_shocks], inputs[_shocks + 1], _substitution, _timePreference);
        slope.Clear();
        var squared = 0.0;
        for (var i = 0; i < _shocks; i++)
        {
            squared += inputs[i] * inputs[i];
            policy[i] = inputs[i] / gamma;
        }
        var growth = rate + squared / (2 * gamma);
        return (1 - gamma) * (psi == 1
            ? Math.Log(rho) - 1 + growth / rho
            : (Math.Log(psi * rho + (1 - psi) * growth) - psi * Math.Log(rho)) / (1 - psi));
    }

    private protected override byte[] Write(PolicyGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var (x, gamma, psi, rho) = (graph.States, graph[PolicyQuantity.RiskAversion], _substitution, _timePreference);
        var growth = graph[PolicyQuantity.Rate] + x.Square().SumOfColumns() / (2 * gamma);
        var consumption = psi * rho + (1 - psi) * growth;
        var value = (1 - gamma) * (psi == 1
            ? growth / rho + (Math.Log(rho) - 1)
            : (consumption.Log() - psi * Math.Log(rho)) / (1 - psi));
        return graph.Build(value, x * 0, x / gamma, x / gamma, consumption, metadata);
    }
}
