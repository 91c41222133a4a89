namespace LeanDeep.Training.Loop;

/// <summary>Something to do between epochs. Callbacks run in the order in which they were given.</summary>
public abstract class TrainingCallback
{
    /// <summary>Before the first epoch.</summary>
    public virtual void OnStart(TrainingRun run)
    {
    }

    /// <summary>After each epoch, its validation included.</summary>
    public virtual void OnEpochEnd(TrainingRun run, EpochRecord epoch)
    {
    }

    /// <summary>After the last epoch, whatever ended the run, exceptions excepted.</summary>
    public virtual void OnEnd(TrainingRun run)
    {
    }
}

/// <summary>A run as its callbacks see it.</summary>
public sealed class TrainingRun
{
    private readonly List<EpochRecord> _history = [];

    internal TrainingRun(ITraining training) => Training = training;

    public ITraining Training { get; }

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>Set to end the run after the present epoch.</summary>
    public bool StopRequested { get; set; }

    internal void Add(EpochRecord epoch) => _history.Add(epoch);
}
