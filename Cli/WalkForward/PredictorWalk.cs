using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Return predictors, by an experiment's config.</summary>
internal sealed class PredictorWalk : WalkForwardJob
{
    private readonly ExperimentConfig _config;
    private readonly WalkForwardRequest _request;
    private WalkForwardRun? _run; // opened with the first call that writes
    private WalkForwardState _state = null!;
    private WalkForwardSteps _steps = null!;

    public PredictorWalk(ExperimentConfig config, WalkForwardRequest request) => (_config, _request) = (config, request);

    public override string Name => _config.Name;
    public override string Output => _config.Output;

    private WalkForwardRun Open => _run ??= new WalkForwardRun(_config, TimeProvider.System)
    {
        Threads = _request.Threads, Changes = _request.Changes, Stage = stage => _request.Report.Progress(stage), Progress = _request.Progress, Warn = _request.Report.Warn,
    };

    public override void Forgive() => Open.Forgive();

    public override void Prepare(CancellationToken cancellation)
    {
        _state = Open.Prepare(cancellation);
        _steps = Open.Steps(_state, Repository.Commit(), _request.Storage);
    }

    public override IReadOnlyList<JobStep> Steps(WalkForwardStage until)
    {
        var all = _steps.Make();
        return [.. until switch
        {
            WalkForwardStage.Rows => [],
            WalkForwardStage.Train => all.Where(step => step.Kind == "train"),
            WalkForwardStage.Bundle => all,
            _ => all.Concat(new WalkForwardTrading(_state, _steps, _request.Threads, _request.Report.Warn).Make()),
        }];
    }

    public override void Run(IReadOnlyList<JobStep> steps, CancellationToken cancellation) => Open.Run(steps, cancellation);

    public override void Show(Report report, double seconds)
    {
        var results = _steps.Results();
        report.Result(
            new { _config.Name, rolls = results, report = ReportFile, seconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
            [
                ("rolls", $"{results.Count}, {results[0].Date:yyyy-MM-dd} through {results[^1].Through:yyyy-MM-dd}"),
                ("promoted", $"{results.Count(roll => roll.Promoted)} models"),
                .. results.Where(roll => !roll.Promoted).Select(roll => ($"{roll.Date:yyyy-MM-dd}", $"kept aside: {string.Join("; ", roll.Refusals)}")),
                ("report", ReportFile),
                ("time", Cli.Report.Seconds(seconds)), ("peak memory", $"{Cli.Report.Count(Repository.PeakMemoryMiB())} MiB"),
            ]);
    }

    public override IReadOnlyList<WalkForwardStatusRow> Status() => WalkForwardTrading.Status(_config);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _run?.Dispose();
    }
}
