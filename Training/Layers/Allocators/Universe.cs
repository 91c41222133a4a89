using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights of the names that can be bought.</summary>
public static class Universe
{
    /// <summary>Sets the others' weights to 0 and scales the rest to the gross exposure Σ|w| that there was; no weights where none is left.</summary>
    /// <param name="weights">(samples, assets).</param>
    /// <param name="universe">(samples, assets) bool.</param>
    public static Tensor Restrict(Tensor weights, Tensor universe)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(universe);
        using var scope = NewDisposeScope();
        var kept = where(universe, weights, zeros_like(weights));
        var left = kept.abs().sum(-1, keepdim: true);
        var some = left.gt(0);
        return kept.mul(weights.abs().sum(-1, keepdim: true).div(where(some, left, ones_like(left)))).MoveToOuterDisposeScope();
    }
}
