using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>What a run came to: the returns of each roll and of all, beside the first model alone, and how much of the Sharpe ratio the number of candidates explains.</summary>
/// <param name="trainer">The kind of model.</param>
/// <param name="steps">All done.</param>
public sealed class PortfolioReport(RollTrainer trainer, PortfolioSteps steps)
{
    /// <param name="backtests">By the engine.</param>
    public ExperimentPage Make(IReadOnlyList<BacktestRow> backtests)
    {
        var results = steps.Results();
        SortedDictionary<DateOnly, double> walked = [], once = [];
        var trials = trainer.Variants.ToDictionary(variant => variant, _ => new List<double>());
        List<WalkRoll> rolls = [];
        foreach (var (roll, result) in trainer.Rolls.Zip(results))
        {
            var candidates = steps.Candidates(roll);
            var chosen = candidates.Single(candidate => candidate.Variant == result.Chosen);
            foreach (var candidate in candidates)
                trials[candidate.Variant].AddRange(candidate.Returns);
            foreach (var (day, value) in chosen.Days.Zip(chosen.Returns))
                walked[day] = value;
            rolls.Add(new WalkRoll(result.Date, result.Through, result.DecidingBundle, result.Promoted, null, SharpeOf(chosen.Returns), result.LargestPsi, double.NaN, double.NaN, string.Join("; ", result.Refusals)));
        }
        var alone = steps.TrainedOnce();
        foreach (var (day, value) in alone.Days.Zip(alone.Returns))
            once[day] = value;
        var byEngine = walked.Count == 0 && backtests.Count >= 2;
        if (byEngine)
        {
            Fill(walked, backtests[0]);
            Fill(once, backtests[1]);
            rolls = [.. rolls.Select(roll => roll with { Sharpe = SharpeOf([.. walked.Where(day => day.Key >= roll.Date && day.Key <= roll.Through).Select(day => day.Value)]) })];
        }
        return new ExperimentPage
        {
            Title = $"Walk forward {trainer.Name}",
            Subtitle = FormattableString.Invariant($"{results.Count} rolls, {results[0].Date:yyyy-MM-dd} to {results[^1].Through:yyyy-MM-dd}, {trainer.Assets.Count} assets, {trainer.Variants.Count} variants a roll"),
            Headlines = [
                new("Sharpe ratio, retrained", Text(SharpeOf([.. walked.Values]))), new("Sharpe ratio, trained once", Text(SharpeOf([.. once.Values]))),
                new("Models promoted", FormattableString.Invariant($"{results.Count(result => result.Promoted)}, of {results.Count}"))],
            Walk = new WalkSummary(rolls, walked, once, byEngine ? "by the engine, after fees" : "after costs; on its first session a roll still holds what the model before decided"),
            Deflated = Deflated([.. walked.Values], [.. trials.Values.Select(values => values.ToArray()).Where(values => values.Length == walked.Count)]),
            Backtests = backtests,
        };
    }

    private static void Fill(SortedDictionary<DateOnly, double> days, BacktestRow backtest)
    {
        var traded = Reports.TradingDays.Of(backtest.Result, Data.MarketCalendar.UsEquities);
        foreach (var (day, value) in traded.Dates.Skip(1).Zip(traded.Returns))
            days[day] = value;
    }

    /// <summary>Each variant over all rolls is a trial, after costs.</summary>
    private static List<KeyValuePair<string, DeflatedSharpeRatio>> Deflated(double[] walked, double[][] trials)
    {
        double[][] varied = [.. trials.Where(trial => SharpeOf(trial) is not null)];
        return varied.Length < 2 || SharpeOf(walked) is not { } best ? [] : [new("retrained, after costs; every variant a trial", DeflatedSharpeRatio.Of(best, [.. varied.Select(trial => SharpeRatio.Of(trial).PerPeriod)]))];
    }

    private static SharpeRatio? SharpeOf(IReadOnlyList<double> returns) => returns.Count >= 3 && returns.Any(value => value != returns[0]) ? SharpeRatio.Of([.. returns]) : null;

    private static string Text(SharpeRatio? sharpe)
    {
        if (sharpe is null)
            return "none";
        var (low, high) = sharpe.AnnualInterval();
        return FormattableString.Invariant($"{sharpe.Annual():0.00}, 95 % from {low:0.00} to {high:0.00}");
    }
}
