using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>Largest value of one dimension; on ties the gradient goes to one of them.
/// The dimension disappears: (samples, channels, lookback, assets) → (samples, channels, assets) where it is time.</summary>
/// <param name="dimension">1 channels, 2 time, 3 assets. Default 2.</param>
public sealed class MaxCollapse(int dimension = 2) : nn.Module<Tensor, Tensor>(nameof(MaxCollapse))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return input.max(dimension).values.MoveToOuterDisposeScope();
    }
}
