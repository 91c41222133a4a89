using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>What an experiment found.</summary>
/// <param name="Rows">What became of the panel's rows.</param>
/// <param name="Folds">The folds by date, newest first.</param>
/// <param name="Configurations">Every configuration at its best epoch, best first.</param>
/// <param name="Ensemble">The chosen pairs of configuration and epoch, best first.</param>
/// <param name="EnsembleSelection">The ensemble on the days that chose it: too high by that choice.</param>
/// <param name="EnsembleHoldout">The ensemble on the days that no choice has seen; null without a holdout.</param>
/// <param name="Seeds">The same pairs trained again with each seed.</param>
/// <param name="Diverged">Trainings whose loss ceased to be finite; their later epochs are no candidates.</param>
public sealed record ExperimentResult(
    RowCounts Rows, IReadOnlyList<ExperimentFold> Folds, IReadOnlyList<CandidateResult> Configurations, IReadOnlyList<CandidateResult> Ensemble,
    InformationCoefficient EnsembleSelection, InformationCoefficient? EnsembleHoldout, IReadOnlyList<SeedResult> Seeds, int Diverged);

/// <summary>A fold by date.</summary>
public sealed record ExperimentFold(int Index, DateOnly TrainFrom, DateOnly TrainThrough, DateOnly TestFrom, DateOnly TestThrough, bool Holdout);

/// <summary>A configuration after an epoch.</summary>
/// <param name="Name">Of the configuration.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Median">Of the daily correlations of the days that count for the choice: the score.</param>
/// <param name="Selection">The same days.</param>
/// <param name="Holdout">The days that no choice has seen; null without a holdout, or where a holdout fold diverged.</param>
public sealed record CandidateResult(string Name, int Epoch, double Median, InformationCoefficient Selection, InformationCoefficient? Holdout);

/// <summary>The ensemble trained with one seed.</summary>
public sealed record SeedResult(long Seed, InformationCoefficient Selection, InformationCoefficient? Holdout);
