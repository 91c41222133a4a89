using LeanDeep.Training.Layers;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>A network that gives each asset a score, which a simple rule makes weights; or the allocation solver, in <see cref="ConstrainedNetwork"/>.</summary>
public abstract class ScoreNetwork : AllocatorNetwork
{
    private protected ScoreNetwork(string name) : base(name)
    {
    }

    /// <param name="input">(samples, channels, lookback, assets).</param>
    /// <returns>(samples, assets) any numbers; more is better.</returns>
    public Tensor Scores(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        return Score(input).MoveToOuterDisposeScope();
    }

    private protected abstract Tensor Score(Tensor input);
}
