using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Epstein–Zin preferences with ψ = 1 and a precision y = 1/variance of returns that reverts: dy = κ(θ − y)dt + σ√y dW.</summary>
/// <remarks>0 = −βl + β(1−γ)ln β + (1−γ)(r−β) + a/2 y(μ−r + ρσ l_y)² + κ(θ−y)l_y + σ²y/2 (l_yy + l_y²); l = Ay + B. Source: Chacko and Viceira (2005).</remarks>
public sealed class ChackoViceira : HjbProblem
{
    private readonly double _rate, _excess, _reversion, _mean, _deviation, _correlation, _riskAversion, _timePreference;

    /// <param name="rate">r a year.</param>
    /// <param name="excessReturn">μ − r a year.</param>
    /// <param name="reversion">κ &gt; 0.</param>
    /// <param name="meanPrecision">θ &gt; 0.</param>
    /// <param name="deviation">σ &gt; 0.</param>
    /// <param name="correlation">Of returns and precision.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="timePreference">β &gt; 0 a year.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range, or the quadratic of A has no real root.</exception>
    public ChackoViceira(double rate, double excessReturn, double reversion, double meanPrecision, double deviation, double correlation, double riskAversion, double timePreference)
    {
        Require.Finite(rate);
        Require.Finite(excessReturn);
        Require.Positive(reversion);
        Require.Positive(meanPrecision);
        Require.Positive(deviation);
        Require.Correlation(correlation);
        Require.Positive(riskAversion);
        Require.Positive(timePreference);
        (_rate, _excess, _reversion, _mean, _deviation) = (rate, excessReturn, reversion, meanPrecision, deviation);
        (_correlation, _riskAversion, _timePreference) = (correlation, riskAversion, timePreference);
        var (g, b, s) = (riskAversion, timePreference, deviation);
        var a = (1 - g) / g;
        var square = s * s * (1 + a * correlation * correlation) / 2;
        var linear = a * excessReturn * correlation * s - (b + reversion);
        var constant = a * excessReturn * excessReturn / 2;
        var discriminant = linear * linear - 4 * square * constant;
        Require.Solvable(discriminant >= 0 && Math.Sqrt(discriminant) > linear, "a real root of the quadratic of A, discriminant ≥ 0", discriminant);
        // The root that goes to 0 as γ → 1, without cancellation.
        Slope = 2 * constant / (-linear + Math.Sqrt(discriminant));
        Constant = (b * (1 - g) * Math.Log(b) + (1 - g) * (rate - b) + reversion * meanPrecision * Slope) / b;
        var spread = deviation * Math.Sqrt(meanPrecision / (2 * reversion));
        States = [new("y", 0, meanPrecision + 6 * spread, BoundaryKind.Reflecting, BoundaryKind.Open)];
    }

    /// <summary>A of l = Ay + B.</summary>
    public double Slope { get; }

    /// <summary>B of l = Ay + B.</summary>
    public double Constant { get; }

    /// <summary>Risky fraction of wealth y(μ − r + ρσ l_y)/γ.</summary>
    public double Weight(double precision, double logValueSlope) => precision * (_excess + _correlation * _deviation * logValueSlope) / _riskAversion;

    public override string Name => "chacko-viceira";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; } = ["theta"];
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (y, g, b) = (at.State(0), _riskAversion, _timePreference);
        at.Drift(0, T.Of(_reversion * (_mean - y)));
        at.Covariance(0, 0, T.Of(_deviation * _deviation * y));
        at.Equation(0, (1 - g) * (b * Math.Log(b) + _rate - b) - b * at.Value(0)
            + (1 - g) / (2 * g) * y * T.Square(_excess + _correlation * _deviation * at.Slope(0, 0)) + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    public override void Policy(Point<Real> at, Span<double> policy) => policy[0] = Weight(at.State(0), at.Slope(0, 0).Number);

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = Slope * state[0] + Constant;
        return true;
    }
}
