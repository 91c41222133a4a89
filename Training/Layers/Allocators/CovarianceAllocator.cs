using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights from a covariance and, where wanted, expected returns: (samples, assets, assets) and (samples, assets) → (samples, assets).</summary>
public abstract class CovarianceAllocator : nn.Module<Tensor, Tensor?, Tensor>
{
    private protected CovarianceAllocator(string name) : base(name)
    {
    }

    /// <param name="covariance">(samples, assets, assets).</param>
    /// <param name="returns">(samples, assets) μ; null for weights that read the covariance alone.</param>
    /// <returns>(samples, assets).</returns>
    public new Tensor call(Tensor covariance, Tensor? returns = null) => base.call(covariance, returns);

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor covariance, Tensor? returns)
    {
        Shapes.RequireSquare(covariance, nameof(covariance));
        if (returns is not null && !returns.shape.SequenceEqual([covariance.shape[0], covariance.shape[1]]))
            throw new ArgumentException($"expected ({covariance.shape[0]}, {covariance.shape[1]}), found {Shapes.Text(returns)}", nameof(returns));
        using var scope = NewDisposeScope();
        return Allocate(covariance, returns).MoveToOuterDisposeScope();
    }

    private protected abstract Tensor Allocate(Tensor covariance, Tensor? returns);
}
