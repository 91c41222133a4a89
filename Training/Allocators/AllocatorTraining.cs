using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>Trains an allocator network on windows: the mean of a loss over each batch, by Adam. Run it with <see cref="Trainer"/>, whose callbacks it takes.</summary>
public sealed class AllocatorTraining : GradientTraining
{
    private readonly AllocatorNetwork _network;
    private readonly AllocationLoss _loss;
    private readonly long _seed;
    private Tensor? _chosen; // of this worker's share of the last batch

    /// <param name="network">Trained in place; the caller's to dispose.</param>
    /// <param name="loss">What to make small.</param>
    /// <param name="loader">Training samples.</param>
    /// <param name="options">Pace.</param>
    /// <param name="seed">Of the dropout masks of each epoch.</param>
    /// <param name="memory">Weights held before each trade, which losses with costs need; null for none. The caller's to dispose.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AllocatorTraining(AllocatorNetwork network, AllocationLoss loss, WindowLoader loader, AllocatorTrainingOptions options, long seed, WeightMemory? memory = null)
        : base(network, loader, options)
    {
        ArgumentNullException.ThrowIfNull(loss);
        (_network, _loss, _seed, Memory) = (network, loss, seed, memory);
    }

    /// <summary>Samples of the last epoch whose weights the solver did not certify: they taught nothing. 0 for networks without a solver.</summary>
    public int Unsolved { get; private set; }

    private protected override WeightMemory? Memory { get; }

    private protected override void Begin(int epoch)
    {
        Unsolved = 0;
        _network.Reseed(SeedSequence.Derive(_seed, epoch));
    }

    private protected override void Share(WindowBatch batch, int first, int count)
    {
        if (Memory == null)
            return;
        var assets = batch.Assets.Count;
        var all = new double[batch.Samples.Count * assets];
        if (count > 0)
            _chosen!.contiguous().data<double>().ToArray().CopyTo(all, first * assets);
        Workers!.Sum(all);
        Memory.Keep(batch, tensor(all, [batch.Samples.Count, assets]));
    }

    private protected override Tensor Loss(WindowBatch batch)
    {
        var held = Memory?.Held(batch);
        var weights = _network.Decide(batch.Inputs, held, batch.Universe);
        if (Workers is null)
            Memory?.Keep(batch, weights);
        else if (Memory != null)
            _chosen = weights.detach().to(ScalarType.Float64).cpu();
        if (_network is ProblemNetwork { Results: { } results })
            Unsolved += results.Statuses.Count(status => status != AllocationStatus.Optimal);
        return _loss.Mean(weights, batch.Outcomes, held);
    }
}
