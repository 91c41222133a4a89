using LeanDeep.Training.Data.Windows;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Keeps what is held, and trades only where nothing is held yet: then by another rule.</summary>
/// <param name="first">The first weights; null for equal ones.</param>
public sealed class BuyAndHoldBenchmark(AllocationRule? first = null) : AllocationRule
{
    private readonly AllocationRule _first = first ?? new OneOverNBenchmark();

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        if (held is null)
            return _first.Allocate(batch);
        using var scope = NewDisposeScope();
        var holds = held.abs().sum(1L, keepdim: true).gt(0);
        return where(holds, held, _first.Allocate(batch)).MoveToOuterDisposeScope();
    }
}
