namespace LeanDeep.Training.Experiments;

/// <summary>The trainings of an experiment and what the days before the holdout chose: where analysis, export and backtests begin.</summary>
/// <param name="Config">The experiment.</param>
/// <param name="Dataset">Rows.</param>
/// <param name="Plan">Folds on the rows.</param>
/// <param name="Runner">Reads predictions and states.</param>
/// <param name="Outcomes">(configurations)(folds): the grid's, then those that the search drew.</param>
/// <param name="Ranked">All candidates, best first.</param>
/// <param name="Seeds">The chosen ones trained again.</param>
public sealed record TrainedExperiment(
    ExperimentConfig Config, ExperimentDataset Dataset, FoldPlan Plan, TrainingRunner Runner,
    IReadOnlyList<IReadOnlyList<TrainingOutcome>> Outcomes, IReadOnlyList<Candidate> Ranked, IReadOnlyList<SeedTraining> Seeds)
{
    /// <summary>The best candidates, whose predictions are averaged.</summary>
    public IReadOnlyList<Candidate> Chosen { get; } = [.. Ranked.Take(Config.Ensemble)];

    /// <summary>Their trainings.</summary>
    public IReadOnlyList<EnsembleMember> Members { get; } = [.. Ranked.Take(Config.Ensemble).Select(candidate => new EnsembleMember(Outcomes[candidate.Configuration], candidate.Epoch))];

    /// <summary>The configuration of a candidate.</summary>
    public ModelConfiguration Configuration(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return Outcomes[candidate.Configuration][0].Task.Configuration;
    }
}

/// <summary>One of the networks that are averaged.</summary>
/// <param name="Folds">(folds) its trainings, newest fold first.</param>
/// <param name="Epoch">From 1.</param>
public sealed record EnsembleMember(IReadOnlyList<TrainingOutcome> Folds, int Epoch);

/// <summary>The chosen candidates trained with one seed.</summary>
/// <param name="Seed">Of weights, orders and masks.</param>
/// <param name="Members">In the order of the candidates.</param>
public sealed record SeedTraining(long Seed, IReadOnlyList<EnsembleMember> Members);
