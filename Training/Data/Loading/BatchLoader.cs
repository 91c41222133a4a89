using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Loading;

/// <summary>Draws batches of chosen rows without replacement, in an order that only the seed decides; the last batch of an
/// epoch holds what is left.</summary>
/// <remarks>Rows are gathered natively; a batch costs no managed allocation but its two tensors.</remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly Tensor _features;
    private readonly Tensor _labels;
    private readonly Tensor _rows;
    private readonly Generator _generator;
    private Tensor _order;

    /// <param name="data">All rows; not disposed by the loader.</param>
    /// <param name="rows">The rows to draw, at least one.</param>
    /// <param name="batchSize">At least 1.</param>
    /// <param name="seed">Of the order.</param>
    /// <exception cref="ArgumentException">No rows, or a batch size below 1.</exception>
    public BatchLoader(DatasetTensors data, int[] rows, int batchSize, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Length == 0)
            throw new ArgumentException("expected rows, found none", nameof(rows));
        if (batchSize < 1)
            throw new ArgumentException($"expected at least 1, found {batchSize}", nameof(batchSize));
        BatchSize = batchSize;
        RowCount = rows.Length;
        _features = data.Features;
        _labels = data.Labels;
        _generator = new Generator((ulong)seed);
        using var scope = NewDisposeScope();
        _rows = from_array(Array.ConvertAll(rows, row => (long)row), _features.device).DetachFromDisposeScope();
        _order = _rows.clone().DetachFromDisposeScope();
    }

    public int BatchSize { get; }

    /// <summary>Rows of an epoch.</summary>
    public int RowCount { get; }

    /// <summary>Batches of an epoch.</summary>
    public int BatchCount => (RowCount + BatchSize - 1) / BatchSize;

    /// <summary>Rows in a batch of the present epoch.</summary>
    public int SizeOf(int batch) => Math.Min(BatchSize, RowCount - batch * BatchSize);

    /// <summary>Begins the next epoch: draws a new order.</summary>
    public void Shuffle()
    {
        using var scope = NewDisposeScope();
        var permutation = randperm(RowCount, generator: _generator).to(_rows.device);
        var order = _rows.index_select(0, permutation).DetachFromDisposeScope();
        _order.Dispose();
        _order = order;
    }

    /// <summary>One batch of the present epoch; both tensors belong to the caller's dispose scope.</summary>
    /// <param name="batch">From 0 to <see cref="BatchCount"/> − 1.</param>
    /// <returns>Features (rows, features) and labels (rows, 1).</returns>
    public (Tensor Features, Tensor Labels) Batch(int batch)
    {
        if ((uint)batch >= (uint)BatchCount)
            throw new ArgumentException($"expected 0 to {BatchCount - 1}, found {batch}", nameof(batch));
        using var rows = _order.narrow(0, (long)batch * BatchSize, SizeOf(batch));
        return (_features.index_select(0, rows), _labels.index_select(0, rows));
    }

    public void Dispose()
    {
        _order.Dispose();
        _rows.Dispose();
        _generator.Dispose();
    }
}
