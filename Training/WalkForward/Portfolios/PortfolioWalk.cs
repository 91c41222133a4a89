using System.Text.Json.Nodes;
using LeanDeep.Training.Jobs;
using static TorchSharp.torch;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>One runner at work on a walk-forward run of models that give weights; as <see cref="WalkForwardRun"/> is of return predictors.</summary>
public sealed class PortfolioWalk : IDisposable
{
    // Outcomes of the last sessions are complete: nothing of them changes by more bars.
    private const int Horizon = 0;
    private readonly RollTrainer _trainer;
    private readonly TimeProvider _time;
    private readonly JobFolder _folder;
    private readonly JobJournal _journal;

    /// <param name="trainer">The kind of model.</param>
    /// <param name="time">Clock of manifests, journal and history; nothing else depends on it.</param>
    /// <exception cref="IOException">The output folder cannot be written, or its file system has no locks.</exception>
    public PortfolioWalk(RollTrainer trainer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(time);
        (_trainer, _time, _folder, _journal) = (trainer, time, new JobFolder(trainer.Output), new JobJournal(trainer.Output, time));
    }

    /// <summary>Steps at a time; it does not change the result. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What another config or revised data leads to. Default: it is refused.</summary>
    public ChangedInputs Changes { get; init; }

    /// <summary>Told of each step that is done.</summary>
    public Action<JobStep, int, int>? Progress { get; init; }

    /// <summary>Told of what the run survives.</summary>
    public Action<string>? Warn { get; init; }

    public void Dispose() => _journal.Dispose();

    /// <summary>Compares config and data with those that the folder was begun with, and gives the steps up to the bundles.</summary>
    /// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
    /// <param name="registry">Object store that receives the bundles beside the run's own; null for none.</param>
    /// <param name="cancellation">Ends the wait for another runner.</param>
    /// <exception cref="InvalidDataException">They differ and changes are not accepted.</exception>
    public PortfolioSteps Prepare(string gitCommit, string? registry, CancellationToken cancellation = default)
    {
        using var claim = _folder.Claim("rows", cancellation);
        var digests = _trainer.Digests();
        var known = RunRecord.TryRead(_trainer.Output);
        var kept = known?.Kept ?? [];
        var now = new RunRecord(known?.Created ?? _time.GetUtcNow(), JsonNode.Parse(_trainer.Config)!, _trainer.Assets, digests, PortfolioAdjustment.KeyOf(digests), kept);
        string[] differences = [.. known?.Differences(now, _trainer.Rolls.Select(roll => (roll.Date, roll.TrainedThrough)), Horizon) ?? []];
        if (differences.Length > 0 && Changes == ChangedInputs.KeepAdjusted)
            now = now with { Kept = new PortfolioAdjustment(_trainer, known!, now).Keep(Steps(known!.Sessions, kept), _folder.IsPublished, Warn) };
        else if (differences.Length > 0 && Changes == ChangedInputs.Refuse)
            throw new InvalidDataException($"{RunRecord.PathOf(_trainer.Output)}: {differences[0]}{(differences.Length > 1 ? $", and {differences.Length - 1} differences more" : "")}: --accept-changes makes again what depends on it, --accept-adjusted keeps what was made where bars were only adjusted");
        else if (differences.Length > 0)
        {
            foreach (var difference in differences)
                Warn?.Invoke($"{difference}: what depends on it is made again");
            now = now with { Kept = [] };
        }
        PortfolioAdjustment.Write(_trainer, now.RowsKey);
        now.Write(_trainer.Output);
        PortfolioAdjustment.Clean(_trainer, now.RowsKey);
        return Steps(digests, now.Kept);

        PortfolioSteps Steps(SortedDictionary<string, string> sessions, SortedDictionary<string, string> keys) => new(_trainer, sessions, now.Created, gitCommit, registry, _time, keys);
    }

    /// <summary>Lets steps that have failed as often as they may be tried again.</summary>
    public void Forgive() => _journal.Forgive(_trainer.Output);

    /// <summary>Does what is not done.</summary>
    /// <exception cref="JobFailedException">A step failed as often as it may.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a later run goes on from there.</exception>
    public void Run(IReadOnlyList<JobStep> steps, CancellationToken cancellation = default)
    {
        set_num_threads(1);
        new JobRunner(_folder, _journal, _trainer.Attempts) { Progress = Progress, Warn = Warn }.Run(steps, Threads, cancellation);
    }

    /// <summary>Date and hash of each session's returns.</summary>
    public static SortedDictionary<string, string> Digests(RollTrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return trainer.Digests();
    }

    /// <summary>How far steps are, by kind.</summary>
    public static IReadOnlyList<WalkForwardStatusRow> Status(string output, IEnumerable<JobStep> steps) => WalkForwardStatus.Of(output, steps);
}
