using LeanDeep.Training.Data.Windows;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>All in one name; nothing while it is outside the universe.</summary>
/// <param name="asset">Index of the name in the batch.</param>
public sealed class SingletonBenchmark(int asset) : AllocationRule
{
    public override string Name => $"Singleton {asset}";

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (asset < 0 || asset >= batch.Assets.Count)
            throw new ArgumentException($"expected an asset within 0 … {batch.Assets.Count - 1}, found {asset}", nameof(batch));
        using var scope = NewDisposeScope();
        var members = batch.Universe.to_type(batch.Inputs.dtype);
        return members.mul(arange(batch.Assets.Count).eq(asset)).MoveToOuterDisposeScope();
    }
}
