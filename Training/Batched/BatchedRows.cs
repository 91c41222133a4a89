using LeanDeep.Training.Data.Loading;
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
    private readonly Tensor _features, _labels; // (rows, features), (rows, 1)
    private readonly Tensor _mean, _inverseScale; // (models, 1, features)
    private readonly Tensor _labelMean, _labelInverseScale; // (models, 1, 1)
    private readonly int[][] _orders;
    private int _epoch;

    /// <param name="dataset">All rows.</param>
    /// <param name="models">Most rows first.</param>
    /// <param name="batchSize">Rows of a step.</param>
    /// <param name="device">Where to keep the rows.</param>
    public BatchedRows(SupervisedDataset dataset, DenseModel[] models, int batchSize, Device device)
    {
        (_models, _batchSize, _device) = (models, batchSize, device);
        _orders = [.. models.Select(m => new int[m.Rows.Length])];
        using var scope = NewDisposeScope();
        _features = Keep(from_array(dataset.Features, device).reshape(dataset.RowCount, dataset.FeatureCount));
        _labels = Keep(from_array(dataset.Labels, device).reshape(dataset.RowCount, 1));
        _mean = Keep(PerModel([.. models.SelectMany(m => m.Scaling.Mean)]));
        _inverseScale = Keep(PerModel([.. models.SelectMany(m => m.Scaling.Scale).Select(s => 1 / s)]));
        _labelMean = Keep(PerModel([.. models.Select(m => m.Labels.Mean)]));
        _labelInverseScale = Keep(PerModel([.. models.Select(m => 1 / m.Labels.Scale)]));
    }

    /// <summary>Rows of the dataset.</summary>
    public int RowCount => (int)_labels.shape[0];

    /// <summary>Steps of the model with most rows.</summary>
    public int Steps => StepsOf(_models[0]);

    /// <summary>Draws the orders of an epoch, counted from 0.</summary>
    public void Begin(int epoch)
    {
        _epoch = epoch;
        foreach (var (model, order) in _models.Zip(_orders))
            RowOrder.Draw(model.Rows, order, model.OrderSeed(epoch));
    }

    /// <summary>One step of all models that still have rows.</summary>
    public BatchedStep Batch(int step)
    {
        var models = _models.TakeWhile(m => StepsOf(m) > step).Count();
        var sizes = new double[models];
        for (var model = 0; model < models; model++)
            sizes[model] = Math.Min(_batchSize, _models[model].Rows.Length - step * _batchSize);
        var width = (int)sizes.Max();
        var (rows, keys, weights) = (new long[models * width], new long[models * width], new float[models * width]);
        for (var model = 0; model < models; model++)
        {
            var seed = _models[model].MaskSeed(_epoch);
            for (var i = 0; i < sizes[model]; i++)
            {
                var place = step * _batchSize + i;
                rows[model * width + i] = _orders[model][place];
                keys[model * width + i] = DropoutMask.Key(seed, place);
                weights[model * width + i] = (float)(1 / sizes[model]);
            }
        }
        var index = from_array(rows, _device);
        var features = _features.index_select(0, index).view(models, width, -1);
        var labels = _labels.index_select(0, index).view(models, width, 1);
        return new BatchedStep(
            models,
            features.sub(_mean.narrow(0, 0, models)).mul(_inverseScale.narrow(0, 0, models)),
            labels.sub(_labelMean.narrow(0, 0, models)).mul(_labelInverseScale.narrow(0, 0, models)),
            from_array(weights, _device).view(models, width, 1), from_array(keys, _device).view(models, width, 1), from_array(sizes, _device));
    }

    /// <summary>Standardised inputs of rows that follow each other, (1, rows, features).</summary>
    public Tensor Range(int model, int first, int count) =>
        _features.narrow(0, first, count).unsqueeze(0).sub(_mean.narrow(0, model, 1)).mul(_inverseScale.narrow(0, model, 1));

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_features, _labels, _mean, _inverseScale, _labelMean, _labelInverseScale])
            tensor.Dispose();
    }

    private int StepsOf(DenseModel model) => (model.Rows.Length + _batchSize - 1) / _batchSize;

    private Tensor PerModel(float[] values) => from_array(values, _device).reshape(_models.Length, 1, -1);

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();
}

/// <summary>What all models see at one step; a model whose last batch is shorter than the others' has rows of weight 0 at its end.</summary>
/// <param name="Models">The first models, as many, take part.</param>
/// <param name="Inputs">(models, rows, features) standardised.</param>
/// <param name="Labels">(models, rows, 1) scaled.</param>
/// <param name="Weights">(models, rows, 1) 1/size of the model's batch, or 0.</param>
/// <param name="Keys">(models, rows, 1) of the dropout masks.</param>
/// <param name="Sizes">(models) rows of the models' batches.</param>
internal sealed record BatchedStep(int Models, Tensor Inputs, Tensor Labels, Tensor Weights, Tensor Keys, Tensor Sizes);
