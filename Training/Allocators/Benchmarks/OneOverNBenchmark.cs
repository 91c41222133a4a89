using LeanDeep.Training.Data.Windows;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Equal weights of all names in the universe.</summary>
/// <remarks>Source: DeMiguel, Garlappi and Uppal (2009).</remarks>
public sealed class OneOverNBenchmark : AllocationRule
{
    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var members = batch.Universe.to_type(batch.Inputs.dtype);
        return members.div(members.sum(1L, keepdim: true).clamp_min(1)).MoveToOuterDisposeScope();
    }
}
