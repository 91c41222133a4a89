using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>Sum over one dimension. The dimension disappears: (samples, channels, lookback, assets) → (samples, channels, assets) where it is time.</summary>
/// <param name="dimension">1 channels, 2 time, 3 assets. Default 2.</param>
public sealed class SumCollapse(int dimension = 2) : nn.Module<Tensor, Tensor>(nameof(SumCollapse))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.sum((long)dimension);
}
