using LeanDeep.Training.Batched;

namespace LeanDeep.Training.Experiments;

/// <summary>The epochs of one task: those that its file holds, and those that a run adds.</summary>
internal sealed class TrainingRecord : IDisposable
{
    private readonly EpochFile _file;
    private readonly FoldRows _fold;
    private readonly string _path;
    private readonly float[] _predictions;
    private readonly List<double> _losses = [];
    private readonly List<double[]> _correlations = [];

    /// <param name="task">The task.</param>
    /// <param name="path">Its file.</param>
    /// <param name="key">Hash of all that it depends on.</param>
    /// <param name="fold">The rows of its fold.</param>
    /// <param name="state">Bytes of a state.</param>
    /// <exception cref="IOException">Another run has the file open, or it cannot be written.</exception>
    public TrainingRecord(TrainingTask task, string path, string key, FoldRows fold, int state)
    {
        (Task, _path, _fold) = (task, path, fold);
        _predictions = new float[fold.TestRows];
        _file = EpochFile.Open(path, key, fold.TestRows, fold.Correlation.DayCount, state);
        for (var epoch = 1; epoch <= Math.Min(_file.Epochs, task.Epochs); epoch++)
        {
            _losses.Add(_file.ReadLoss(epoch));
            _correlations.Add(_file.ReadDays(epoch));
        }
    }

    public TrainingTask Task { get; }

    /// <summary>What was cut off the file, in words; null where nothing was.</summary>
    public string? Damage => _file.Damage;

    public int Epochs => _losses.Count;

    /// <summary>No epoch is missing.</summary>
    public bool Done => Epochs >= Task.Epochs || Diverged;

    public bool Diverged => Epochs > 0 && !double.IsFinite(_losses[^1]);

    /// <summary>Daily correlations of the last epoch.</summary>
    public double[] LastDays => _correlations[^1];

    public TrainingOutcome Outcome => new(Task, _path, _losses, _correlations);

    /// <param name="epoch">From 1.</param>
    public byte[] State(int epoch) => _file.ReadState(epoch);

    /// <summary>Adds the epoch that a model of a group has just done.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(double loss, ITrainingGroup training, int model)
    {
        training.Predict(model, _fold.Test, _predictions);
        var days = new double[_fold.Correlation.DayCount];
        if (!double.IsFinite(loss) || Array.Exists(_predictions, p => !float.IsFinite(p)))
            Array.Fill(days, loss = double.NaN);
        else
            _fold.Correlation.Compute(_predictions, days);
        using var state = new MemoryStream(_file.StateLength);
        training.Save(model, state);
        _file.Append(loss, state.GetBuffer().AsSpan(0, (int)state.Length), _predictions, days);
        _losses.Add(loss);
        _correlations.Add(days);
    }

    public void Dispose() => _file.Dispose();
}
