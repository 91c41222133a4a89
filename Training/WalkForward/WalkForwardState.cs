using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>A walk-forward run on its rows: which rolls there are, what they train, and what they have come to.</summary>
public sealed class WalkForwardState
{
    /// <param name="config">With a walk-forward section.</param>
    /// <param name="dataset">Rows.</param>
    /// <param name="threads">For what is computed here.</param>
    /// <param name="warn">Told of what the run survives; null for nobody.</param>
    /// <param name="kept">Hashes of the rows that rolls learned from where later adjustments were accepted, by <see cref="Identity"/>; null for none.</param>
    /// <exception cref="InvalidDataException">The rolls do not fit the rows.</exception>
    public WalkForwardState(ExperimentConfig config, ExperimentDataset dataset, int threads, Action<string>? warn, IReadOnlyDictionary<string, string>? kept = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(dataset);
        (Config, Dataset) = (config, dataset);
        Plan = RollPlan.Of(dataset.Rows, config);
        Digests = SessionDigests.Of(dataset.Rows, threads);
        Configurations = [.. ModelConfiguration.Grid(config.Model), .. config.Search is { } search ? ExperimentSearch.Configurations(config, search) : []];
        Runner = ExperimentRun.Runner(config, dataset, new FoldPlan([.. Plan.Rolls.Select(roll => roll.Split)], 0, [.. Plan.Rolls.Select(roll => kept?.GetValueOrDefault(Identity(roll)) ?? Digests.OfFold(roll.Split))]), warn);
    }

    public ExperimentConfig Config { get; }
    public ExperimentDataset Dataset { get; }
    public RollPlan Plan { get; }

    /// <summary>The grid's, then those that the search drew.</summary>
    public IReadOnlyList<ModelConfiguration> Configurations { get; }

    /// <summary>Object store of the run: what was promoted, from which backtests trade.</summary>
    public string Store => Path.Combine(Config.Output, "store");

    /// <summary>Object store with the first model alone.</summary>
    public string OnceStore => Path.Combine(Config.Output, "store-once");

    internal SessionDigests Digests { get; }

    /// <summary>Names a roll and the sessions that it sees.</summary>
    internal static string Identity(Roll roll) => $"{roll.Name} {roll.Split}";

    internal TrainingRunner Runner { get; }

    /// <summary>The rolls whose blocks choose at one that trades.</summary>
    internal IReadOnlyList<Roll> ChoosingRolls(Roll roll) => [.. Plan.Rolls.Skip(roll.Index - Config.WalkForward!.SelectionRolls).Take(Config.WalkForward.SelectionRolls)];

    internal TrainingTask Task(Roll roll, ModelConfiguration configuration, long seed) => new(configuration, roll.Index, seed, Config.Model.Epochs);

    /// <summary>(seeds) kept trainings of a configuration at a roll.</summary>
    internal IReadOnlyList<TrainingOutcome> Outcomes(Roll roll, ModelConfiguration configuration) => [.. Config.Seeds.Select(seed => Runner.Kept(Task(roll, configuration, seed)))];

    /// <summary>The rows of a roll's block whose labels have ended before another begins, all of one range.</summary>
    internal Range KnownRows(Roll block, Roll by)
    {
        var rows = Purging.TestRows(Dataset.Rows, block.Split);
        var (first, end) = (rows.Start.Value, rows.End.Value);
        // Whole sessions only.
        var limit = by.Split.TestFirst - Config.Split.Embargo;
        while (end > first)
        {
            var session = Dataset.Rows.RowSessions[end - 1];
            var of = Dataset.Rows.RowsOf(session, session);
            if (Dataset.Rows.LabelEndSessions.AsSpan(of).IndexOfAnyExceptInRange(0, limit) < 0)
                break;
            end = of.Start.Value;
        }
        return first..end;
    }

    internal string ResultPath(JobStep step) => Path.Combine(Config.Output, "rolls", $"{step.Name}-{step.Key[..12]}.json");
}
