using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Greatest mean return over the lookback: the cap for the best names, what is left of 1 for the next, nothing for the others.</summary>
/// <param name="cap">Largest weight, within (0, 1]. Default 1.</param>
/// <param name="channel">Channel of the returns. Default 0.</param>
/// <exception cref="ArgumentException">The cap is out of range.</exception>
public sealed class MaximumReturnBenchmark(double cap = 1, int channel = 0) : AllocationRule
{
    private readonly double _cap = Caps.Require(cap, nameof(cap));

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var means = batch.Inputs.select(1, channel).mean([1]).masked_fill(batch.Universe.logical_not(), double.NegativeInfinity);
        var order = means.argsort(1, descending: true);
        var before = arange(batch.Assets.Count, dtype: means.dtype).mul(_cap);
        var ranked = before.neg().add(1).clamp(0, _cap).expand(means.shape[0], batch.Assets.Count);
        return zeros_like(means).scatter(1, order, ranked).mul(batch.Universe).MoveToOuterDisposeScope();
    }
}
