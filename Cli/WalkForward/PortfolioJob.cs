using LeanDeep.Training.Jobs;
using LeanDeep.Training.WalkForward;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Models that give weights: allocators, policies.</summary>
internal sealed class PortfolioJob : WalkForwardJob
{
    private readonly string _name, _output;
    private readonly Lazy<RollTrainer> _trainer;
    private readonly PortfolioEngine? _engine;
    private readonly WalkForwardRequest _request;
    private PortfolioWalk? _walk; // opened with the first call that writes
    private PortfolioSteps _steps = null!;

    /// <param name="name">Of the run.</param>
    /// <param name="output">Folder of the run.</param>
    /// <param name="trainer">Reads the data when first asked.</param>
    /// <param name="engine">How the bundles are traded; null for not.</param>
    /// <param name="request">What to do.</param>
    public PortfolioJob(string name, string output, Func<RollTrainer> trainer, PortfolioEngine? engine, WalkForwardRequest request) =>
        (_name, _output, _trainer, _engine, _request) = (name, output, new Lazy<RollTrainer>(trainer), engine, request);

    public override string Name => _name;
    public override string Output => _output;

    private PortfolioWalk Open => _walk ??= new PortfolioWalk(_trainer.Value, TimeProvider.System)
    {
        Threads = _request.Threads, Changes = _request.Changes, Progress = _request.Progress, Warn = _request.Report.Warn,
    };

    public override void Forgive() => Open.Forgive();

    public override void Prepare(CancellationToken cancellation)
    {
        _request.Report.Progress("reading data");
        _steps = Open.Prepare(Repository.Commit(), _request.Storage, cancellation);
    }

    public override IReadOnlyList<JobStep> Steps(WalkForwardStage until)
    {
        var all = _steps.Make();
        return [.. until switch
        {
            WalkForwardStage.Rows => [],
            WalkForwardStage.Train => all.Where(step => step.Kind == "train"),
            WalkForwardStage.Bundle => all,
            _ => all.Concat(new PortfolioTrading(_trainer.Value, _steps, _engine, _request).Make()),
        }];
    }

    public override void Run(IReadOnlyList<JobStep> steps, CancellationToken cancellation) => Open.Run(steps, cancellation);

    public override void Show(Report report, double seconds)
    {
        var results = _steps.Results();
        report.Result(
            new { Name, rolls = results, report = ReportFile, seconds, peakMemoryMiB = Repository.PeakMemoryMiB() },
            [
                ("rolls", $"{results.Count}, {results[0].Date:yyyy-MM-dd} through {results[^1].Through:yyyy-MM-dd}"),
                ("promoted", $"{results.Count(roll => roll.Promoted)} models"),
                .. results.Where(roll => !roll.Promoted).Select(roll => ($"{roll.Date:yyyy-MM-dd}", $"kept aside: {string.Join("; ", roll.Refusals)}")),
                ("report", ReportFile),
                ("time", Cli.Report.Seconds(seconds)), ("peak memory", $"{Cli.Report.Count(Repository.PeakMemoryMiB())} MiB"),
            ]);
    }

    public override IReadOnlyList<WalkForwardStatusRow> Status()
    {
        if (RunRecord.TryRead(_output) is not { } record) return [];
        var steps = new PortfolioSteps(_trainer.Value, PortfolioWalk.Digests(_trainer.Value), default, "", registry: null, TimeProvider.System, record.Kept);
        return PortfolioWalk.Status(_output, [.. steps.Make(), .. new PortfolioTrading(_trainer.Value, steps, _engine, _request).Make()]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _walk?.Dispose();
    }
}
