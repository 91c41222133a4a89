using LeanDeep.Training.Hjb.Numbers;
using MathNet.Numerics;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Control of a Brownian motion in d dimensions: ∂u/∂τ = Δu − λ|∇u|², u = ln((1 + |x|²)/2) at the horizon.</summary>
/// <remarks>u = −ln E[((1 + |x + √(2τ)ξ|²)/2)^−λ]/λ with ξ standard normal; the expectation is one integral over the Laplace transform of a
/// noncentral χ². Source: E, Han and Jentzen (2017).</remarks>
public sealed class LinearQuadratic : HjbProblem
{
    private readonly double _lambda, _horizon;

    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="lambda">λ &gt; 0, the strength of control.</param>
    /// <param name="horizon">T.</param>
    /// <param name="reach">The domain is |xᵢ| ≤ this.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public LinearQuadratic(int dimension, double lambda, double horizon, double reach = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Require.Positive(lambda);
        Require.Positive(horizon);
        Require.Positive(reach);
        (Dimension, _lambda, _horizon) = (dimension, lambda, horizon);
        States = [.. Enumerable.Range(1, dimension).Select(i => new StateVariable($"x{i}", -reach, reach, BoundaryKind.Open, BoundaryKind.Open))];
        Policies = [.. Enumerable.Range(1, dimension).Select(i => $"m{i}")];
    }

    public int Dimension { get; }

    /// <summary>u where |x|² is given, τ to go.</summary>
    public double Exact(double squaredNorm, double timeToGo)
    {
        double Log(double s) => _lambda * s - Math.Exp(s) + LogTransform(Math.Exp(s), squaredNorm, timeToGo);
        // The integrand's largest value, so that nothing under- or overflows.
        var best = double.NegativeInfinity;
        for (var s = -40.0; s <= 10; s += 0.05)
            best = Math.Max(best, Log(s));
        var integral = Quadrature.Trapezoid(s => Math.Exp(Log(s - 10) - best), 50, 0.02);
        return -(best + Math.Log(integral) - SpecialFunctions.GammaLn(_lambda)) / _lambda - Math.Log(2);
    }

    /// <summary>E[ln((1 + |x + √(2τ)ξ|²)/2)]: what predicts u without control.</summary>
    public double Uncontrolled(double squaredNorm, double timeToGo) =>
        Quadrature.Trapezoid(s => Math.Exp(-Math.Exp(s)) * -double.ExpM1(LogTransform(Math.Exp(s), squaredNorm, timeToGo)), 45, 0.02) - Math.Log(2);

    /// <summary>ln E exp(−s|x + √(2τ)ξ|²).</summary>
    private double LogTransform(double s, double squaredNorm, double tau) =>
        -0.5 * Dimension * double.LogP1(4 * tau * s) - s * squaredNorm / (1 + 4 * tau * s);

    public override string Name => "linear-quadratic";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("u")];
    public override IReadOnlyList<string> Policies { get; }
    public override double? Horizon => _horizon;

    /// <summary>Where |x|² is small, a Brownian motion in d dimensions leaves it after 1/2d years.</summary>
    public override double? StartScale => 0.5 / Dimension;

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = Math.Log((1 + SquaredNorm(state)) / 2);

    public override void Equations<T>(Point<T> at)
    {
        var control = T.Of(0);
        for (var i = 0; i < Dimension; i++)
        {
            at.Drift(i, T.Of(0));
            at.Covariance(i, i, T.Of(2));
            control += T.Square(at.Slope(0, i));
        }
        at.Equation(0, at.Generator(0) - _lambda * control);
    }

    /// <remarks>The control −√λ ∇u.</remarks>
    public override void Policy(Point<Real> at, Span<double> policy)
    {
        for (var i = 0; i < Dimension; i++)
            policy[i] = -Math.Sqrt(_lambda) * at.Slope(0, i).Number;
    }

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        unknowns[0] = timeToGo > 0 ? Exact(SquaredNorm(state), timeToGo) : Math.Log((1 + SquaredNorm(state)) / 2);
        return true;
    }

    private static double SquaredNorm(ReadOnlySpan<double> state)
    {
        var sum = 0.0;
        foreach (var x in state)
            sum += x * x;
        return sum;
    }
}
