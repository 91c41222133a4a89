using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.DataParallel;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>A module trained by Adam on batches of windows: the step, and the state that can be kept.</summary>
public abstract class GradientTraining : ITraining
{
    private readonly AllocatorTrainingOptions _options;
    private readonly WindowLoader _loader;
    private readonly Adam _optimiser;
    private GradientAverage? _average;

    /// <param name="module">Trained in place; the caller's to dispose.</param>
    /// <param name="loader">Training samples.</param>
    /// <param name="options">Pace.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    private protected GradientTraining(nn.Module module, WindowLoader loader, AllocatorTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (Module, _loader, _options) = (module, loader, options);
        _optimiser = optim.Adam(module.parameters(), options.LearningRate);
    }

    /// <summary>Who share each batch, as evenly as its samples allow; null for this process alone. The steps are those of one worker with whole batches, but for rounding, where
    /// the loss is a mean over samples and the network treats each by itself. Networks that normalise over the batch are refused; dropout draws other masks.</summary>
    public WorkerGroup? Workers { get; init; }

    /// <summary>What is trained; between epochs in evaluation mode.</summary>
    public nn.Module Module { get; }

    /// <inheritdoc/>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public double RunEpoch(CancellationToken cancellation)
    {
        if (Workers != null && Module.modules().FirstOrDefault(module => module is BatchNorm1d or BatchNorm2d or BatchNorm3d) is { } normalising)
            throw new ArgumentException($"network: expected one that treats each sample by itself, as several workers need, found {Module.GetName()} with {normalising.GetName()}");
        Module.train();
        Begin(Epoch + 1);
        double sum = 0;
        long samples = 0;
        foreach (var batch in _loader.Epoch(Epoch + 1))
        {
            using (batch)
            {
                cancellation.ThrowIfCancellationRequested();
                sum += Step(batch) * batch.Samples.Count;
            }
            samples += batch.Samples.Count;
        }
        Module.eval();
        Epoch++;
        Workers?.RequireSame("parameters", Parameters());
        return sum / samples;
    }

    /// <inheritdoc/>
    public void Save(Stream stream) => GradientState.Write(stream, Epoch, Module, _optimiser, Memory);

    /// <inheritdoc/>
    public void Restore(Stream stream) => Epoch = GradientState.Read(stream, Module, _optimiser, Memory);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _optimiser.Dispose();
    }

    /// <summary>Weights held that belong to the state; null for none.</summary>
    private protected virtual WeightMemory? Memory => null;

    /// <summary>Mean loss of a batch, a scalar.</summary>
    private protected abstract Tensor Loss(WindowBatch batch);

    /// <summary>Before the first batch of an epoch, counted from 1.</summary>
    private protected virtual void Begin(int epoch)
    {
    }

    private double[] Parameters()
    {
        using var scope = NewDisposeScope();
        return [.. Module.parameters().SelectMany(parameter => parameter.detach().to(ScalarType.Float64).cpu().reshape(-1).data<double>().ToArray())];
    }

    private Tensor Penalised(Tensor loss)
    {
        if (_options.L1 == 0 && _options.L2 == 0)
            return loss;
        foreach (var weights in Module.parameters().Where(parameter => parameter.dim() > 1))
        {
            if (_options.L1 > 0)
                loss = loss.add(weights.abs().sum(), _options.L1);
            if (_options.L2 > 0)
                loss = loss.add(weights.square().sum(), _options.L2);
        }
        return loss;
    }

    /// <summary>After a step of several workers: what they decided, for those that keep it.</summary>
    /// <param name="batch">The whole one.</param>
    /// <param name="first">Number of this worker's first sample.</param>
    /// <param name="count">Of its samples.</param>
    private protected virtual void Share(WindowBatch batch, int first, int count)
    {
    }

    private double StepTogether(WindowBatch batch, WorkerGroup workers)
    {
        using var scope = NewDisposeScope();
        _optimiser.zero_grad();
        var (first, count) = workers.ShareOf(batch.Samples.Count);
        var part = new WindowBatch(
            batch.Inputs.narrow(0, first, count), batch.Outcomes.narrow(0, first, count), batch.Universe.narrow(0, first, count), [.. batch.Samples.Skip(first).Take(count)], batch.Assets);
        // The mean over workers is then that over samples.
        var loss = count == 0 ? null : Penalised(Loss(part)).mul((double)count * workers.Count / batch.Samples.Count);
        var value = workers.Average(loss?.to_type(ScalarType.Float64).item<double>() ?? 0);
        var learns = workers.Any(loss?.requires_grad == true);
        if (!double.IsFinite(value) || !learns)
            return value;
        if (loss?.requires_grad == true)
            loss.backward();
        (_average ??= new GradientAverage(workers, Module.parameters())).Apply();
        if (_options.ClipNorm is { } norm)
            nn.utils.clip_grad_norm_(Module.parameters(), norm);
        _optimiser.step();
        Share(batch, first, count);
        return value;
    }

    private double Step(WindowBatch batch)
    {
        if (Workers is { } workers)
            return StepTogether(batch, workers);
        using var scope = NewDisposeScope();
        _optimiser.zero_grad();
        var loss = Penalised(Loss(batch));
        var value = loss.to_type(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value) || !loss.requires_grad)
            return value;
        loss.backward();
        if (_options.ClipNorm is { } norm)
            nn.utils.clip_grad_norm_(Module.parameters(), norm);
        _optimiser.step();
        return value;
    }
}
