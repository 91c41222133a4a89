using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>Weighted mean over time, each asset with its own weights: softmax over time of vᵀ(A x + b). (samples, channels, lookback, assets) →
/// (samples, channels, assets).</summary>
/// <remarks>b moves all scores of an asset alike, so it has no effect and its gradient is 0. DeepDow divides the sum by the lookback once too often.
/// Source: Yang et al. (2016), without their tanh.</remarks>
public sealed class AttentionCollapse : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "affine")]
    private readonly Linear _affine;

    [ComponentName(Name = "context_vector")]
    private readonly Linear _context;

    /// <param name="channels">Channels in and out.</param>
    /// <param name="generator">Of the first weights.</param>
    /// <exception cref="ArgumentException">There are no channels.</exception>
    public AttentionCollapse(int channels, Generator generator) : base(nameof(AttentionCollapse))
    {
        Shapes.RequirePositive(channels, nameof(channels));
        _affine = ParameterDraws.ByFanIn(nn.Linear(channels, channels), channels, generator);
        _context = ParameterDraws.ByFanIn(nn.Linear(channels, 1, hasBias: false), channels, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        var scores = _context.call(_affine.call(input.permute(0, 2, 3, 1))).permute(0, 3, 1, 2); // (samples, 1, lookback, assets)
        return input.mul(scores.softmax(2)).sum(2L).MoveToOuterDisposeScope();
    }
}
