using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Uniform draws divided by their sum. A sample's draws depend on the seed and its number alone.</summary>
/// <param name="seed">Of the draws.</param>
public sealed class RandomBenchmark(long seed) : AllocationRule
{
    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var rows = batch.Samples.Select(sample =>
        {
            using var generator = new Generator((ulong)SeedSequence.Derive(seed, sample));
            return rand([batch.Assets.Count], dtype: batch.Inputs.dtype, generator: generator);
        });
        var drawn = stack([.. rows], 0);
        return Universe.Restrict(drawn.div(drawn.sum(1L, keepdim: true)), batch.Universe).MoveToOuterDisposeScope();
    }
}
