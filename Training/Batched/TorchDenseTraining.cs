using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>One model trained by libtorch: <see cref="BatchedDenseTraining"/> of one.</summary>
internal sealed class TorchDenseTraining(
    SupervisedDataset dataset, DenseModel model, DenseNetworkOptions network, TrainerOptions trainer, Device? device = null) : IDenseTraining
{
    private readonly BatchedDenseTraining _batched = new(dataset, [model], network, trainer, device);

    public int Epoch => _batched.Epoch;

    public DenseParameters Parameters => _batched.Parameters(0);

    public double RunEpoch(CancellationToken cancellation) => _batched.RunEpoch(cancellation)[0];

    public void Predict(Range rows, Span<float> predictions) => _batched.Predict(0, rows, predictions);

    public void Save(Stream stream) => _batched.Save(stream);

    public void Restore(Stream stream) => _batched.Restore(stream);

    public void Dispose() => _batched.Dispose();
}
