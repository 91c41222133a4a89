using LeanDeep.Training.Data.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>The rows of a dataset on a device, for any number of trainings.</summary>
public sealed class BatchedDataset : IDisposable
{
    /// <param name="rows">Rows; copied.</param>
    /// <param name="device">Where to keep them, and to compute; null for the CPU.</param>
    public BatchedDataset(SupervisedDataset rows, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (Rows, Device) = (rows, device ?? CPU);
        using var scope = NewDisposeScope();
        Features = from_array(rows.Features, Device).reshape(rows.RowCount, rows.FeatureCount).DetachFromDisposeScope();
        Labels = from_array(rows.Labels, Device).reshape(rows.RowCount, 1).DetachFromDisposeScope();
    }

    public Device Device { get; }

    internal SupervisedDataset Rows { get; }

    /// <summary>(rows, features).</summary>
    internal Tensor Features { get; }

    /// <summary>(rows, 1).</summary>
    internal Tensor Labels { get; }

    public void Dispose()
    {
        Features.Dispose();
        Labels.Dispose();
    }
}
