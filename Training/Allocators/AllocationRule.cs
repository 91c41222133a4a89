using LeanDeep.Training.Data.Windows;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>Anything that chooses weights: a network or a benchmark.</summary>
public abstract class AllocationRule
{
    /// <summary>For tables.</summary>
    public virtual string Name => GetType().Name.Replace("Benchmark", "", StringComparison.Ordinal);

    /// <param name="batch">What was known; the outcomes are not looked at.</param>
    /// <param name="held">(samples, assets) weights before the trade; null where they are not known.</param>
    /// <returns>(samples, assets), 0 for names outside the universe.</returns>
    public abstract Tensor Allocate(WindowBatch batch, Tensor? held = null);
}
