namespace LeanDeep.Training.Loop;

/// <summary>What early stopping watches.</summary>
public enum MonitoredFigure
{
    /// <summary>Smaller is better.</summary>
    ValidationLoss,

    /// <summary>Larger is better; an epoch without a score is no improvement.</summary>
    ValidationScore,
}

/// <summary>Stops when a validation figure has not improved for a while, and brings the training back to
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

    private byte[] _best = [];
    private double _bestFigure;

    /// <summary>Number of the best epoch, from 1; null before there is one.</summary>
    public int? BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run) => BestEpoch = null;

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
        if (!double.IsFinite(epoch.Loss))
            return;
        var score = epoch.Validation ?? throw new InvalidOperationException("early stopping: expected a validation set, found none");
        var figure = monitor == MonitoredFigure.ValidationLoss ? -score.Loss : score.Score;
        if (double.IsFinite(figure) && (BestEpoch == null || figure > _bestFigure + _minimumImprovement))
        {
            BestEpoch = epoch.Epoch;
            _bestFigure = figure;
            using var state = new MemoryStream();
            run.Training.Save(state);
            _best = state.ToArray();
        }
        else if (epoch.Epoch - (BestEpoch ?? 0) >= _patience)
        {
            run.StopRequested = true;
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run)
    {
        if (BestEpoch == null)
            return;
        using var state = new MemoryStream(_best);
        run.Training.Restore(state);
    }
}
