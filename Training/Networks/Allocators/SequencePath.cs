using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>What a policy did over consecutive sessions.</summary>
/// <param name="Weights">(samples, steps, assets) after each trade.</param>
/// <param name="Turnover">(samples, steps) Σ|w − held| of each trade.</param>
/// <param name="Returns">(samples, steps) simple returns of each step, its trade's cost taken off.</param>
public sealed record SequencePath(Tensor Weights, Tensor Turnover, Tensor Returns) : IDisposable
{
    public void Dispose()
    {
        Weights.Dispose();
        Turnover.Dispose();
        Returns.Dispose();
    }
}
