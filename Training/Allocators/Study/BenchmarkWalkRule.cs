using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>A portfolio without training, which trades whatever it costs.</summary>
/// <param name="benchmark">Which.</param>
/// <param name="limits">Of every decision.</param>
internal sealed class BenchmarkWalkRule(PortfolioBenchmark benchmark, AllocationLimits limits) : WalkRule(benchmark.ToString())
{
    private readonly BenchmarkPortfolio _portfolio = new(benchmark, limits);

    public override double[] Covariance => _portfolio.Problem.Covariances;

    public override AllocationResults Decide(WindowBatch batch, double[]? held)
    {
        using var scope = NewDisposeScope();
        _portfolio.Decide(batch.Inputs.select(1, 0).contiguous().data<double>().ToArray(), held ?? [], batch.Universe.data<bool>().ToArray());
        return _portfolio.Result;
    }
}
