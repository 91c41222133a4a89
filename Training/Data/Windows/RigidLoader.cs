namespace LeanDeep.Training.Data.Windows;

/// <summary>Batches that all have the same lookback, horizon and assets.</summary>
public sealed class RigidLoader : WindowLoader
{
    private readonly int[]? _assets;
    private readonly int? _lookback, _horizon;

    /// <param name="dataset">Samples.</param>
    /// <param name="samples">Indices of those to load; at least one.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="seed">Of order and augmentation.</param>
    /// <param name="shuffled">Whether the order changes with the epoch. Default true.</param>
    /// <param name="assets">Indices of names; null for all.</param>
    /// <param name="lookback">The newest so many returns; null for all.</param>
    /// <param name="horizon">The first so many outcomes; null for all.</param>
    /// <param name="augmentation">What happens to the inputs; null for nothing.</param>
    /// <exception cref="ArgumentException">There are no samples, or the batch size is below 1.</exception>
    public RigidLoader(
        WindowDataset dataset, IReadOnlyList<int> samples, int batchSize, long seed, bool shuffled = true,
        IReadOnlyList<int>? assets = null, int? lookback = null, int? horizon = null, Augmentation? augmentation = null)
        : base(dataset, samples, batchSize, seed, shuffled, augmentation)
    {
        _assets = assets is null ? null : [.. assets];
        (_lookback, _horizon) = (lookback, horizon);
    }

    private protected override WindowBatch Cut(int[] samples, long seed) => Dataset.Batch(samples, _assets, _lookback, _horizon);
}
