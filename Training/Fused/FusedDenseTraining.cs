using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Fused;

/// <summary>A dense network trained on the CPU by kernels that hold a step's values in registers and caches: gather, forward, backward
/// and update without an allocation or a call outside.</summary>
/// <remarks>On one thread; many trainings may run side by side. The same dataset, options and seed give the same bits on one machine.</remarks>
internal sealed unsafe class FusedDenseTraining : IDenseTraining
{
    private readonly SupervisedDataset _dataset;
    private readonly DenseModel _model;
    private readonly TrainerOptions _trainer;
    private readonly DenseParameters _form;
    private readonly FusedNetwork _network;
    private readonly FusedPass _pass;
    private readonly int[] _order;
    private readonly float[] _labels = new float[FusedNetwork.ChunkRows];
    private readonly uint[] _keys = new uint[FusedNetwork.ChunkRows];
    private readonly uint _threshold;
    private readonly string _shape;
    private long _step;

    public FusedDenseTraining(SupervisedDataset dataset, DenseModel model, DenseNetworkOptions network, TrainerOptions trainer, LaneWidth width)
    {
        (_dataset, _model, _trainer) = (dataset, model, trainer);
        _form = DenseParameters.Initial(network, model.Scaling, model.Labels, model.WeightSeed);
        _network = new FusedNetwork(network, dataset.FeatureCount, trainer.Moments, (int)width);
        _pass = LaneWidths.Pass(width, _network, network, model.Scaling.Mean, Array.ConvertAll(model.Scaling.Scale, scale => 1 / scale));
        _order = new int[model.Rows.Length];
        _threshold = DropoutMask.Threshold(network.Dropout);
        _shape = DenseState.Shape(network, dataset.FeatureCount, trainer);
        _network.Pack(_form.Flatten(), _network.Parameters);
        _pass.Transpose();
    }

    public int Epoch { get; private set; }

    public DenseParameters Parameters => _form.With(_network.Unpack(_network.Parameters));

    public double RunEpoch(CancellationToken cancellation)
    {
        RowOrder.Draw(_model.Rows, _order, _model.OrderSeed(Epoch));
        var masks = _model.MaskSeed(Epoch);
        var rate = _trainer.LearningRateOf(Epoch);
        var sum = 0.0;
        for (var first = 0; first < _order.Length; first += _trainer.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var size = Math.Min(_trainer.BatchSize, _order.Length - first);
            var loss = Accumulate(first, size, masks);
            if (double.IsFinite(loss))
                loss += size * _pass.Update(_trainer, rate, ++_step);
            sum += loss;
            if (!double.IsFinite(loss))
                break;
        }
        Epoch++;
        return sum / _order.Length;
    }

    public void Predict(Range rows, Span<float> predictions)
    {
        var (first, count) = rows.GetOffsetAndLength(_dataset.RowCount);
        var output = _network.Layers[^1];
        if (predictions.Length != count * output.Units)
            throw new ArgumentException($"expected room for {count * output.Units} predictions, found {predictions.Length}", nameof(predictions));
        var (mean, scale) = (_model.Labels.Mean, _model.Labels.Scale);
        var chunk = stackalloc int[FusedNetwork.ChunkRows];
        fixed (float* features = _dataset.Features)
            for (var done = 0; done < count; done += FusedNetwork.ChunkRows)
            {
                var size = Math.Min(FusedNetwork.ChunkRows, count - done);
                for (var i = 0; i < size; i++)
                    chunk[i] = first + done + i;
                _pass.Gather(features, chunk, size);
                _pass.Forward(FusedLayer.RoundUp(size, 8), keys: null, _threshold);
                for (var i = 0; i < size; i++)
                    for (var unit = 0; unit < output.Units; unit++)
                        predictions[(done + i) * output.Units + unit] = output.Sums[i * output.Stride + unit] * scale + mean;
            }
    }

    public void Save(Stream stream) =>
        new DenseState(Epoch, _step, [_network.Unpack(_network.Parameters), .. _network.Moments.Select(m => _network.Unpack((float*)m))]).Write(stream, _shape);

    public void Restore(Stream stream)
    {
        var state = DenseState.Read(stream, _shape, 1 + _network.Moments.Length, _form.Count);
        _network.Pack(state.Values[0], _network.Parameters);
        for (var i = 0; i < _network.Moments.Length; i++)
            _network.Pack(state.Values[i + 1], (float*)_network.Moments[i]);
        _pass.Transpose();
        (Epoch, _step) = (state.Epoch, state.Step);
    }

    public void Dispose()
    {
        // Memory is the garbage collector's.
    }

    /// <summary>The gradient of a batch's mean loss, without penalties, in the order of <see cref="DenseParameters.Flatten"/>.</summary>
    /// <param name="first">Place of the batch's first row in the order drawn last.</param>
    /// <param name="size">Rows of the batch.</param>
    internal float[] Gradient(int first, int size)
    {
        RowOrder.Draw(_model.Rows, _order, _model.OrderSeed(Epoch));
        Accumulate(first, size, _model.MaskSeed(Epoch));
        return _network.Unpack(_network.Gradients);
    }

    /// <summary>Sets the gradients to those of a batch's mean loss, chunk after chunk.</summary>
    /// <returns>Sum of the rows' losses.</returns>
    private double Accumulate(int first, int size, long masks)
    {
        var sum = 0.0;
        var (mean, inverse) = (_model.Labels.Mean, 1 / _model.Labels.Scale);
        fixed (float* features = _dataset.Features, values = _dataset.Labels, labels = _labels)
        fixed (int* order = _order)
        fixed (uint* keys = _keys)
            for (var done = 0; done < size; done += FusedNetwork.ChunkRows)
            {
                var place = first + done;
                var count = Math.Min(FusedNetwork.ChunkRows, size - done);
                var rows = FusedLayer.RoundUp(count, 8);
                for (var i = 0; i < count; i++)
                {
                    labels[i] = (values[order[place + i]] - mean) * inverse;
                    keys[i] = DropoutMask.Key(masks, place + i);
                }
                _pass.Gather(features, order + place, count);
                _pass.Ahead.Begin(features, order + place + count, Math.Min(FusedNetwork.ChunkRows, _order.Length - place - count));
                _pass.Forward(rows, keys, _threshold);
                sum += LossKernel.Evaluate(_trainer, _network.Layers[^1], labels, count, rows, 1f / size);
                _pass.Backward(count, rows, add: done > 0);
            }
        return sum;
    }
}
