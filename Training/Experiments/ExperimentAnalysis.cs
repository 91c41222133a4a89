using LeanDeep.Models.Features;
using LeanDeep.Training.Baselines;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>What the trainings of an experiment say, and how much of it may be chance.</summary>
/// <param name="trained">The experiment.</param>
/// <param name="threads">At work at a time; it does not change the result.</param>
public sealed class ExperimentAnalysis(TrainedExperiment trained, int threads)
{
    private readonly SupervisedDataset _dataset = trained.Dataset.Rows;
    private readonly ExperimentConfig _config = trained.Config;

    /// <summary>Told what is being done.</summary>
    public Action<string>? Stage { get; init; }

    /// <summary>The page without backtests.</summary>
    /// <exception cref="InvalidDataException">The data folder changed, or combinatorial cross-validation does not fit the rows.</exception>
    public ExperimentPage Run(CancellationToken cancellation = default)
    {
        Stage?.Invoke("judging the predictions");
        var panel = PanelDates.Through(LeanFolderReader.ReadPanel(_config.Data.Folder, through: _config.Data.Through), _config.Data.Through);
        var test = new TestPanel(trained, panel);
        var ensemble = new EnsemblePredictions(trained.Runner, _dataset, trained.Plan);
        var predictions = ensemble.Of(trained.Members);
        (string Name, float[] Predictions)[] all = [("ensemble", predictions), .. Baselines(test, panel, cancellation)];
        Predictor[] predictors = [.. all.Select(predictor => test.Judge(predictor.Name, predictor.Predictions))];

        Stage?.Invoke("weighing the candidates");
        var returns = CandidateReturns.Of(trained, threads, cancellation);
        var rule = new LongShortReturns(_dataset, test.Rows, _config.Strategy);
        var page = new ExperimentPage
        {
            Title = $"Experiment {_config.Name}",
            Subtitle = FormattableString.Invariant($"{trained.Plan.Folds.Count} folds tested {predictors[0].All.Dates[0]:yyyy-MM-dd} to {predictors[0].All.Dates[^1]:yyyy-MM-dd}, {_dataset.Names.Count:#,0} names ({_config.Data.Universe}), {trained.Ranked.Count:#,0} candidates"),
            HoldoutFrom = test.HoldoutFrom,
            Selection = [.. Rows(), .. predictors.Skip(1).Select(BaselineRow)],
            Curves = Curves(),
            Design = ExperimentDesign.Fit(trained),
            Predictors = predictors,
            Rules = [.. all.Select(predictor => new RuleReturns(predictor.Name, Series(rule, predictor.Predictions)))],
            Intervals = [.. predictors.SelectMany(predictor => predictor.Periods.Select(period => Interval($"{predictor.Name}, {period.Period}", period.Report)))],
            Seeds = [.. trained.Seeds.Select(seed => Seed(seed, ensemble, test, rule))],
            Deflated = Deflated(returns, Series(rule, predictions), test.SelectionDays),
            Overfitting = returns.Length >= 2 && test.SelectionDays >= 2 * _config.Analysis.Blocks ? BacktestOverfitting.Of(returns, _config.Analysis.Blocks) : null,
        };
        if (_config.Combinatorial is { } combinatorial)
        {
            var study = new CombinatorialStudy(trained, combinatorial);
            Stage?.Invoke($"combinatorial cross-validation, {study.SplitCount} splits");
            page = page with { Paths = study.Paths(threads, cancellation) };
        }
        return page with { Headlines = Headlines(page) };
    }

    private IEnumerable<(string Name, float[] Predictions)> Baselines(TestPanel test, Panel panel, CancellationToken cancellation)
    {
        foreach (var baseline in new Baseline[] { new LinearBaseline(_config.Analysis.Ridge), new ReversalBaseline("r05"), new RandomBaseline(_config.Seed) })
        {
            var blocks = new float[trained.Plan.Folds.Count][];
            Parallel.For(0, blocks.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, fold =>
            {
                var split = trained.Plan.Folds[fold];
                blocks[fold] = baseline.Predict(_dataset, Purging.TrainingRows(_dataset, split, _config.Split.Embargo), Purging.TestRows(_dataset, split));
            });
            yield return (baseline.Name, [.. blocks.Reverse().SelectMany(block => block)]);
        }
        if (FolderMetadata.TryRead(_config.Data.Folder)?.Truth is not null)
        {
            // What no model can exceed in expectation.
            var signal = PlantedSignal.Compute(panel);
            var (first, count) = test.Rows.GetOffsetAndLength(_dataset.RowCount);
            yield return ("planted signal", [.. Enumerable.Range(first, count).Select(row => (float)signal[_dataset.RowNames[row]][_dataset.RowSessions[row]])]);
        }
    }

    // Every configuration at its best epoch, and all that were chosen.
    private IEnumerable<SelectionRow> Rows()
    {
        var seen = new HashSet<int>();
        foreach (var (i, candidate) in trained.Ranked.Index())
            if (seen.Add(candidate.Configuration) || i < trained.Chosen.Count)
            {
                var holdout = trained.Outcomes[candidate.Configuration].Take(trained.Plan.HoldoutFolds).Reverse().SelectMany(fold => fold.Correlations[candidate.Epoch - 1]).ToArray();
                yield return new SelectionRow(
                    trained.Configuration(candidate).Name, candidate.Epoch, candidate.Median, Summarise(candidate.Days), holdout.Length > 0 ? Summarise(holdout) : null, i < trained.Chosen.Count);
            }
    }

