using System.Globalization;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward;

/// <summary>Rows that differ because bars were adjusted for a new split or dividend. An adjustment multiplies all earlier prices of a name by one number: returns, and so labels,
/// stay what they were, and features that know no scale do nearly.</summary>
/// <param name="config">Of the run.</param>
/// <param name="before">What the run had recorded.</param>
/// <param name="now">What there is.</param>
internal sealed class RunAdjustment(ExperimentConfig config, RunRecord before, RunRecord now)
{
    /// <summary>Largest change of a label, a fraction: prices and factors have some six digits.</summary>
    public const double LabelTolerance = 1e-5;

    /// <summary>The hashes of rows under which the rolls stand whose trainings are all there; the others learn from the rows that there are now.</summary>
    /// <param name="state">On the rows that there are now.</param>
    /// <param name="warn">Told what was accepted; null for nobody.</param>
    /// <exception cref="InvalidDataException">There is more than an adjustment: says what.</exception>
    public SortedDictionary<string, string> Keep(WalkForwardState state, Action<string>? warn)
    {
        var path = RunRecord.PathOf(config.Output);
        // Whatever is no revision of sessions stands before it.
        if (before.Differences(now, state.Plan.Rolls.Select(roll => (roll.Date, roll.TrainedThrough)), config.Horizon).FirstOrDefault(difference => !difference.Contains("the rows of", StringComparison.Ordinal)) is { } other)
            throw new InvalidDataException($"{path}: {other}: no adjustment of bars explains it");
        var revised = before.Revised(now, config.Horizon);
        var old = (before.RowsKey.Length > 0 ? DatasetFile.TryRead(ExperimentRun.RowsPath(config, before.RowsKey), before.RowsKey) : null)
            ?? throw new InvalidDataException($"{config.Output}: expected the rows that the run learned from, to compare, found none");
        var moved = RequireSameLabels(old, state.Dataset, [.. revised.Select(date => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture))], path);
        var kept = Trained(state);
        warn?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"data adjusted: {revised.Length} sessions from {revised[0]} through {revised[^1]}, labels within {LabelTolerance} of what they were, {moved:0.##} % of their features moved; {kept.Count} rolls stay as they are"));
        return kept;
    }

    private SortedDictionary<string, string> Trained(WalkForwardState state)
    {
        var recorded = state.Digests.Recorded(before.Sessions);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var roll in state.Plan.Rolls)
            all[WalkForwardState.Identity(roll)] = before.Kept.GetValueOrDefault(WalkForwardState.Identity(roll)) ?? recorded.OfFold(roll.Split);
        var folder = new JobFolder(config.Output);
        var steps = new WalkForwardSteps(new WalkForwardState(config, state.Dataset, 1, null, all), default, "", registry: null, TimeProvider.System).Make();
        foreach (var roll in state.Plan.Rolls)
            if (!steps.Where(step => step.Kind == "train" && step.Name.StartsWith($"train-{roll.Name}", StringComparison.Ordinal)).All(folder.IsPublished))
                all.Remove(WalkForwardState.Identity(roll));
        return all;
    }

    /// <returns>Percent of the features that differ at all.</returns>
    private static double RequireSameLabels(ExperimentDataset old, ExperimentDataset now, HashSet<DateOnly> sessions, string path)
    {
        var (was, has) = (old.Rows, now.Rows);
        var names = has.Names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var dates = has.Sessions.Index().ToDictionary(session => session.Item, session => session.Index);
        var (moved, count) = (0L, 0L);
        foreach (var (session, date) in was.Sessions.Index())
        {
            if (!sessions.Contains(date))
                continue;
            var mine = has.RowsOf(dates[date], dates[date]);
            var rows = Enumerable.Range(mine.Start.Value, mine.End.Value - mine.Start.Value).ToDictionary(row => has.RowNames[row]);
            var theirs = was.RowsOf(session, session);
            if (rows.Count != theirs.End.Value - theirs.Start.Value)
                throw new InvalidDataException($"{path}: data revised: expected {theirs.End.Value - theirs.Start.Value} rows on {date:yyyy-MM-dd}, found {rows.Count}: no adjustment of bars explains it");
            for (var row = theirs.Start.Value; row < theirs.End.Value; row++)
            {
                var name = was.Names[was.RowNames[row]];
                if (!rows.TryGetValue(names[name], out var other) || !(Math.Abs(was.Labels[row] - has.Labels[other]) <= LabelTolerance))
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                        $"{path}: data revised: {name} on {date:yyyy-MM-dd}: expected the return {was.Labels[row]:0.######} after it, found {(names.TryGetValue(name, out var index) && rows.TryGetValue(index, out var found) ? has.Labels[found] : float.NaN):0.######}: no adjustment of bars explains it"));
                for (var feature = 0; feature < was.FeatureCount; feature++)
                    moved += was.Features[row * was.FeatureCount + feature] == has.Features[other * has.FeatureCount + feature] ? 0 : 1;
                count += was.FeatureCount;
            }
        }
        return 100.0 * moved / Math.Max(1, count);
    }
}
