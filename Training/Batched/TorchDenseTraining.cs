using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>One model trained by libtorch: <see cref="BatchedDenseTraining"/> of one.</summary>
internal sealed class TorchDenseTraining : IDenseTraining
{
    private readonly BatchedDataset _dataset;
    private readonly BatchedDenseTraining _batched;

    public TorchDenseTraining(SupervisedDataset dataset, DenseModel model, DenseNetworkOptions network, TrainerOptions trainer, Device? device = null)
    {
        _dataset = new BatchedDataset(dataset, device);
        _batched = new BatchedDenseTraining(_dataset, [model], network, trainer);
    }

    public int Epoch => _batched.Epoch;

    public DenseParameters Parameters => _batched.Parameters(0);

    public double RunEpoch(CancellationToken cancellation) => _batched.RunEpoch(cancellation)[0];

    public void Predict(Range rows, Span<float> predictions) => _batched.Predict(0, rows, predictions);

    public void Save(Stream stream) => _batched.Save(0, stream);

    public void Restore(Stream stream) => _batched.Restore(stream);

    public void Dispose()
    {
        _batched.Dispose();
        _dataset.Dispose();
    }
}
