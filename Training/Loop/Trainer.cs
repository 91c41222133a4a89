using LeanDeep.Training.Data.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Loop;

/// <summary>Trains any network on batches of rows. It knows nothing of what it trains; what happens between epochs is up to callbacks.</summary>
public sealed class Trainer
{
    private readonly TrainerOptions _options;
    private readonly TimeProvider _time;

    /// <param name="options">How long and how fast.</param>
    /// <param name="time">Clock for the times reported; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Trainer(TrainerOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Trains in place and leaves the network in evaluation mode.</summary>
    /// <param name="network">(rows, features) → predictions.</param>
    /// <param name="loss">Predictions and labels of a batch → scalar mean loss, penalties included.</param>
    /// <param name="batches">Training rows.</param>
    /// <param name="validate">Called after each epoch with the network in evaluation mode and without gradients; null for none.</param>
    /// <param name="callbacks">In the order in which they run; null for none.</param>
    /// <param name="cancellation">Ends the run between two batches.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Fit(
        nn.Module<Tensor, Tensor> network, Func<Tensor, Tensor, Tensor> loss, BatchLoader batches,
        Func<ValidationScore>? validate = null, IReadOnlyList<TrainingCallback>? callbacks = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(batches);
        callbacks ??= [];
        var start = _time.GetTimestamp();
        var run = new TrainingRun(network);
        var status = TrainingStatus.Completed;
        using var optimizer = optim.Adam(network.parameters(), _options.LearningRate, _options.Beta1, _options.Beta2, _options.Epsilon);

        foreach (var callback in callbacks)
            callback.OnStart(run);
        for (var number = 1; number <= _options.Epochs && status == TrainingStatus.Completed; number++)
        {
            network.train();
            var meanLoss = RunEpoch(network, loss, batches, optimizer, cancellation);
            network.eval();
            ValidationScore? score = null;
            if (validate != null && double.IsFinite(meanLoss))
                using (no_grad())
                    score = validate();

            var elapsed = _time.GetElapsedTime(start);
            var epoch = new EpochRecord(number, meanLoss, score, elapsed, elapsed / number * (_options.Epochs - number));
            run.Add(epoch);
            foreach (var callback in callbacks)
                callback.OnEpochEnd(run, epoch);
            if (!double.IsFinite(meanLoss) || score is { } s && !double.IsFinite(s.Loss))
                status = TrainingStatus.Diverged;
            else if (run.StopRequested)
                status = TrainingStatus.Stopped;
        }
        foreach (var callback in callbacks)
            callback.OnEnd(run);
        return new TrainingResult(status, run.History, _time.GetElapsedTime(start));
    }

    /// <returns>Mean loss over the rows; NaN or infinite if that of any batch was.</returns>
    private static double RunEpoch(
        nn.Module<Tensor, Tensor> network, Func<Tensor, Tensor, Tensor> loss, BatchLoader batches, optim.Optimizer optimizer, CancellationToken cancellation)
    {
        batches.Shuffle();
        var sum = 0.0;
        for (var batch = 0; batch < batches.BatchCount; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (features, labels) = batches.Batch(batch);
            optimizer.zero_grad();
            var value = loss(network.call(features), labels);
            var number = value.item<float>();
            sum += number * (double)batches.SizeOf(batch);
            if (!float.IsFinite(number))
                break;
            value.backward();
            optimizer.step();
        }
        return sum / batches.RowCount;
    }
}
