using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Batches of random lookback, horizon and assets, drawn anew for each: for networks that take any.</summary>
public sealed class FlexibleLoader : WindowLoader
{
    private readonly (int Least, int Most) _lookback, _horizon, _assets;

    /// <param name="dataset">Samples.</param>
    /// <param name="samples">Indices of those to load; at least one.</param>
    /// <param name="batchSize">Samples in a batch, at least 1; the last may have fewer.</param>
    /// <param name="seed">Of order, cuts and augmentation.</param>
    /// <param name="lookback">Least and most returns, both included; the newest are taken.</param>
    /// <param name="horizon">Least and most outcomes, both included; the first are taken.</param>
    /// <param name="assets">Least and most names, both included; they keep their order.</param>
    /// <param name="augmentation">What happens to the inputs; null for nothing.</param>
    /// <exception cref="ArgumentException">There are no samples, or a range does not fit the dataset.</exception>
    public FlexibleLoader(
        WindowDataset dataset, IReadOnlyList<int> samples, int batchSize, long seed,
        (int Least, int Most) lookback, (int Least, int Most) horizon, (int Least, int Most) assets, Augmentation? augmentation = null)
        : base(dataset, samples, batchSize, seed, shuffled: true, augmentation)
    {
        _lookback = Check(lookback, dataset.Options.Lookback, nameof(lookback));
        _horizon = Check(horizon, dataset.Options.Horizon, nameof(horizon));
        _assets = Check(assets, dataset.Series.Names.Count, nameof(assets));
    }

    private protected override WindowBatch Cut(int[] samples, long seed)
    {
        var generator = new SeededGenerator((ulong)seed, stream: 0);
        var (lookback, horizon, count) = (Draw(generator, _lookback), Draw(generator, _horizon), Draw(generator, _assets));
        int[] all = [.. Enumerable.Range(0, Dataset.Series.Names.Count)];
        var order = new int[all.Length];
        RowOrder.Draw(all, order, SeedSequence.Derive(seed, 1));
        return Dataset.Batch(samples, [.. order.Take(count).Order()], lookback, horizon);
    }

    private static int Draw(SeededGenerator generator, (int Least, int Most) range) => range.Least + generator.Below(range.Most - range.Least + 1);

    private static (int Least, int Most) Check((int Least, int Most) range, int most, string name) =>
        range.Least >= 1 && range.Least <= range.Most && range.Most <= most
            ? range
            : throw new ArgumentException($"expected a range within 1 … {most}, found {range.Least} … {range.Most}", name);
}
