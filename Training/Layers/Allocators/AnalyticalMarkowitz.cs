using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights that sum to 1 in closed form: minimum variance Σ⁻¹1/1ᵀΣ⁻¹1, or with expected returns the tangency portfolio Σ⁻¹μ/1ᵀΣ⁻¹μ.
/// (samples, assets, assets) and optionally (samples, assets) → (samples, assets).</summary>
/// <remarks>There are no bounds. Where 1ᵀΣ⁻¹μ is negative the tangency portfolio is the one with the lowest Sharpe ratio, as in DeepDow; at 0 it does
/// not exist. Source: Markowitz (1952); Merton (1972).</remarks>
public sealed class AnalyticalMarkowitz() : CovarianceAllocator(nameof(AnalyticalMarkowitz))
{
    private protected override Tensor Allocate(Tensor covariance, Tensor? returns)
    {
        var right = returns ?? ones([covariance.shape[0], covariance.shape[1]], dtype: covariance.dtype, device: covariance.device);
        var solution = linalg.solve(covariance, right.unsqueeze(2)).squeeze(2);
        return solution.div(solution.sum(1L, keepdim: true));
    }
}
