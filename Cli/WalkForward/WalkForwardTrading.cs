using LeanDeep.Algorithms;
using LeanDeep.Cli.Experiments;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.WalkForward;

namespace LeanDeep.Cli.WalkForward;

/// <summary>The last steps of a walk-forward run: the whole period in the engine, by the models of their days and by the first alone, and the report.</summary>
internal sealed class WalkForwardTrading(WalkForwardState state, WalkForwardSteps steps, int threads, Action<string> warn)
{
    private readonly ExperimentConfig _config = state.Config;

    /// <summary>How far a run is, these steps included.</summary>
    public static IReadOnlyList<WalkForwardStatusRow> Status(ExperimentConfig config) =>
        WalkForwardStatus.Of(config, (state, steps) => new WalkForwardTrading(state, steps, Environment.ProcessorCount, _ => { }).Make());

    public IEnumerable<JobStep> Make()
    {
        JobStep[] inputs = [.. steps.Bundles];
        JobStep? backtests = null;
        if (_config.Backtests is { } costs)
            yield return backtests = new JobStep(
                "backtest", "backtests", JobStep.KeyOf([BacktestKey.Of(typeof(LongShort), StrategyParameters.Of(_config.Strategy), inputs.Select(step => step.Key), BacktestKey.OfData(_config.Data.Folder)), $"{costs.Cash}", string.Join(' ', costs.Slippage), $"{Period("")}"]),
                [.. inputs.Select(step => step.Name)], cancellation => [.. Backtests(costs, cancellation).Select(result => result.ResultFile)]);
        JobStep[] all = backtests is null ? inputs : [.. inputs, backtests];
        yield return new JobStep(
            "report", "report", JobStep.KeyOf(["report 2", typeof(WalkForwardReport).Assembly.ManifestModule.ModuleVersionId.ToString(), $"{_config.Analysis.Resamples}", .. all.Select(step => step.Key)]), [.. all.Select(step => step.Name)],
            cancellation => Write(backtests is null ? [] : Backtests(_config.Backtests!, cancellation)));
    }

    private BacktestPeriod Period(string name) => new(name, state.Plan.Traded.First().Date, state.Plan.Through);

    /// <summary>Those that are there for the same inputs are taken up.</summary>
    private IReadOnlyList<ExperimentBacktestResult> Backtests(BacktestConfig costs, CancellationToken cancellation)
    {
        // What an earlier plan left would trade.
        foreach (var date in ModelBundle.Dates(state.Store, _config.Name).Except(state.Plan.Traded.Select(roll => roll.TrainedThrough)))
            ModelBundle.Delete(state.Store, _config.Name, date);
        return [.. Run(state.Store, "walk-forward", costs.Slippage), .. Run(state.OnceStore, "trained-once", [])];

        IReadOnlyList<ExperimentBacktestResult> Run(string store, string name, IReadOnlyList<decimal> slippages) => ExperimentBacktests.RunAll(
            new(_config.Output, _config.Name, store, _config.Data.Folder, Selection: null, Period(name), costs.Cash, slippages, StrategyParameters.Of(_config.Strategy)), threads, done: null, warn, cancellation);
    }

    private IReadOnlyList<string> Write(IReadOnlyList<ExperimentBacktestResult> backtests) => ExperimentFiles.Write(_config.Output, new WalkForwardReport(state, steps.Results()).Make(
        [.. backtests.Select(result => new BacktestRow(
            $"{result.Period}, {(result.Fees == "lean" ? "LEAN's fees" : "no fees")}", (double)result.SlippageBasisPoints * 1e-4, LeanResultFile.Read(result.ResultFile),
            Detailed: result is { Fees: "lean", SlippageBasisPoints: 0, Period: "walk-forward" }))]));
}
