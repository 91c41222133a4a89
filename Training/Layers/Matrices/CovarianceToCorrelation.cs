using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Matrices;

/// <summary>Correlations of covariances, Σᵢⱼ/√(ΣᵢᵢΣⱼⱼ): (samples, assets, assets) → the same. An asset without variance is uncorrelated with all
/// others.</summary>
public sealed class CovarianceToCorrelation() : nn.Module<Tensor, Tensor>(nameof(CovarianceToCorrelation))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.RequireSquare(input, nameof(input));
        using var scope = NewDisposeScope();
        var variances = input.diagonal(0, 1, 2);
        var deviations = where(variances.gt(0), variances, ones_like(variances)).sqrt();
        return input.div(deviations.unsqueeze(1).mul(deviations.unsqueeze(2))).MoveToOuterDisposeScope();
    }
}
