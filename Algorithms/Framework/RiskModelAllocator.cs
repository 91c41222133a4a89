using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Decisions from predicted returns and a risk model of the window: max μᵀw − γ wᵀΣw − α‖w‖² less costs within a constraint set.</summary>
/// <remarks>Σ is the shrunk covariance of the window's daily returns, over as many sessions as a prediction looks ahead.</remarks>
public sealed class RiskModelAllocator : PortfolioAllocator
{
    private readonly AllocationLimits _limits;
    private readonly AllocationSolver _solver;
    private readonly AllocationResults _results;
    private readonly int _horizon;
    private readonly double _shrinkage;

    /// <param name="limits">The constraint set in the order of the names.</param>
    /// <param name="lookback">Sessions of the risk model, at least 2.</param>
    /// <param name="horizon">Sessions that a prediction looks ahead, at least 1.</param>
    /// <param name="riskAversion">γ, 0 or more.</param>
    /// <param name="ridge">α, 0 or more.</param>
    /// <param name="shrinkage">δ of <see cref="ShrunkCovariance"/>.</param>
    /// <param name="description">Where the predictions come from, for the log.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public RiskModelAllocator(AllocationLimits limits, int lookback, int horizon, double riskAversion, double ridge, double shrinkage, string description)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lookback, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        if (!(riskAversion >= 0 && double.IsFinite(riskAversion))) throw new ArgumentException($"expected 0 or more, found {riskAversion}", nameof(riskAversion));
        if (!(ridge >= 0 && double.IsFinite(ridge))) throw new ArgumentException($"expected 0 or more, found {ridge}", nameof(ridge));
        if (!(shrinkage is >= 0 and <= 1)) throw new ArgumentException($"expected within [0, 1], found {shrinkage}", nameof(shrinkage));
        (_limits, Lookback, _horizon, _shrinkage, Description) = (limits, lookback, horizon, shrinkage, description);
        _solver = new AllocationSolver(limits);
        Problem = new AllocationProblems(limits, 1);
        _results = new AllocationResults(Problem);
        (Problem.RiskAversions[0], Problem.Ridges[0]) = (riskAversion, ridge);
    }

    public override IReadOnlyList<string> Names => _limits.Names;
    public override IReadOnlyList<ReturnChannel> Channels { get; } = [new()];
    public override int Lookback { get; }
    public override AllocationProblems Problem { get; }
    public override string Description { get; }

    public override AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights)
    {
        ShrunkCovariance.Estimate(window, _shrinkage, Problem.Covariances);
        for (var i = 0; i < Problem.Covariances.Length; i++) Problem.Covariances[i] *= _horizon;
        Array.Clear(Problem.Held);
        held.CopyTo(Problem.Held);
        Problem.Turnover[0] = held.Length == 0 ? double.PositiveInfinity : _limits.Turnover;
        for (var i = 0; i < weights.Length; i++)
        {
            var traded = universe[i] && !double.IsNaN(predictions[i]);
            (Problem.Lower[i], Problem.Upper[i]) = traded ? (_limits.Lower[i], _limits.Upper[i]) : (0, 0);
            Problem.Returns[i] = traded ? predictions[i] : 0;
            Problem.Costs[i] = held.Length == 0 ? 0 : _limits.Costs[i];
        }
        _solver.Solve(Problem, _results);
        _results.Weights.CopyTo(weights);
        return _results.Statuses[0];
    }

    public override IReadOnlyList<ConstraintPrice> Binding() => _results.Binding(0);
}
