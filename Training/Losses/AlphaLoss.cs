using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus the alpha of a step against a benchmark: −(r̄ − β b̄), β the slope of the portfolio's returns on the benchmark's.</summary>
/// <remarks>Covariance and variance have the same divisor; DeepDow's have not, which makes its β too small by the factor (H − 1)/H. A benchmark
/// that does not vary has β = 0. Source: Jensen (1968).</remarks>
public sealed class AlphaLoss : AllocationLoss
{
    private readonly double[]? _benchmark;
    private readonly ReturnConvention _convention;

    /// <param name="benchmark">(assets) the benchmark's weights; null for equal ones. It trades without costs.</param>
    /// <param name="convention">How returns are measured; null for the default.</param>
    public AlphaLoss(IReadOnlyList<double>? benchmark = null, ReturnConvention? convention = null)
    {
        _benchmark = benchmark is null ? null : [.. benchmark];
        _convention = (convention ?? ReturnConvention.Default).Checked();
    }

    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held)
    {
        var returns = PortfolioReturns.PerStep(weights, outcomes, _convention, held);
        var market = PortfolioReturns.PerStep(Benchmark(weights), outcomes, _convention with { CostRate = 0 });
        var excess = market.sub(market.mean([1], keepdim: true));
        var variance = excess.square().sum(1L);
        var varies = variance.gt(0);
        var slope = where(varies, returns.mul(excess).sum(1L).div(where(varies, variance, ones_like(variance))), zeros_like(variance));
        return slope.mul(market.mean([1])).sub(returns.mean([1]));
    }

    private Tensor Benchmark(Tensor weights)
    {
        var assets = weights.shape[1];
        if (_benchmark is null)
            return full_like(weights, 1.0 / assets);
        if (_benchmark.Length != assets)
            throw new ArgumentException($"{this}: expected {_benchmark.Length} assets, as the benchmark has; found {assets}", nameof(weights));
        return tensor(_benchmark, dtype: weights.dtype, device: weights.device).expand(weights.shape);
    }
}
