using LeanDeep.Training.Jobs;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli.WalkForward;

/// <summary>A walk-forward run of one kind of model, as the verb needs it.</summary>
internal abstract class WalkForwardJob : IDisposable
{
    /// <summary>Of the run.</summary>
    public abstract string Name { get; }

    /// <summary>Folder of the run.</summary>
    public abstract string Output { get; }

    /// <summary>Lets steps that have failed as often as they may be tried again.</summary>
    public abstract void Forgive();

    /// <summary>Makes what all steps need, and compares it with what the folder was begun with.</summary>
    public abstract void Prepare(CancellationToken cancellation);

    /// <summary>The steps up to a stage, after <see cref="Prepare"/>.</summary>
    public abstract IReadOnlyList<JobStep> Steps(WalkForwardStage until);

    /// <summary>Does what is not done.</summary>
    public abstract void Run(IReadOnlyList<JobStep> steps, CancellationToken cancellation);

    /// <summary>Shows what the rolls came to.</summary>
    public abstract void Show(Report report, double seconds);

    /// <summary>How far the run is; empty before it has begun.</summary>
    public abstract IReadOnlyList<WalkForwardStatusRow> Status();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected string ReportFile => WalkForwardVerb.ReportFile(Output);
}

/// <summary>What a job is to do and whom it tells.</summary>
/// <param name="Storage">Object store root that receives the bundles.</param>
/// <param name="Threads">Steps at a time.</param>
/// <param name="Changes">What another config or revised data leads to.</param>
/// <param name="Report">Told of progress and warnings.</param>
internal sealed record WalkForwardRequest(string Storage, int Threads, ChangedInputs Changes, Report Report)
{
    public void Progress(JobStep step, int done, int all) => Report.Progress("walking forward", $"{done} of {all} steps, {step.Name}");
}
