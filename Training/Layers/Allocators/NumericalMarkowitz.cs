using LeanDeep.Models.Portfolio;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights from 0 to a cap that sum to 1 and maximise μᵀw − ‖√γ R w‖² − |α|‖w‖². (samples, assets), (samples, assets, assets), (samples), (samples) →
/// (samples, assets).</summary>
/// <remarks>Each sample has its own γ and α; DeepDow tiles the γ and so mixes those of different samples where they differ.</remarks>
public sealed class NumericalMarkowitz : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    private readonly ConstrainedAllocator _allocator;

    /// <param name="assets">Assets.</param>
    /// <param name="cap">Largest weight, within (0, 1]. Default 1. Assets · cap must be at least 1.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public NumericalMarkowitz(int assets, double cap = 1) : base(nameof(NumericalMarkowitz)) => _allocator = new ConstrainedAllocator(Caps.Limits(assets, cap));

    /// <summary>What certifies the weights of the last pass; null before the first.</summary>
    public AllocationResults? Results => _allocator.Results;

    /// <param name="returns">(samples, assets) μ.</param>
    /// <param name="covarianceRoot">(samples, assets, assets) R; the covariance is RᵀR.</param>
    /// <param name="riskAversionRoot">(samples) √γ, of either sign.</param>
    /// <param name="ridge">(samples) α, of either sign.</param>
    public override Tensor forward(Tensor returns, Tensor covarianceRoot, Tensor riskAversionRoot, Tensor ridge)
    {
        Shapes.RequireSquare(covarianceRoot, nameof(covarianceRoot));
        using var scope = NewDisposeScope();
        var covariance = covarianceRoot.transpose(1, 2).matmul(covarianceRoot);
        return _allocator.Allocate(returns, covariance, riskAversionRoot.square(), ridge.abs()).MoveToOuterDisposeScope();
    }
}
