using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>Trains a policy on sequences: each sample's horizon is a path of daily decisions that carries weights, drift and costs; the loss judges the
/// path's returns after costs. Run it with <see cref="Trainer"/>.</summary>
/// <remarks>Steps after the first see what came before as inputs, so outcomes must be of the same channels as inputs, without a gap.</remarks>
public sealed class SequenceTraining : GradientTraining
{
    private readonly SequentialAllocator _network;
    private readonly AllocationLoss _loss;
    private readonly WindowDataset _dataset;
    private readonly ReturnConvention _convention;

    /// <param name="network">Trained in place; the caller's to dispose.</param>
    /// <param name="loss">Of the path's returns after costs, with the convention <see cref="ReturnConvention.Default"/>; losses of weights see a single asset.</param>
    /// <param name="loader">Training samples without augmentation; their horizon is the path's length.</param>
    /// <param name="convention">Channel, kind and cost rate of the outcomes.</param>
    /// <param name="options">Pace.</param>
    /// <exception cref="ArgumentException">An option is out of range, the dataset has a gap, or its lookback is below the policy's field.</exception>
    public SequenceTraining(SequentialAllocator network, AllocationLoss loss, WindowLoader loader, ReturnConvention convention, AllocatorTrainingOptions options)
        : base(network, loader, options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(convention);
        (_network, _loss, _dataset, _convention) = (network, loss, loader.Dataset, convention.Checked());
        if (_dataset.Options.Gap != 0)
            throw new ArgumentException($"expected no gap, found {_dataset.Options.Gap}", nameof(loader));
        if (_dataset.Options.Lookback < network.Field)
            throw new ArgumentException($"expected a lookback of at least {network.Field}, found {_dataset.Options.Lookback}", nameof(loader));
    }

    /// <summary>What the policy does on some samples, from equal weights on; the caller's to dispose.</summary>
    /// <param name="batch">Of the dataset.</param>
    public SequencePath Path(WindowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var input = cat([batch.Inputs, batch.Outcomes.narrow(2, 0, batch.Horizon - 1)], 2);
        var returns = batch.Outcomes.select(1, _convention.Channel);
        if (_convention.Input == ReturnKind.Log)
            returns = returns.expm1();
        var held = full([returns.shape[0], returns.shape[2]], 1.0 / returns.shape[2], dtype: returns.dtype);
        var path = _network.Unroll(input, returns, held, _convention.CostRate, _dataset.Universes(batch.Samples, batch.Horizon, batch.Assets));
        return new SequencePath(path.Weights.MoveToOuterDisposeScope(), path.Turnover.MoveToOuterDisposeScope(), path.Returns.MoveToOuterDisposeScope());
    }

    private protected override Tensor Loss(WindowBatch batch)
    {
        var path = Path(batch);
        var outcomes = path.Returns.log1p().unsqueeze(1).unsqueeze(3); // the path as the only asset
        return _loss.Mean(ones([outcomes.shape[0], 1], dtype: outcomes.dtype), outcomes);
    }
}
