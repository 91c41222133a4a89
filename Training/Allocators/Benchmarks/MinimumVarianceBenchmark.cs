using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Matrices;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Least variance under the covariance of the lookback, shrunk by one half towards its diagonal: weights from 0 to a cap that sum to 1, or others
/// that a constraint set allows.</summary>
/// <param name="cap">Largest weight, within (0, 1]. Default 1.</param>
/// <param name="limits">In place of the cap, in the order of the names; null for none.</param>
/// <param name="channel">Channel of the returns. Default 0.</param>
/// <exception cref="ArgumentException">The cap is out of range.</exception>
public sealed class MinimumVarianceBenchmark(double cap = 1, AllocationLimits? limits = null, int channel = 0) : AllocationRule
{
    private readonly double _cap = Caps.Require(cap, nameof(cap));
    private ConstrainedAllocator? _allocator;

    /// <summary>What certifies the weights of the last batch; null before the first.</summary>
    public AllocationResults? Results => _allocator?.Results;

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _allocator ??= new ConstrainedAllocator(limits ?? Caps.Limits(batch.Assets.Count, _cap));
        using var scope = NewDisposeScope();
        using var shrunk = new CovarianceMatrix();
        var covariance = shrunk.call(batch.Inputs.select(1, channel));
        var samples = batch.Inputs.shape[0];
        var none = zeros([samples, batch.Assets.Count], dtype: covariance.dtype, device: covariance.device);
        return _allocator.Allocate(none, covariance, ones(samples), zeros(samples), held, batch.Universe).MoveToOuterDisposeScope();
    }
}
