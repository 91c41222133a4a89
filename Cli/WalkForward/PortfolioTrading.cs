using System.Globalization;
using LeanDeep.Cli.Experiments;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Cli.WalkForward;

/// <summary>How bundles that give weights are traded.</summary>
/// <param name="Algorithm">LEAN's.</param>
/// <param name="DataFolder">LEAN data folder.</param>
/// <param name="Parameters">Of the algorithm, those that the run sets excepted: model, start, end.</param>
internal sealed record PortfolioEngine(Type Algorithm, string DataFolder, IReadOnlyDictionary<string, string> Parameters);

/// <summary>The last steps of a run: the whole period in the engine, by the models of their days and by the first alone, and the report.</summary>
internal sealed class PortfolioTrading(RollTrainer trainer, PortfolioSteps steps, PortfolioEngine? engine, WalkForwardRequest request)
{
    private static readonly string[] Names = ["walk-forward", "trained-once"];

    public IEnumerable<JobStep> Make()
    {
        JobStep[] inputs = [.. steps.Bundles];
        JobStep? backtests = null;
        if (engine is not null)
            yield return backtests = new JobStep(
                "backtest", "backtests", BacktestKey.Of(engine.Algorithm, Parameters(), inputs.Select(step => step.Key), BacktestKey.OfData(engine.DataFolder)), [.. inputs.Select(step => step.Name)], Trade);
        JobStep[] all = backtests is null ? inputs : [.. inputs, backtests];
        yield return new JobStep(
            "report", "report", JobStep.KeyOf(["portfolio report 1", typeof(PortfolioReport).Assembly.ManifestModule.ModuleVersionId.ToString(), .. all.Select(step => step.Key)]), [.. all.Select(step => step.Name)],
            _ => ExperimentFiles.Write(trainer.Output, new PortfolioReport(trainer, steps).Make(backtests is null ? [] :
                [.. Names.Select((name, i) => new BacktestRow($"{name}, LEAN's fees", 0, LeanResultFile.Read(ResultFile(name)), Detailed: i == 0))])));
    }

    private Dictionary<string, string> Parameters() => new(engine!.Parameters)
    {
        ["model"] = trainer.Name,
        ["start"] = trainer.Rolls[0].Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["end"] = trainer.Rolls[^1].Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private IReadOnlyList<string> Trade(CancellationToken cancellation)
    {
        LeanBacktest.RequireDataFolder(engine!.DataFolder);
        // What an earlier plan left would trade.
        foreach (var date in ModelBundle.Dates(steps.Store, trainer.Name).Except(steps.Results().Where(result => result.Promoted).Select(result => result.TrainedThrough)))
            ModelBundle.Delete(steps.Store, trainer.Name, date);
        foreach (var (name, store) in Names.Zip([steps.Store, steps.OnceStore]))
        {
            var run = ParameterSweep.RunAll(
                new(engine.Algorithm.Assembly.Location, engine.Algorithm.FullName!, engine.DataFolder, store, Path.Combine(trainer.Output, "backtests"), new Dictionary<string, string>()),
                [(name, Parameters())], 1, (_, _) => { }, request.Report.Warn, cancellation).Single();
            if (run.Error is { } error) throw new InvalidOperationException($"{Path.Combine(trainer.Output, "backtests", name)}: {error}");
        }
        return [.. Names.Select(ResultFile)];
    }

    private string ResultFile(string name) => Path.Combine(trainer.Output, "backtests", name, $"{engine!.Algorithm.Name}.json");
}
