using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Long and short weights with gross exposure 1: t = tanh z, w = t/Σ|t|. (samples, assets) → (samples, assets).</summary>
/// <remarks>Scores that are all 0 give weights of 0.</remarks>
public sealed class NormalisedTanh() : nn.Module<Tensor, Tensor>(nameof(NormalisedTanh))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 2, "samples, assets", nameof(input));
        using var scope = NewDisposeScope();
        var values = input.tanh();
        var gross = values.abs().sum(1L, keepdim: true);
        return values.div(where(gross.gt(0), gross, ones_like(gross))).MoveToOuterDisposeScope();
    }
}
