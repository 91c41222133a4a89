using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Loading;

/// <summary>A dataset's features and labels as tensors, shared by all folds, which only read them.</summary>
public sealed class DatasetTensors : IDisposable
{
    /// <param name="dataset">Rows.</param>
    /// <param name="device">Where to keep them; null for the CPU.</param>
    public DatasetTensors(SupervisedDataset dataset, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        using var scope = NewDisposeScope();
        Features = from_array(dataset.Features, device).reshape(dataset.RowCount, dataset.FeatureCount).DetachFromDisposeScope();
        Labels = from_array(dataset.Labels, device).reshape(dataset.RowCount, 1).DetachFromDisposeScope();
    }

    /// <summary>(rows, features) float32.</summary>
    public Tensor Features { get; }

    /// <summary>(rows, 1) float32.</summary>
    public Tensor Labels { get; }

    public void Dispose()
    {
        Features.Dispose();
        Labels.Dispose();
    }
}
