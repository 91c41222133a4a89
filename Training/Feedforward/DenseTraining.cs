using LeanDeep.Training.Batched;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Fused;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>Makes trainings of dense networks.</summary>
public static class DenseTraining
{
    /// <param name="backend">What computes; the results of both agree but for rounding.</param>
    /// <param name="dataset">Rows; only read, so that many trainings may share it.</param>
    /// <param name="rows">Indices of the training rows, at least one.</param>
    /// <param name="network">Shape and penalties.</param>
    /// <param name="trainer">Loss, optimiser and pace.</param>
    /// <param name="scaling">Standardisation of the inputs.</param>
    /// <param name="labels">Scaling of the output; <see cref="LabelScaling.None"/> under cross-entropy.</param>
    /// <param name="seed">Of initial weights, order of rows and dropout masks, the same for both backends.</param>
    /// <param name="device">Where libtorch computes.</param>
    /// <exception cref="ArgumentException">An option is out of range, a row does not exist, or the parts do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">The device is not there.</exception>
    public static IDenseTraining Create(
        TrainingBackend backend, SupervisedDataset dataset, int[] rows, DenseNetworkOptions network, TrainerOptions trainer,
        InputScaling scaling, LabelScaling labels, long seed, TrainingDevice device = TrainingDevice.Cpu)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var model = new DenseModel(rows, scaling, labels, seed);
        DenseModel.Validate(dataset, [model], network, trainer);
        return backend switch
        {
            TrainingBackend.Fused => new FusedDenseTraining(dataset, model, network, trainer, LaneWidths.Widest),
            TrainingBackend.Torch => new TorchDenseTraining(dataset, model, network, trainer, TrainingDevices.Open(device)),
            _ => throw new ArgumentException($"expected a known backend, found {backend}", nameof(backend)),
        };
    }

    /// <summary>The network of a saved state, without the training that saved it.</summary>
    /// <param name="state">What <see cref="ITraining.Save"/> wrote.</param>
    /// <param name="network">Its shape.</param>
    /// <param name="trainer">Its optimiser.</param>
    /// <param name="scaling">Standardisation of its inputs.</param>
    /// <param name="labels">Scaling of its output.</param>
    /// <exception cref="InvalidDataException">The state is of another shape or optimiser, or damaged.</exception>
    public static DenseParameters ReadNetwork(byte[] state, DenseNetworkOptions network, TrainerOptions trainer, InputScaling scaling, LabelScaling labels)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(trainer);
        var form = DenseParameters.Initial(network, scaling, labels, seed: 0);
        using var stream = new MemoryStream(state);
        return form.With(DenseState.Read(stream, DenseState.Shape(network, form.FeatureCount, trainer), 1 + trainer.Moments, form.Count).Values[0]);
    }

    /// <summary>Bytes that <see cref="ITraining.Save"/> writes.</summary>
    internal static int StateLength(DenseNetworkOptions network, TrainerOptions trainer, int features)
    {
        var count = network.Shape(features).Sum(layer => (layer.Inputs + 1) * layer.Units * layer.Pieces);
        using var stream = new MemoryStream();
        new DenseState(0, 0, [.. Enumerable.Range(0, 1 + trainer.Moments).Select(_ => new float[count])]).Write(stream, DenseState.Shape(network, features, trainer));
        return (int)stream.Length;
    }
}
