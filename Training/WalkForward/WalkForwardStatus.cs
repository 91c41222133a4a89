using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward;

/// <summary>How far one kind of step is.</summary>
/// <param name="Kind">Of the steps.</param>
/// <param name="Done">Published.</param>
/// <param name="Running">Begun by a runner that is alive.</param>
/// <param name="Failed">Failed at least once since they were last forgiven, and not done.</param>
/// <param name="Steps">In all.</param>
/// <param name="Seconds">What those that are done took, on one thread each.</param>
public sealed record WalkForwardStatusRow(string Kind, int Done, int Running, int Failed, int Steps, double Seconds);

/// <summary>How far a run is, by what its output folder holds.</summary>
public static class WalkForwardStatus
{
    /// <summary>By kind, in the order of the run; before rows are there, nothing is known of the steps, and there are none.</summary>
    /// <param name="config">With a walk-forward section.</param>
    /// <param name="later">The steps after the bundles; null for none.</param>
    /// <exception cref="InvalidDataException">A kept file is damaged.</exception>
    public static IReadOnlyList<WalkForwardStatusRow> Of(ExperimentConfig config, Func<WalkForwardState, WalkForwardSteps, IEnumerable<JobStep>>? later = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (RunRecord.TryRead(config.Output) is not { } record || ExperimentRun.KnownRows(config) is not { } dataset)
            return [];
        var state = new WalkForwardState(config, dataset, Environment.ProcessorCount, null, record.Kept);
        var made = new WalkForwardSteps(state, default, "", registry: null, TimeProvider.System);
        return Of(config.Output, [.. made.Make(), .. later?.Invoke(state, made) ?? []]);
    }

    /// <summary>How far steps are, by kind.</summary>
    internal static IReadOnlyList<WalkForwardStatusRow> Of(string output, IEnumerable<JobStep> steps)
    {
        var folder = new JobFolder(output);
        var failures = JobJournal.Failures(output);
        var seconds = JobJournal.Read(output).Where(entry => entry.Event == JobEvent.Done).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Seconds);
        return [.. steps.GroupBy(step => step.Kind).Select(group =>
        {
            var open = group.Where(step => !folder.IsPublished(step)).ToArray();
            return new WalkForwardStatusRow(
                group.Key, group.Count() - open.Length, open.Count(step => folder.IsClaimed(step)), open.Count(step => failures.GetValueOrDefault(step.Key) > 0), group.Count(),
                group.Sum(step => seconds.GetValueOrDefault(step.Key)));
        })];
    }
}
