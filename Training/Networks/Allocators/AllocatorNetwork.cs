using LeanDeep.Training.Layers;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>A network from what was known to weights: (samples, channels, lookback, assets) → (samples, assets).</summary>
public abstract class AllocatorNetwork : nn.Module<Tensor, Tensor>
{
    private protected AllocatorNetwork(string name) : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        return Allocate(input).MoveToOuterDisposeScope();
    }

    /// <summary>Begins the draws of dropout anew, so that an epoch's masks depend on its seed alone.</summary>
    internal virtual void Reseed(long seed)
    {
    }

    private protected abstract Tensor Allocate(Tensor input);
}
