using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>The rows that each model sees at each step of an epoch.</summary>
internal sealed class BatchedRows : IDisposable
{
    private readonly DenseModel[] _models;
    private readonly int _batchSize;
    private readonly Device _device;
    private readonly Tensor _features, _labels; // of the dataset
    private readonly Tensor _mean, _inverseScale; // (models, 1, features)
    private readonly Tensor _labelMean, _labelInverseScale; // (models, 1, 1)
    private readonly int[][] _orders;
    private int _epoch;

    /// <param name="dataset">All rows; not disposed with this.</param>
    /// <param name="models">Most rows first.</param>
    /// <param name="batchSize">Rows of a step.</param>
    public BatchedRows(BatchedDataset dataset, DenseModel[] models, int batchSize)
    {
        (_models, _batchSize, _device, _features, _labels) = (models, batchSize, dataset.Device, dataset.Features, dataset.Labels);
        _orders = [.. models.Select(m => new int[m.Rows.Length])];
        using var scope = NewDisposeScope();
        _mean = Keep(PerModel([.. models.SelectMany(m => m.Scaling.Mean)]));
        _inverseScale = Keep(PerModel([.. models.SelectMany(m => m.Scaling.Scale).Select(s => 1 / s)]));
        _labelMean = Keep(PerModel([.. models.Select(m => m.Labels.Mean)]));
        _labelInverseScale = Keep(PerModel([.. models.Select(m => 1 / m.Labels.Scale)]));
    }

    /// <summary>Rows of the dataset.</summary>
    public int RowCount => (int)_labels.shape[0];

    /// <summary>Steps of the model with most rows.</summary>
    public int Steps => (_models[0].Rows.Length + _batchSize - 1) / _batchSize;

    /// <summary>Draws the orders of an epoch, counted from 0.</summary>
    public void Begin(int epoch)
    {
        _epoch = epoch;
        foreach (var (model, order) in _models.Zip(_orders))
            RowOrder.Draw(model.Rows, order, model.OrderSeed(epoch));
    }

    /// <summary>One step of all models that still have rows: those whose batch has as many rows go together, so that none is filled up.</summary>
    public IEnumerable<BatchedStep> Parts(int step)
    {
        for (var first = 0; first < _models.Length && SizeOf(first, step) is > 0 and var size;)
        {
            var count = 1;
            while (first + count < _models.Length && SizeOf(first + count, step) == size)
                count++;
            yield return Part(step, first, count, size);
            first += count;
        }
    }

    /// <summary>Standardised inputs of rows that follow each other, (1, rows, features).</summary>
    public Tensor Range(int model, int first, int count) =>
        _features.narrow(0, first, count).unsqueeze(0).sub(_mean.narrow(0, model, 1)).mul(_inverseScale.narrow(0, model, 1));

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_mean, _inverseScale, _labelMean, _labelInverseScale])
            tensor.Dispose();
    }

    private int SizeOf(int model, int step) => Math.Min(_batchSize, _models[model].Rows.Length - step * _batchSize);

    private BatchedStep Part(int step, int first, int count, int size)
    {
        var (rows, keys) = (new long[count * size], new long[count * size]);
        for (var model = 0; model < count; model++)
        {
            var (order, seed) = (_orders[first + model], _models[first + model].MaskSeed(_epoch));
            for (var (i, place) = (model * size, step * _batchSize); i < (model + 1) * size; i++, place++)
                (rows[i], keys[i]) = (order[place], DropoutMask.Key(seed, place));
        }
        var index = from_array(rows, _device);
        var features = _features.index_select(0, index).view(count, size, -1);
        var labels = _labels.index_select(0, index).view(count, size, 1);
        return new BatchedStep(
            first, count, size,
            features.sub(_mean.narrow(0, first, count)).mul(_inverseScale.narrow(0, first, count)),
            labels.sub(_labelMean.narrow(0, first, count)).mul(_labelInverseScale.narrow(0, first, count)),
            from_array(keys, _device).view(count, size, 1));
    }

    private Tensor PerModel(float[] values) => from_array(values, _device).reshape(_models.Length, 1, -1);

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();
}

/// <summary>What models that follow each other see at one step.</summary>
/// <param name="First">Position of the first.</param>
/// <param name="Models">How many.</param>
/// <param name="Rows">Rows of each batch.</param>
/// <param name="Inputs">(models, rows, features) standardised.</param>
/// <param name="Labels">(models, rows, 1) scaled.</param>
/// <param name="Keys">(models, rows, 1) of the dropout masks.</param>
internal sealed record BatchedStep(int First, int Models, int Rows, Tensor Inputs, Tensor Labels, Tensor Keys);
