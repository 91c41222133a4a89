using LeanDeep.Training.Experiments;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>What a run came to: correlations of each roll and of all, beside a model that was trained once, and how much of the Sharpe ratio the number of candidates explains.</summary>
/// <param name="state">The run.</param>
/// <param name="results">Its rolls that trade, oldest first.</param>
public sealed class WalkForwardReport(WalkForwardState state, IReadOnlyList<RollResult> results)
{
    private readonly ExperimentConfig _config = state.Config;

    /// <param name="backtests">By the engine.</param>
    public ExperimentPage Make(IReadOnlyList<BacktestRow> backtests)
    {
        var (own, once) = (new BundlePredictions(state.Dataset.Rows, state.Store, _config.Name), new BundlePredictions(state.Dataset.Rows, state.OnceStore, _config.Name));
        List<DailyCorrelation> walked = [], stood = [];
        List<IntervalRow> rolls = [];
        List<double> returns = [];
        List<WalkRoll> summary = [];
        SortedDictionary<DateOnly, double> byDay = [], byDayOnce = [];
        foreach (var (roll, result) in state.Plan.Traded.Zip(results))
        {
            var rows = Purging.TestRows(state.Dataset.Rows, roll.Split);
            if (rows.GetOffsetAndLength(state.Dataset.Rows.RowCount).Length == 0)
                continue;
            var predictions = own.Of(result.DecidingBundle, rows);
            var daily = own.Correlations(rows, predictions);
            walked.AddRange(daily);
            var alone = once.Of(results[0].TrainedThrough, rows);
            stood.AddRange(once.Correlations(rows, alone));
            var block = Returns(rows, predictions);
            returns.AddRange(block);
            Put(byDay, rows, block);
            Put(byDayOnce, rows, Returns(rows, alone));
            summary.Add(new WalkRoll(
                roll.Date, result.Through, result.DecidingBundle, result.Promoted, IntervalOf(daily), SharpeOf(block), result.Drift.LargestPsi, result.Drift.Decay, result.Drift.SwitchTurnover, string.Join("; ", result.Refusals)));
            if (daily.Count(day => !double.IsNaN(day.Value)) >= 2)
                rolls.Add(Interval(FormattableString.Invariant($"{roll.Date:yyyy-MM-dd}, bundle {result.DecidingBundle:yyyyMMdd}"), daily));
        }
        return new ExperimentPage
        {
            Title = $"Walk forward {_config.Name}",
            Subtitle = FormattableString.Invariant($"{results.Count} rolls, {results[0].Date:yyyy-MM-dd} to {results[^1].Through:yyyy-MM-dd}, {state.Dataset.Rows.Names.Count:#,0} names ({_config.Data.Universe}), {_config.Seeds.Count} seeds"),
            Headlines = [
                new("IC, retrained", Text(InformationCoefficient.Summarise(walked, _config.Horizon))), new("IC, trained once", Text(InformationCoefficient.Summarise(stood, _config.Horizon))),
                new("Models promoted", FormattableString.Invariant($"{results.Count(result => result.Promoted)}, of {results.Count}"))],
            Intervals = [Interval("all rolls, retrained", walked), Interval("all rolls, trained once", stood), .. rolls],
            Walk = new WalkSummary(summary, byDay, byDayOnce, "of the rule from close to close without costs"),
            Deflated = Deflated([.. returns]),
            Backtests = backtests,
        };
    }

    private IntervalRow Interval(string name, IReadOnlyList<DailyCorrelation> days) => new(name, InformationCoefficient.Summarise(days, _config.Horizon), IntervalOf(days)!);

    /// <returns>Null for fewer than two days.</returns>
    private BootstrapInterval? IntervalOf(IReadOnlyList<DailyCorrelation> days)
    {
        double[] known = [.. days.Select(day => day.Value).Where(double.IsFinite)];
        return known.Length < 2 ? null : BlockBootstrap.Stationary(known, NeweyWest.Mean, BlockBootstrap.BlockLength(known.Length, _config.Horizon), _config.Analysis.Resamples, _config.Seed);
    }

    private static SharpeRatio? SharpeOf(double[] returns) => returns.Length >= 3 && Array.Exists(returns, value => value != returns[0]) ? SharpeRatio.Of(returns) : null;

    /// <summary>Each under the day of its prediction.</summary>
    private void Put(SortedDictionary<DateOnly, double> days, Range rows, double[] returns)
    {
        var sessions = state.Dataset.Rows.RowSessions[rows].Distinct();
        foreach (var (session, value) in sessions.Zip(returns))
            days[state.Dataset.Rows.Sessions[session]] = value;
    }

    private double[] Returns(Range rows, ReadOnlySpan<float> predictions)
    {
        var rule = new LongShortReturns(state.Dataset.Rows, rows, _config.Strategy);
        var returns = new double[rule.DayCount];
        rule.Compute(predictions, returns);
        return returns;
    }

    /// <summary>Every configuration and epoch that could have been chosen at every roll is a trial: the mean of its seeds, close to close without costs.</summary>
    private List<KeyValuePair<string, DeflatedSharpeRatio>> Deflated(double[] walked)
    {
        List<double[]> trials = [];
        foreach (var configuration in state.Configurations)
            for (var epoch = 1; epoch <= _config.Model.Epochs; epoch++)
                if (Trial(configuration, epoch) is { } trial && Array.Exists(trial, value => value != trial[0]))
                    trials.Add(trial);
        if (trials.Count < 2 || !Array.Exists(walked, value => value != walked[0]))
            return [];
        double[] ratios = [.. trials.Select(trial => SharpeRatio.Of(trial).PerPeriod)];
        var independent = DeflatedSharpeRatio.IndependentTrials(trials.Count, DeflatedSharpeRatio.AverageCorrelation(trials));
        return
        [
            new("retrained, close to close; every candidate a trial", DeflatedSharpeRatio.Of(SharpeRatio.Of(walked), ratios)),
            new("retrained, close to close; correlated candidates", DeflatedSharpeRatio.Of(SharpeRatio.Of(walked), ratios, independent)),
        ];
    }

    /// <returns>Null where a training did not reach the epoch.</returns>
    private double[]? Trial(ModelConfiguration configuration, int epoch)
    {
        List<double> returns = [];
        foreach (var roll in state.Plan.Traded)
        {
            var rows = Purging.TestRows(state.Dataset.Rows, roll.Split);
            var sum = new float[rows.GetOffsetAndLength(state.Dataset.Rows.RowCount).Length];
            if (sum.Length == 0)
                continue;
            var one = new float[sum.Length];
            foreach (var outcome in state.Outcomes(roll, configuration))
            {
                if (outcome.Losses.Count < epoch || !double.IsFinite(outcome.Losses[epoch - 1]))
                    return null;
                state.Runner.ReadPredictions(outcome, epoch, one);
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += one[i] / _config.Seeds.Count;
            }
            returns.AddRange(Returns(rows, sum));
        }
        return [.. returns];
    }

    private static string Text(InformationCoefficient ic) => FormattableString.Invariant($"{ic.Mean:0.0000}, ± {ic.StandardError:0.0000}");
}
