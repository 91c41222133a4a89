using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Loop;

/// <summary>What early stopping watches.</summary>
public enum MonitoredFigure
{
    /// <summary>Smaller is better.</summary>
    ValidationLoss,

    /// <summary>Larger is better; an epoch without a score is no improvement.</summary>
    ValidationScore,
}

/// <summary>Stops when a validation figure has not improved for a while, and gives the network back the weights and buffers of
/// its best epoch, bit for bit, however the run ended.</summary>
/// <param name="monitor">What to watch.</param>
/// <param name="patience">Epochs without improvement that are borne, at least 1.</param>
/// <param name="minimumImprovement">Smaller changes for the better do not count; 0 or more.</param>
public sealed class EarlyStopping(MonitoredFigure monitor, int patience, double minimumImprovement = 0) : TrainingCallback
{
    private readonly int _patience = patience >= 1
        ? patience
        : throw new ArgumentException($"expected at least 1, found {patience}", nameof(patience));

    private readonly double _minimumImprovement = minimumImprovement >= 0
        ? minimumImprovement
        : throw new ArgumentException($"expected 0 or more, found {minimumImprovement}", nameof(minimumImprovement));

    private Dictionary<string, Tensor> _best = [];
    private double _bestFigure;

    /// <summary>Number of the best epoch, from 1; null before there is one.</summary>
    public int? BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run) => Forget();

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (!double.IsFinite(epoch.Loss))
            return;
        var score = epoch.Validation ?? throw new InvalidOperationException("early stopping: expected a validation set, found none");
        var figure = monitor == MonitoredFigure.ValidationLoss ? -score.Loss : score.Score;
        if (double.IsFinite(figure) && (BestEpoch == null || figure > _bestFigure + _minimumImprovement))
        {
            Forget();
            BestEpoch = epoch.Epoch;
            _bestFigure = figure;
            _best = run.Network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope());
        }
        else if (epoch.Epoch - (BestEpoch ?? 0) >= _patience)
        {
            run.StopRequested = true;
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run)
    {
        var bestEpoch = BestEpoch;
        if (bestEpoch != null)
            using (no_grad())
                foreach (var (name, value) in run.Network.state_dict())
                    value.copy_(_best[name]);
        Forget();
        BestEpoch = bestEpoch;
    }

    private void Forget()
    {
        foreach (var value in _best.Values)
            value.Dispose();
        _best = [];
        BestEpoch = null;
    }
}
