using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>Mean over one dimension. The dimension disappears: (samples, channels, lookback, assets) → (samples, channels, assets) where it is time.</summary>
/// <param name="dimension">1 channels, 2 time, 3 assets. Default 2.</param>
public sealed class AverageCollapse(int dimension = 2) : nn.Module<Tensor, Tensor>(nameof(AverageCollapse))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.mean([dimension]);
}
