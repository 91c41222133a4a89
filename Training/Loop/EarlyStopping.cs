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
    public override void OnStart(TrainingRun run)
    {
        if (run.History.Count == 0)
            BestEpoch = null;
        else if (IsLong(run.History[^1]))
            run.StopRequested = true;
    }

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
        else if (IsLong(epoch))
        {
            run.StopRequested = true;
        }
    }

    /// <summary>Writes what the epochs so far have shown, the best one's state included.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(BestEpoch ?? 0);
        writer.Write(_bestFigure);
        writer.Write(_best.Length);
        writer.Write(_best);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote, before a run that goes on.</summary>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var epoch = reader.ReadInt32();
        (BestEpoch, _bestFigure) = (epoch == 0 ? null : epoch, reader.ReadDouble());
        _best = reader.ReadBytes(reader.ReadInt32());
    }

    private bool IsLong(EpochRecord epoch) => epoch.Epoch - (BestEpoch ?? 0) >= _patience;

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run)
    {
        if (BestEpoch == null)
            return;
        using var state = new MemoryStream(_best);
        run.Training.Restore(state);
    }
}
