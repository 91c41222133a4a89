using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
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

    /// <summary>The weights of a decision among the names that can be bought.</summary>
    /// <param name="input">(samples, channels, lookback, assets).</param>
    /// <param name="held">(samples, assets) weights before the trade, for networks with limits on it; null where they are not known.</param>
    /// <param name="universe">(samples, assets) bool: the others get nothing; null for all.</param>
    public virtual Tensor Decide(Tensor input, Tensor? held = null, Tensor? universe = null)
    {
        using var scope = NewDisposeScope();
        var weights = call(input);
        return (universe is null ? weights : Universe.Restrict(weights, universe)).MoveToOuterDisposeScope();
    }

    /// <summary>Begins the draws of dropout anew, so that an epoch's masks depend on its seed alone.</summary>
    internal virtual void Reseed(long seed)
    {
    }

    private protected abstract Tensor Allocate(Tensor input);
}
