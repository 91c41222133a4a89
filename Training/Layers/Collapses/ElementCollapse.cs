using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>One element of a dimension, which disappears: (samples, channels, lookback, assets) → (samples, channels, assets) where it is time.</summary>
/// <param name="dimension">1 channels, 2 time, 3 assets. Default 2.</param>
/// <param name="element">Which; negative ones count from the end. Default −1, the newest step.</param>
public sealed class ElementCollapse(int dimension = 2, int element = -1) : nn.Module<Tensor, Tensor>(nameof(ElementCollapse))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.select(dimension, element);
}
