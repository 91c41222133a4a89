using System.Numerics;
using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>The price of the first of two trees whose owner has power utility; F = P₁/C.</summary>
/// <remarks>0 = s − [ρ − (1−γ)μ_C + γ(1−γ)σ_C²/2]F + [μ_s + (1−γ)σ_Cs]F' + σ_s²F''/2. Exact: an integral over the Fourier transform of
/// [2cosh(u/2)]^−γ. Source: Martin (2013), The Lucas orchard.</remarks>
public sealed class Martin : HjbProblem
{
    private readonly TwoTrees _trees;
    private readonly double _riskAversion, _timePreference;

    /// <param name="trees">Dividends.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="timePreference">ρ a year.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the prices are infinite.</exception>
    public Martin(TwoTrees trees, double riskAversion, double timePreference)
    {
        ArgumentNullException.ThrowIfNull(trees);
        Require.Positive(riskAversion);
        Require.Finite(timePreference);
        (_trees, _riskAversion, _timePreference) = (trees, riskAversion, timePreference);
        foreach (var (first, second) in new[] { (1 - riskAversion / 2, -riskAversion / 2), (-riskAversion / 2, 1 - riskAversion / 2) })
        {
            var rate = timePreference - Cumulant(first, second).Real;
            Require.Solvable(rate > 0, "finite prices, ρ − c(1−γ/2, −γ/2) > 0", rate);
        }
    }

    /// <summary>P₁/D₁ where the first tree pays the share s, 0 &lt; s &lt; 1.</summary>
    public double Exact(double s)
    {
        var (g, u) = (_riskAversion, Math.Log((1 - s) / s));
        var norm = -Math.Log(2 * Math.PI) - ComplexGamma.Log(g).Real;
        double Integrand(double v)
        {
            var iv = new Complex(0, v);
            var transform = Math.Exp(2 * ComplexGamma.Log(g / 2 + iv).Real + norm);
            return (Complex.Exp(u * iv) * transform / (_timePreference - Cumulant(1 - g / 2 - iv, -g / 2 + iv))).Real;
        }
        return Math.Exp(g * Math.Log(2 * Math.Cosh(u / 2))) * Quadrature.Trapezoid(Integrand, 16, 0.01);
    }

    /// <summary>c(θ₁, θ₂) = ln E[(D₁′/D₁)^θ₁(D₂′/D₂)^θ₂] over a year.</summary>
    private Complex Cumulant(Complex first, Complex second)
    {
        var (v1, v2) = (_trees.Volatility.First * _trees.Volatility.First, _trees.Volatility.Second * _trees.Volatility.Second);
        return first * (_trees.Growth.First - v1 / 2) + second * (_trees.Growth.Second - v2 / 2)
            + (first * first * v1 + second * second * v2 + 2 * first * second * _trees.Covariance) / 2;
    }

    public override string Name => "martin";
    public override IReadOnlyList<StateVariable> States { get; } = [new("s", 0, 1, BoundaryKind.Reflecting, BoundaryKind.Reflecting)];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("P1/C")];
    public override IReadOnlyList<string> Policies { get; } = ["P1/D1"];
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 20 * state[0];

    public override void Equations<T>(Point<T> at)
    {
        var (s, g) = (at.State(0), _riskAversion);
        at.Drift(0, T.Of(_trees.ShareDrift(s) + (1 - g) * _trees.ShareTotalCovariance(s)));
        at.Covariance(0, 0, T.Of(_trees.ShareVariance(s)));
        at.Equation(0, s - (_timePreference - (1 - g) * (_trees.TotalGrowth(s) - g * _trees.TotalVariance(s) / 2)) * at.Value(0) + at.Generator(0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = at.Value(0).Number / at.State(0);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        if (state[0] <= 0 || state[0] >= 1) return false;
        unknowns[0] = state[0] * Exact(state[0]);
        return true;
    }
}
