using LeanDeep.Training.Hjb.Numbers;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Several assets with Sharpe ratios that revert to their means: power utility of wealth at a horizon, or Epstein–Zin with ψ = 1 for ever.</summary>
/// <remarks>∂l/∂τ = (1−γ)r + a/2 |X + M'∇l|² + [K(X̄−X)]'∇l + ½tr[Q(∇²l + ∇l∇l')], for ever with + β(1−γ)(ln β − 1) − βl.
/// Source: Liu (2007); Campbell, Chacko, Rodriguez and Viceira (2004).</remarks>
public sealed class VectorSharpe : HjbProblem
{
    private readonly double _riskAversion, _timePreference;
    private readonly double? _horizon;
    private readonly Lazy<QuadraticForm> _solution;

    /// <summary>For each state the others that it moves or correlates with, and its coefficients with them.</summary>
    private readonly (int Other, double Reversion, double Loading, double Covariance)[][] _coupled;
    private readonly double[] _reversionMean;

    /// <param name="market">Assets.</param>
    /// <param name="riskAversion">γ &gt; 0.</param>
    /// <param name="horizon">Years; null for ever.</param>
    /// <param name="timePreference">β a year, positive for ever; without meaning with a horizon.</param>
    /// <param name="width">The domain, in long-run deviations of each state (as if it were alone) to each side.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public VectorSharpe(SharpeMarket market, double riskAversion, double? horizon, double timePreference = 0, double width = 4)
    {
        ArgumentNullException.ThrowIfNull(market);
        Require.Positive(riskAversion);
        Require.Positive(width);
        if (horizon is { } years) Require.Positive(years, nameof(horizon));
        else Require.Positive(timePreference);
        (Market, _riskAversion, _horizon, _timePreference) = (market, riskAversion, horizon, horizon is null ? timePreference : 0);
        States = [.. Enumerable.Range(0, market.Dimension).Select(i =>
        {
            var spread = width * Math.Sqrt(market.Covariance[i, i] / (2 * market.Reversion[i, i]));
            return new StateVariable($"X{i + 1}", market.Mean[i] - spread, market.Mean[i] + spread, BoundaryKind.Open, BoundaryKind.Open);
        })];
        Policies = [.. Enumerable.Range(0, market.Dimension).Select(i => $"theta{i + 1}")];
        _reversionMean = market.ReversionMean.ToArray();
        _coupled = [.. Enumerable.Range(0, market.Dimension).Select(i => Enumerable.Range(0, market.Dimension)
            .Select(j => (j, market.Reversion[i, j], market.Loading[j, i], market.Covariance[i, j]))
            .Where(c => c is not (_, 0, 0, 0)).ToArray())];
        _solution = new(() => _horizon is { } t ? QuadraticForm.Terminal(Market, _riskAversion, t) : QuadraticForm.Stationary(Market, _riskAversion, _timePreference));
    }

    public SharpeMarket Market { get; }

    /// <summary>The exact solution with the whole horizon to go.</summary>
    public QuadraticForm Solution => _solution.Value;

    /// <summary>Fractions of wealth Σ_S'⁻¹[X + M'∇l]/γ.</summary>
    public Vector<double> Weights(Vector<double> x, Vector<double> slope) =>
        Market.ReturnsInverse.TransposeThisAndMultiply(x + Market.Loading.TransposeThisAndMultiply(slope)) / _riskAversion;

    public override string Name => _horizon is null ? "vector-sharpe-stationary" : "vector-sharpe";
    public override IReadOnlyList<StateVariable> States { get; }
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("l")];
    public override IReadOnlyList<string> Policies { get; }
    public override double? Horizon => _horizon;
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 0;

    public override void Equations<T>(Point<T> at)
    {
        var (d, g, b) = (Market.Dimension, _riskAversion, _timePreference);
        var exposure = T.Of(0);
        for (var i = 0; i < d; i++)
        {
            var drift = _reversionMean[i];
            var u = T.Of(at.State(i));
            foreach (var (j, reversion, loading, covariance) in _coupled[i])
            {
                drift -= reversion * at.State(j);
                if (loading != 0) u += loading * at.Slope(0, j);
                at.Covariance(i, j, T.Of(covariance));
            }
            at.Drift(i, T.Of(drift));
            exposure += T.Square(u);
        }
        at.Equation(0, (1 - g) * Market.Rate + (b == 0 ? 0 : (1 - g) * b * (Math.Log(b) - 1)) - b * at.Value(0)
            + (1 - g) / (2 * g) * exposure + at.Generator(0) + 0.5 * at.Covariation(0, 0));
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var d = Market.Dimension;
        policy.Clear();
        for (var i = 0; i < d; i++)
        {
            var u = at.State(i);
            for (var j = 0; j < d; j++)
                u += Market.Loading[j, i] * at.Slope(0, j).Number;
            for (var j = 0; j < d; j++)
                policy[j] += Market.ReturnsInverse[i, j] * u / _riskAversion;
        }
    }

    public override bool TryExact(ReadOnlySpan<double> state, double timeToGo, Span<double> unknowns)
    {
        var form = timeToGo == _horizon || _horizon is null ? Solution : QuadraticForm.Terminal(Market, _riskAversion, timeToGo);
        unknowns[0] = form.At(Vector<double>.Build.DenseOfArray(state.ToArray()));
        return true;
    }
}
