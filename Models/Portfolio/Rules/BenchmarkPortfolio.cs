namespace LeanDeep.Models.Portfolio;

/// <summary>Portfolios without training, for comparison with those of networks.</summary>
public enum PortfolioBenchmark
{
    /// <summary>The nearest portfolio to equal weights.</summary>
    OneOverN,

    /// <summary>The nearest portfolio to weights in proportion to 1/σ of the window.</summary>
    InverseVolatility,

    /// <summary>Least variance under the window's shrunk covariance.</summary>
    MinimumVariance,

    /// <summary>Greatest Sharpe ratio by the window's mean returns and shrunk covariance; least variance where no portfolio has a positive mean.</summary>
    MaximumSharpe,
}

/// <summary>A benchmark's decisions under a constraint set, whatever trading costs. Not for use by several callers at once.</summary>
/// <remarks>The covariance is shrunk by one half towards its diagonal. Nearest is in the Euclidean sense: max vᵀw − ½‖w‖².</remarks>
public sealed class BenchmarkPortfolio(PortfolioBenchmark benchmark, AllocationLimits limits)
{
    private const double Shrinkage = 0.5;
    private readonly ConstrainedPortfolio _portfolio = new(limits);
    private readonly double[] _covariance = new double[limits.Names.Count * limits.Names.Count];
    private readonly double[] _wanted = new double[limits.Names.Count];

    /// <summary>The last problem.</summary>
    public AllocationProblems Problem => _portfolio.Problem;

    /// <summary>The last solution, with its multipliers.</summary>
    public AllocationResults Result => _portfolio.Result;

    /// <summary>Decides.</summary>
    /// <param name="returns">(sessions, names) of the window.</param>
    /// <param name="held">(names) weights held, drifted; empty where nothing is held yet: then turnover is not limited.</param>
    /// <param name="universe">(names) the others get weight 0.</param>
    /// <returns>Optimal also where the greatest Sharpe ratio gave way to the least variance.</returns>
    public AllocationStatus Decide(ReadOnlySpan<double> returns, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe)
    {
        var names = universe.Length;
        for (var i = 0; i < names; i++)
            (Problem.Lower[i], Problem.Upper[i]) = universe[i] ? (limits.Lower[i], limits.Upper[i]) : (0, 0);
        Problem.Turnover[0] = held.Length == 0 ? double.PositiveInfinity : limits.Turnover;
        Array.Clear(Problem.Costs);
        ShrunkCovariance.Estimate(returns, Shrinkage, _covariance);
        switch (benchmark)
        {
            case PortfolioBenchmark.MinimumVariance:
                return _portfolio.MinimumVariance(_covariance, held);
            case PortfolioBenchmark.MaximumSharpe:
                Means(returns);
                return _portfolio.MaximumSharpe(_wanted, _covariance, held: held) is var status && status == AllocationStatus.Unbounded ? AllocationStatus.Optimal : status;
            default:
                Want(universe);
                return _portfolio.MeanVariance(_wanted, _covariance, 0, 0.5, held);
        }
    }

    private void Means(ReadOnlySpan<double> returns)
    {
        var sessions = returns.Length / _wanted.Length;
        Array.Clear(_wanted);
        for (var at = 0; at < returns.Length; at++) _wanted[at % _wanted.Length] += returns[at] / sessions;
    }

    private void Want(ReadOnlySpan<bool> universe)
    {
        var sum = 0.0;
        for (var i = 0; i < _wanted.Length; i++)
        {
            _wanted[i] = !universe[i] ? 0
                : benchmark == PortfolioBenchmark.OneOverN ? 1
                : _covariance[i * (_wanted.Length + 1)] is > 0 and var variance ? 1 / Math.Sqrt(variance) : 0;
            sum += _wanted[i];
        }
        if (sum > 0)
            for (var i = 0; i < _wanted.Length; i++) _wanted[i] /= sum;
    }
}
