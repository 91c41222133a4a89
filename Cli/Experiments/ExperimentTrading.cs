using LeanDeep.Training.Experiments;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;

namespace LeanDeep.Cli.Experiments;

/// <summary>From a trained experiment to bundles, backtests and the rows of its page.</summary>
internal static class ExperimentTrading
{
    /// <param name="trained">The experiment.</param>
    /// <param name="backtests">What its config says of them.</param>
    /// <param name="store">Root of the object store.</param>
    /// <param name="threads">Backtests at a time.</param>
    /// <param name="report">Told what is being done.</param>
    /// <param name="cancellation">Ends the work between two backtests.</param>
    public static IReadOnlyList<BacktestRow> Run(TrainedExperiment trained, BacktestConfig backtests, string store, int threads, Report report, CancellationToken cancellation)
    {
        var config = trained.Config;
        report.Progress("exporting the ensemble");
        var bundles = new EnsembleExport(trained.Dataset, config, trained.Plan, trained.Runner).Write(store, trained.Members, DateTimeOffset.UtcNow, Repository.Commit());
        var (selection, holdout) = BacktestPeriod.Of(bundles);
        report.Progress("backtests");
        var results = ExperimentBacktests.RunAll(
            new(config.Output, config.Name, store, config.Data.Folder, selection, holdout, backtests.Cash, backtests.Slippage, StrategyParameters.Of(config.Strategy)), threads,
            (name, done, all) => report.Progress("backtests", $"{done} of {all}, {name}"), report.Warn, cancellation);
        return [.. results.Select(result => new BacktestRow(
            $"{result.Period}, {(result.Fees == "lean" ? "LEAN's fees" : "no fees")}", (double)result.SlippageBasisPoints * 1e-4, LeanResultFile.Read(result.ResultFile),
            Detailed: result.Fees == "lean" && result.SlippageBasisPoints == 0 && result.Period == (holdout ?? selection)?.Name))];
    }
}
