using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>The price of the first of two trees with a log-utility owner; F = P₁/C solves δF = s + μ_s F' + σ_s²F''/2.</summary>
/// <remarks>Exact: F = E∫e^(−δt)s dt, an integral of s over the resolvent of ln(D₂/D₁). Source: Cochrane, Longstaff and Santa-Clara (2008).</remarks>
public sealed class CochraneLongstaffSantaClara : HjbProblem
{
    private readonly TwoTrees _trees;
    private readonly double _discount, _root, _up, _down;

    /// <param name="trees">Dividends.</param>
    /// <param name="discount">δ &gt; 0 a year.</param>
    public CochraneLongstaffSantaClara(TwoTrees trees, double discount)
    {
        ArgumentNullException.ThrowIfNull(trees);
        Require.Positive(discount);
        (_trees, _discount) = (trees, discount);
        var nu = trees.Growth.Second - trees.Growth.First
            - (trees.Volatility.Second * trees.Volatility.Second - trees.Volatility.First * trees.Volatility.First) / 2;
        _root = Math.Sqrt(nu * nu + 2 * discount * trees.RatioVariance);
        (_up, _down) = ((_root - nu) / trees.RatioVariance, (_root + nu) / trees.RatioVariance);
    }

    /// <summary>P₁/C where the first tree pays the share s.</summary>
    public double Exact(double s)
    {
        if (s <= 0) return 0;
        if (s >= 1) return 1 / _discount;
        var q = Math.Log((1 - s) / s);
        const double Reach = 40;
        return (Side(_up, 1) + Side(_down, -1)) / _root;

        double Side(double rate, int sign) =>
            Quadrature.Integrate(u => Math.Exp(-u) / (1 + Math.Exp(q + sign * u / rate)), 0, Reach, panels: 60) / rate;
    }

    public override string Name => "cochrane-longstaff-santa-clara";
    public override IReadOnlyList<StateVariable> States { get; } = [new("s", 0, 1, BoundaryKind.Reflecting, BoundaryKind.Reflecting)];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("P1/C")];

    /// <summary>Price over dividend, and the fraction of wealth in the first tree.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["P1/D1", "theta1"];
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = state[0] / _discount;

    public override void Equations<T>(Point<T> at)
    {
        var s = at.State(0);
        at.Drift(0, T.Of(_trees.ShareDrift(s)));
        at.Covariance(0, 0, T.Of(_trees.ShareVariance(s)));
        at.Equation(0, s - _discount * at.Value(0) + at.Generator(0));
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        policy[0] = at.Value(0).Number / at.State(0);
        policy[1] = _discount * at.Value(0).Number;
    }

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = Exact(state[0]);
        return true;
    }
}
