using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>Many dense networks of one shape trained side by side by libtorch, on any device: each has its own rows, order, masks and seed, and
/// learns what it would learn alone.</summary>
/// <remarks>A leading dimension counts the models; layers are batched products. Models with more rows make more steps; once the others
/// are done with an epoch, only those go on, and a last batch that is shorter than the others' makes its step apart. So on the CPU, where libtorch
/// computes batched products one after the other, the bits are those of each model alone; on other devices the last of them may differ.</remarks>
public sealed class BatchedDenseTraining : ITrainingGroup
{
    private const int ChunkRows = 8192;

    private readonly TrainerOptions _trainer;
    private readonly DenseModel[] _models; // most rows first
    private readonly int[] _positions; // of the caller's models in _models
    private readonly long[] _steps;
    private readonly string _shape;
    private readonly DenseParameters _form;
    private readonly BatchedNetwork _network;
    private readonly BatchedOptimiser _optimiser;
    private readonly BatchedRows _rows;
    private readonly BatchedDataset _dataset;

    /// <param name="dataset">Rows and device; only read, and not disposed with this.</param>
    /// <param name="models">At least one.</param>
    /// <param name="network">Shape and penalties of all.</param>
    /// <param name="trainer">Loss, optimiser and pace of all.</param>
    /// <param name="dropouts">(models) share of units that each drops; null for the network's.</param>
    /// <exception cref="ArgumentException">An option is out of range, a row does not exist, or the parts do not fit each other.</exception>
    public BatchedDenseTraining(
        BatchedDataset dataset, IReadOnlyList<DenseModel> models, DenseNetworkOptions network, TrainerOptions trainer, IReadOnlyList<double>? dropouts = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DenseModel.Validate(dataset.Rows, models, network, trainer);
        if (dropouts != null && dropouts.Count != models.Count)
            throw new ArgumentException($"expected {models.Count} shares, found {dropouts.Count}", nameof(dropouts));
        foreach (var share in dropouts ?? [])
            (network with { Dropout = share }).Validate();
        (_dataset, _trainer) = (dataset, trainer);
        int[] sorted = [.. Enumerable.Range(0, models.Count).OrderByDescending(i => models[i].Rows.Length)];
        _models = [.. sorted.Select(i => models[i])];
        _positions = new int[sorted.Length];
        foreach (var (position, model) in sorted.Index())
            _positions[model] = position;
        _steps = new long[sorted.Length];
        _shape = DenseState.Shape(network, dataset.Rows.FeatureCount, trainer);

        var initial = _models.Select(m => DenseParameters.Initial(network, m.Scaling, m.Labels, m.WeightSeed)).ToArray();
        _form = initial[0];
        _network = new BatchedNetwork(initial, [.. sorted.Select(i => dropouts?[i] ?? network.Dropout)], trainer, dataset.Device);
        _optimiser = new BatchedOptimiser(trainer, _models.Length, _form.Count, dataset.Device);
        _rows = new BatchedRows(dataset, _models, trainer.BatchSize);
    }

    /// <summary>Number of models.</summary>
    public int Count => _models.Length;

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>One pass of every model over its rows.</summary>
    /// <returns>(models) mean losses over the rows, penalties included; NaN or infinite where a model diverged, which leaves the others alone.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; restore an earlier state before going on.</exception>
    public double[] RunEpoch(CancellationToken cancellation)
    {
        using var epochScope = NewDisposeScope();
        _rows.Begin(Epoch);
        var sums = zeros(Count, dtype: ScalarType.Float64, device: _dataset.Device);
        var rate = _trainer.LearningRateOf(Epoch);
        for (var step = 0; step < _rows.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            foreach (var part in _rows.Parts(step))
                Step(part, rate, sums);
        }
        Epoch++;
        var totals = sums.cpu().data<double>().ToArray();
        return [.. _positions.Select(position => totals[position] / _models[position].Rows.Length)];
    }

    /// <summary>Predicts rows of the dataset in evaluation mode.</summary>
    /// <param name="model">Of the models given.</param>
    /// <param name="rows">Rows of the dataset.</param>
    /// <param name="predictions">(rows · outputs) row after row, in the labels' units; logits under cross-entropy.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Predict(int model, Range rows, Span<float> predictions)
    {
        var (first, count) = rows.GetOffsetAndLength(_rows.RowCount);
        var outputs = _form.Options.Outputs;
        if (predictions.Length != count * outputs)
            throw new ArgumentException($"expected room for {count * outputs} predictions, found {predictions.Length}", nameof(predictions));
        var position = _positions[model];
        var labels = _models[position].Labels;
        using var none = no_grad();
        for (var done = 0; done < count; done += ChunkRows)
        {
            using var scope = NewDisposeScope();
            var size = Math.Min(ChunkRows, count - done);
            var sums = _network.Evaluate(position, _rows.Range(position, first + done, size)).mul(labels.Scale).add(labels.Mean);
            sums.reshape(-1).cpu().data<float>().CopyTo(predictions.Slice(done * outputs, size * outputs));
        }
    }

    /// <summary>A copy of one network as it is now.</summary>
    public DenseParameters Parameters(int model)
    {
        var position = _positions[model];
        return (_form with { Scaling = _models[position].Scaling, Labels = _models[position].Labels }).With(Values(_network.Values, position));
    }

    /// <summary>Writes the state of one model: what a training of it alone writes.</summary>
    public void Save(int model, Stream stream)
    {
        var position = _positions[model];
        new DenseState(Epoch, _steps[position], [Values(_network.Values, position), .. _optimiser.Moments.Select(m => Values(m, position))]).Write(stream, _shape);
    }

    /// <summary>Takes the states of all models up, saved one after the other.</summary>
    /// <exception cref="InvalidDataException">A state is of another shape, optimiser or epoch, or damaged; all models are as they were.</exception>
    public void Restore(Stream stream)
    {
        var states = _positions.Select(_ => DenseState.Read(stream, _shape, 1 + _trainer.Moments, _form.Count)).ToArray();
        foreach (var state in states)
            if (state.Epoch != states[0].Epoch)
                throw new InvalidDataException($"training state: expected all models at epoch {states[0].Epoch}, found {state.Epoch}");
        using var none = no_grad();
        foreach (var (position, state) in _positions.Zip(states))
        {
            Tensor[] targets = [_network.Values, .. _optimiser.Moments];
            foreach (var (target, values) in targets.Zip(state.Values))
            {
                using var scope = NewDisposeScope();
                target.select(0, position).copy_(from_array(values));
            }
            _steps[position] = state.Step;
        }
        Epoch = states[0].Epoch;
    }

    public void Dispose()
    {
        _network.Dispose();
        _optimiser.Dispose();
        _rows.Dispose();
    }

    private void Step(BatchedStep step, double rate, Tensor sums)
    {
        using var leaves = _network.Leaves(step);
        var losses = _network.Losses(leaves, step);
        losses.sum().backward();
        using var none = no_grad();
        sums.narrow(0, step.First, step.Models).add_(losses.detach().to(ScalarType.Float64).mul((double)step.Rows));
        var steps = _steps.AsSpan(step.First, step.Models);
        foreach (ref var count in steps)
            count++;
        _optimiser.Step(step.First, _network.Values.narrow(0, step.First, step.Models), leaves.Gradient(), rate, steps);
    }

    private static float[] Values(Tensor values, int position)
    {
        using var scope = NewDisposeScope();
        return values.select(0, position).cpu().contiguous().data<float>().ToArray();
    }
}
