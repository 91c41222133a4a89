using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>What an experiment found, in figures.</summary>
/// <param name="Rows">What became of the panel's rows.</param>
/// <param name="Folds">The folds by date, newest first.</param>
/// <param name="Candidates">Pairs of configuration and epoch that were scored.</param>
/// <param name="Selection">Every configuration at its best epoch and all that were chosen, best first, then the baselines.</param>
/// <param name="EnsembleSelection">The ensemble on the days that chose it: too high by that choice.</param>
/// <param name="EnsembleHoldout">The ensemble on the days that no choice has seen; null without a holdout.</param>
/// <param name="Seeds">The chosen pairs trained again with each seed.</param>
/// <param name="Deflated">Sharpe ratios against the best of as many candidates without skill.</param>
/// <param name="ProbabilityOfOverfitting">PBO over all candidates; null where there are too few days.</param>
/// <param name="Paths">Annual Sharpe ratios of the paths of combinatorial cross-validation, by predictor.</param>
/// <param name="Backtests">By the engine.</param>
/// <param name="Diverged">Trainings whose loss ceased to be finite; their later epochs are no candidates.</param>
public sealed record ExperimentResult(
    RowCounts Rows, IReadOnlyList<ExperimentFold> Folds, int Candidates, IReadOnlyList<SelectionRow> Selection,
    InformationCoefficient EnsembleSelection, InformationCoefficient? EnsembleHoldout, IReadOnlyList<SeedRow> Seeds,
    IReadOnlyList<KeyValuePair<string, DeflatedSharpeRatio>> Deflated, double? ProbabilityOfOverfitting, IReadOnlyList<KeyValuePair<string, double[]>> Paths, IReadOnlyList<BacktestFigures> Backtests, int Diverged)
{
    /// <param name="trained">The trainings.</param>
    /// <param name="page">What the analysis made of them.</param>
    public static ExperimentResult Of(TrainedExperiment trained, ExperimentPage page)
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(page);
        var (rows, plan) = (trained.Dataset.Rows, trained.Plan);
        return new ExperimentResult(
            rows.Counts,
            [.. plan.Folds.Select(split => new ExperimentFold(split.Index, rows.Sessions[split.TrainFirst], rows.Sessions[split.TrainLast], rows.Sessions[split.TestFirst], rows.Sessions[split.TestLast], split.Index < plan.HoldoutFolds))],
            trained.Ranked.Count, page.Selection, page.Predictors[0].Selection.Horizons[0].IC.Robust, page.Predictors[0].Holdout?.Horizons[0].IC.Robust, page.Seeds,
            page.Deflated, page.Overfitting?.Probability, page.Paths, page.Figures(), trained.Outcomes.Sum(folds => folds.Count(fold => fold.Diverged)));
    }
}

/// <summary>A fold by date.</summary>
public sealed record ExperimentFold(int Index, DateOnly TrainFrom, DateOnly TrainThrough, DateOnly TestFrom, DateOnly TestThrough, bool Holdout);
