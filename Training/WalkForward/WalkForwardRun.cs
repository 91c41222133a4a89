using LeanDeep.Training.Experiments;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Jobs;
using static TorchSharp.torch;

namespace LeanDeep.Training.WalkForward;

/// <summary>One runner at work on a walk-forward run. Several may share its output folder: each step is done by one of them, and what a runner leaves when it is killed
/// another takes up.</summary>
public sealed class WalkForwardRun : IDisposable
{
    private readonly ExperimentConfig _config;
    private readonly JobFolder _folder;
    private readonly JobJournal _journal;
    private readonly TimeProvider _time;
    private DateTimeOffset _created;

    /// <param name="config">With a walk-forward section.</param>
    /// <param name="time">Clock of manifests, journal and history; nothing else depends on it.</param>
    /// <exception cref="InvalidDataException">The config has no such section.</exception>
    /// <exception cref="IOException">The output folder cannot be written, or its file system has no locks.</exception>
    public WalkForwardRun(ExperimentConfig config, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(time);
        if (config.WalkForward == null)
            throw new InvalidDataException($"{config.Name}: walkForward: expected a section of the config, found none");
        (_config, _time) = (config, time);
        _folder = new JobFolder(config.Output);
        _journal = new JobJournal(config.Output, time);
        _created = time.GetUtcNow();
    }

    /// <summary>Steps at a time; it does not change the result. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What another config or revised data leads to. Default: it is refused.</summary>
    public ChangedInputs Changes { get; init; }

    /// <summary>Told what is being done.</summary>
    public Action<string>? Stage { get; init; }

    /// <summary>Told of each step that is done, here or elsewhere: the step, how many are, and how many there are.</summary>
    public Action<JobStep, int, int>? Progress { get; init; }

    /// <summary>Told of what the run survives.</summary>
    public Action<string>? Warn { get; init; }

    public void Dispose() => _journal.Dispose();

    /// <summary>Reads or makes the rows, and compares config and data with those that the folder was begun with.</summary>
    /// <exception cref="InvalidDataException">They differ and changes are not accepted, or the data is not usable: says where, what was expected, what was found.</exception>
    public WalkForwardState Prepare(CancellationToken cancellation = default)
    {
        using var claim = _folder.Claim("rows", cancellation);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        _journal.Add(JobEvent.Began, "rows", "");
        var dataset = ExperimentRun.Rows(_config, Stage, cancellation);
        var known = RunRecord.TryRead(_config.Output);
        var kept = known?.Kept ?? [];
        var state = new WalkForwardState(_config, dataset, Threads, Warn, kept);
        var now = RunRecord.Of(state, known?.Created ?? _created, kept);
        var differences = known?.Differences(now, state.Plan.Rolls.Select(roll => (roll.Date, roll.TrainedThrough)), _config.Horizon).ToArray() ?? [];
        if (differences.Length > 0 && Changes == ChangedInputs.KeepAdjusted)
        {
            kept = new RunAdjustment(_config, known!, now).Keep(state, Warn);
            (state, now) = (new WalkForwardState(_config, dataset, Threads, Warn, kept), now with { Kept = kept });
        }
        else if (differences.Length > 0 && Changes == ChangedInputs.Refuse)
            throw new InvalidDataException($"{RunRecord.PathOf(_config.Output)}: {differences[0]}{(differences.Length > 1 ? $", and {differences.Length - 1} differences more" : "")}: --accept-changes makes again what depends on it, --accept-adjusted keeps what was made where bars were only adjusted");
        else if (differences.Length > 0)
        {
            foreach (var difference in differences)
                Warn?.Invoke($"{difference}: what depends on it is made again");
            kept = [];
            (state, now) = (new WalkForwardState(_config, dataset, Threads, Warn, kept), now with { Kept = kept });
        }
        now.Write(_config.Output);
        _created = now.Created;
        _journal.Add(JobEvent.Done, "rows", "", System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
        return state;
    }

    /// <summary>Lets steps that have failed as often as they may be tried again.</summary>
    public void Forgive() => _journal.Forgive(_config.Output);

    /// <summary>The steps up to the bundles.</summary>
    /// <param name="state">From <see cref="Prepare"/>.</param>
    /// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
    /// <param name="registry">Object store that receives the bundles beside the run's own; null for none.</param>
    public WalkForwardSteps Steps(WalkForwardState state, string gitCommit, string? registry) => new(state, _created, gitCommit, registry, _time);

    /// <summary>Does what is not done.</summary>
    /// <exception cref="JobFailedException">A step failed as often as it may.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a later run goes on from there.</exception>
    public void Run(IReadOnlyList<JobStep> steps, CancellationToken cancellation = default)
    {
        if (_config.Model.Backend == TrainingBackend.Torch)
            set_num_threads(1);
        new JobRunner(_folder, _journal, _config.WalkForward!.Attempts) { Progress = Progress, Warn = Warn }.Run(steps, Threads, cancellation);
    }
}
