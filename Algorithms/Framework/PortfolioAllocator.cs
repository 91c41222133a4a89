using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Algorithms.Framework;

/// <summary>What decides a portfolio's weights under a constraint set.</summary>
public abstract class PortfolioAllocator : IDisposable
{
    /// <summary>(names) tickers.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Channels of the window that it reads.</summary>
    public abstract IReadOnlyList<ReturnChannel> Channels { get; }

    /// <summary>Sessions of the window that it reads.</summary>
    public abstract int Lookback { get; }

    /// <summary>The last problem with its limits and, where there is one, its covariance: what the portfolio held is checked against it.</summary>
    public abstract AllocationProblems Problem { get; }

    /// <summary>Where it comes from, for the log.</summary>
    public abstract string Description { get; }

    /// <summary>Takes up what decides on a trading date; a model that has seen the date is refused.</summary>
    /// <param name="tradingDate">Not before that of an earlier move.</param>
    /// <param name="refresh">Whether models may have come since the last move.</param>
    /// <returns>Whether another model than before decides.</returns>
    public virtual bool MoveTo(DateOnly tradingDate, bool refresh) => false;

    /// <summary>Decides.</summary>
    /// <param name="window">(channels, lookback, names) returns, oldest first.</param>
    /// <param name="predictions">(names) predicted returns; NaN where there is none.</param>
    /// <param name="held">(names) weights held, drifted; empty where nothing is held yet: then turnover is neither limited nor charged.</param>
    /// <param name="universe">(names) the others get weight 0.</param>
    /// <param name="weights">(names) receives; finite whatever the status.</param>
    public abstract AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights);

    /// <summary>The constraints that bind, dearest first; of an infeasible problem those in each other's way.</summary>
    public abstract IReadOnlyList<ConstraintPrice> Binding();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
