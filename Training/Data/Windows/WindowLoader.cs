using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Samples in batches, in an order that depends on seed and epoch alone.</summary>
public abstract class WindowLoader
{
    private readonly int[] _samples;
    private readonly int _batchSize;
    private readonly Augmentation? _augmentation;

    /// <param name="dataset">Samples.</param>
    /// <param name="samples">Indices of those to load; at least one.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="seed">Of order, cuts and augmentation.</param>
    /// <param name="shuffled">Whether the order changes with the epoch.</param>
    /// <param name="augmentation">What happens to the inputs; null for nothing.</param>
    private protected WindowLoader(WindowDataset dataset, IReadOnlyList<int> samples, int batchSize, long seed, bool shuffled, Augmentation? augmentation)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
            throw new ArgumentException("expected samples, found none", nameof(samples));
        _batchSize = batchSize >= 1 ? batchSize : throw new ArgumentException($"expected at least 1, found {batchSize}", nameof(batchSize));
        (Dataset, _samples, Seed, Shuffled, _augmentation) = (dataset, [.. samples], seed, shuffled, augmentation);
    }

    public WindowDataset Dataset { get; }

    /// <summary>Indices of the samples that are loaded.</summary>
    public IReadOnlyList<int> Samples => _samples;

    public int BatchCount => (_samples.Length + _batchSize - 1) / _batchSize;

    private protected long Seed { get; }

    private protected bool Shuffled { get; }

    /// <summary>The batches of an epoch; each is the caller's to dispose.</summary>
    /// <param name="epoch">Number, from 1.</param>
    public IEnumerable<WindowBatch> Epoch(int epoch)
    {
        var order = (int[])_samples.Clone();
        if (Shuffled)
            RowOrder.Draw(_samples, order, SeedSequence.Derive(Seed, epoch, 0));
        for (var number = 0; number < BatchCount; number++)
        {
            var batch = Cut(order[(number * _batchSize)..Math.Min(order.Length, (number + 1) * _batchSize)], SeedSequence.Derive(Seed, epoch, 1, number));
            if (_augmentation is { } augmentation)
            {
                using var generator = new TorchSharp.torch.Generator((ulong)SeedSequence.Derive(Seed, epoch, 2, number));
                var inputs = augmentation.Apply(batch.Inputs, generator);
                batch.Inputs.Dispose();
                batch = batch with { Inputs = inputs };
            }
            yield return batch;
        }
    }

    /// <param name="samples">Of one batch.</param>
    /// <param name="seed">Of the batch.</param>
    private protected abstract WindowBatch Cut(int[] samples, long seed);
}
