using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Matrices;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>What networks are compared with, within the same limits.</summary>
public enum WalkBenchmark
{
    /// <summary>The nearest portfolio to equal weights.</summary>
    OneOverN,

    /// <summary>The nearest portfolio to weights in proportion to 1/σ of the lookback.</summary>
    InverseVolatility,

    /// <summary>Least variance under the lookback's shrunk covariance.</summary>
    MinimumVariance,

    /// <summary>Greatest Sharpe ratio by the lookback's mean returns and shrunk covariance; least variance where no portfolio has a positive mean.</summary>
    MaximumSharpe,
}

/// <summary>A portfolio without training, which trades whatever it costs.</summary>
/// <param name="benchmark">Which.</param>
/// <param name="first">Limits of the first decision.</param>
/// <param name="limits">Limits of the others.</param>
internal sealed class BenchmarkWalkRule(WalkBenchmark benchmark, AllocationLimits first, AllocationLimits limits) : WalkRule(benchmark.ToString())
{
    private readonly ConstrainedPortfolio _first = new(first), _later = new(limits);

    public override AllocationResults Decide(WindowBatch batch, double[]? held)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (portfolio, names) = (held is null ? _first : _later, batch.Assets.Count);
        var universe = batch.Universe.data<bool>().ToArray();
        for (var i = 0; i < names; i++)
            (portfolio.Problem.Lower[i], portfolio.Problem.Upper[i]) = universe[i] ? (limits.Lower[i], limits.Upper[i]) : (0, 0);
        Array.Clear(portfolio.Problem.Costs);
        var returns = batch.Inputs.select(1, 0);
        using var shrunk = new CovarianceMatrix();
        var covariance = shrunk.call(returns).data<double>().ToArray();
        held ??= [];
        switch (benchmark)
        {
            case WalkBenchmark.MinimumVariance:
                portfolio.MinimumVariance(covariance, held);
                break;
            case WalkBenchmark.MaximumSharpe:
                portfolio.MaximumSharpe(returns.mean([1]).data<double>().ToArray(), covariance, held: held);
                break;
            default:
                // max vᵀw − ½‖w‖² is nearest to v.
                portfolio.MeanVariance(Wanted(universe, covariance), new double[names * names], 0, 0.5, held);
                break;
        }
        return portfolio.Result;
    }

    private double[] Wanted(bool[] universe, double[] covariance)
    {
        var wanted = new double[universe.Length];
        for (var i = 0; i < wanted.Length; i++)
            if (universe[i])
                wanted[i] = benchmark == WalkBenchmark.OneOverN ? 1 : covariance[i * (wanted.Length + 1)] is > 0 and var variance ? 1 / Math.Sqrt(variance) : 0;
        var sum = wanted.Sum();
        return sum > 0 ? Array.ConvertAll(wanted, value => value / sum) : wanted;
    }
}
