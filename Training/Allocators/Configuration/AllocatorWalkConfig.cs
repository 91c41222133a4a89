using System.ComponentModel;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>Retraining on a schedule: the first roll is the session after dates.stopThrough, later ones move the dates by as many sessions; at each the training whose stopping loss
/// is least trades until the next.</summary>
public sealed record AllocatorWalkConfig
{
    public required RetrainConfig Retrain { get; init; }

    [Description("Whether training samples keep their number of sessions or begin with dates.from.")]
    public TrainingWindow Window { get; init; } = TrainingWindow.Expanding;

    [Description("Largest population stability index of an asset's daily returns, the newest block against those before, at which a new model takes over; none where absent.")]
    public double? MostPsi { get; init; }

    [Description("How often a step may fail before the run does, at least 1.")]
    public int Attempts { get; init; } = 3;

    [Description("Folder of the trainings, tables and reports.")]
    public required string Output { get; init; }
}