    private static SelectionRow BaselineRow(Predictor predictor)
    {
        var daily = predictor.Selection.Horizons[0];
        return new SelectionRow(predictor.Name, 0, Selection.Median(Array.FindAll(daily.DailyIC, day => !double.IsNaN(day))), daily.IC.Robust, predictor.Holdout?.Horizons[0].IC.Robust, false);
    }

    private InformationCoefficient Summarise(IEnumerable<double> days) =>
        InformationCoefficient.Summarise(days.Select((value, i) => new DailyCorrelation(i, value, 0)), _config.Horizon);

    private ConfigurationCurve[] Curves()
    {
        var medians = trained.Ranked.ToDictionary(candidate => (candidate.Configuration, candidate.Epoch), candidate => candidate.Median);
        return [.. trained.Outcomes.Select((folds, configuration) =>
        {
            var (of, epochs) = (folds[0].Task.Configuration, folds.Min(fold => fold.Losses.Count));
            var layers = of.Network.HiddenLayers.Count == 0 ? "linear" : string.Join('-', of.Network.HiddenLayers);
            return new ConfigurationCurve(
                of.Name.Replace(layers, "", StringComparison.Ordinal).Trim('-').Replace('-', ' '), $"layers {layers}",
                [.. Enumerable.Range(1, epochs).Select(epoch => medians.GetValueOrDefault((configuration, epoch), double.NaN))],
                [.. Enumerable.Range(0, epochs).Select(epoch => folds.Average(fold => fold.Losses[epoch]))]);
        })];
    }

    private IntervalRow Interval(string name, Analysis.FactorReport report)
    {
        double[] known = [.. report.Horizons[0].DailyIC.Where(double.IsFinite)];
        return new IntervalRow(
            name, report.Horizons[0].IC.Robust,
            BlockBootstrap.Stationary(known, NeweyWest.Mean, BlockBootstrap.BlockLength(known.Length, report.Horizons[0].Horizon), _config.Analysis.Resamples, _config.Seed));
    }

    private SeedRow Seed(SeedTraining seed, EnsemblePredictions ensemble, TestPanel test, LongShortReturns rule)
    {
        var predictions = ensemble.Of(seed.Members);
        var daily = InformationCoefficient.Daily(_dataset.RowSessions.AsSpan(test.Rows), predictions, _dataset.Labels.AsSpan(test.Rows));
        var holdout = trained.Plan.HoldoutFolds > 0;
        return new SeedRow(
            seed.Seed, InformationCoefficient.Summarise(daily.Take(test.SelectionDays), _config.Horizon),
            holdout ? InformationCoefficient.Summarise(daily.Skip(test.SelectionDays), _config.Horizon) : null,
            holdout ? Ratio(Series(rule, predictions)[test.SelectionDays..])?.Annual() : null);
    }

    private List<KeyValuePair<string, DeflatedSharpeRatio>> Deflated(double[][] candidates, double[] ensemble, int selectionDays)
    {
        var trials = candidates.Where(Varies).ToArray();
        var rows = new List<KeyValuePair<string, DeflatedSharpeRatio>>();
        if (trials.Length < 2)
            return rows;
        var ratios = trials.Select(series => SharpeRatio.Of(series)).ToArray();
        double[] perPeriod = [.. ratios.Select(ratio => ratio.PerPeriod)];
        var independent = DeflatedSharpeRatio.IndependentTrials(trials.Length, DeflatedSharpeRatio.AverageCorrelation(trials));
        Add("best candidate, selection", ratios.MaxBy(ratio => ratio.PerPeriod));
        Add("ensemble, selection", Ratio(ensemble[..selectionDays]));
        if (trained.Plan.HoldoutFolds > 0)
            Add("ensemble, holdout", Ratio(ensemble[selectionDays..]));
        return rows;

        void Add(string name, SharpeRatio? ratio)
        {
            if (ratio is null)
                return;
            rows.Add(new($"{name}; every candidate a trial", DeflatedSharpeRatio.Of(ratio, perPeriod)));
            rows.Add(new($"{name}; correlated candidates", DeflatedSharpeRatio.Of(ratio, perPeriod, independent)));
        }
    }

    private static double[] Series(LongShortReturns rule, float[] predictions)
    {
        var series = new double[rule.DayCount];
        rule.Compute(predictions, series);
        return series;
    }

    private static bool Varies(double[] series) => Array.Exists(series, value => value != series[0]);

    private static SharpeRatio? Ratio(double[] series) => Varies(series) ? SharpeRatio.Of(series) : null;

    private static KeyValuePair<string, string>[] Headlines(ExperimentPage page)
    {
        var (selection, holdout) = (page.Predictors[0].Selection.Horizons[0].IC.Robust, page.Predictors[0].Holdout?.Horizons[0].IC.Robust);
        return
        [
            new("IC of the ensemble, selection", Text(selection)),
            .. holdout is null ? [] : new KeyValuePair<string, string>[] { new("IC of the ensemble, holdout", Text(holdout)) },
            .. page.Seeds.Count < 2 || holdout is null ? [] : new KeyValuePair<string, string>[] { new($"The same from {page.Seeds.Count} seeds", FormattableString.Invariant($"{page.Seeds.Min(seed => seed.Holdout!.Mean):0.0000}, to {page.Seeds.Max(seed => seed.Holdout!.Mean):0.0000}")) },
            .. page.Overfitting is null ? [] : new KeyValuePair<string, string>[] { new("Probability of overfitting", FormattableString.Invariant($"{100 * page.Overfitting.Probability:0.0}%")) },
        ];

        static string Text(InformationCoefficient ic) => FormattableString.Invariant($"{ic.Mean:0.0000}, ± {ic.StandardError:0.0000}");
    }
}
