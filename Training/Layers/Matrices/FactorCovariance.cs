using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Matrices;

/// <summary>Covariance of a factor model, B Bᵀ + diag(d): (samples, assets, factors) loadings and (samples, assets) variances of what the factors leave →
/// (samples, assets, assets). Positive definite for any number of assets, however short the past.</summary>
/// <remarks>The factors have covariance 1; what else they have is in the loadings. Source: Sharpe (1963).</remarks>
public sealed class FactorCovariance() : nn.Module<Tensor, Tensor, Tensor>(nameof(FactorCovariance))
{
    /// <param name="loadings">(samples, assets, factors) B.</param>
    /// <param name="variances">(samples, assets) d, positive.</param>
    public override Tensor forward(Tensor loadings, Tensor variances)
    {
        Shapes.Require(loadings, 3, "samples, assets, factors", nameof(loadings));
        Shapes.Require(variances, 2, "samples, assets", nameof(variances));
        using var scope = NewDisposeScope();
        return loadings.matmul(loadings.transpose(1, 2)).add(variances.diag_embed()).MoveToOuterDisposeScope();
    }
}
