using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>The same learned weights for every sample, max(θ, 0)/Σmax(θ, 0), θ = 1 at first: (samples, …) → (samples, assets). The input says only how
/// many samples there are.</summary>
/// <remarks>Where no θ is positive the weights are equal; DeepDow's are NaN.</remarks>
public sealed class WeightNormalisation : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "asset_weights")]
    private readonly Parameter _weights;

    /// <param name="assets">Assets, at least 1.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public WeightNormalisation(int assets) : base(nameof(WeightNormalisation))
    {
        _weights = ParameterDraws.Parameter(ones(Shapes.RequirePositive(assets, nameof(assets))));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var positive = _weights.clamp_min(0);
        var sum = positive.sum();
        var weights = where(sum.gt(0), positive.div(where(sum.gt(0), sum, ones_like(sum))), full_like(positive, 1.0 / positive.shape[0]));
        return weights.unsqueeze(0).repeat(input.shape[0], 1).MoveToOuterDisposeScope();
    }
}
