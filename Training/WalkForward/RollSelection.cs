using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.WalkForward;

/// <summary>What the rolls before one say about the candidates, by days whose labels have ended by then.</summary>
internal sealed class RollSelection(SupervisedDataset dataset, RollPlan plan, TrainingRunner runner, int embargo)
{
    /// <param name="roll">Chooses.</param>
    /// <param name="before">The rolls whose blocks count, oldest first.</param>
    /// <param name="outcomes">(configurations)(those rolls)(seeds).</param>
    /// <returns>All candidates, best median of the daily correlations first; those of several seeds are averaged day by day.</returns>
    public IReadOnlyList<Candidate> Rank(Roll roll, IReadOnlyList<Roll> before, IReadOnlyList<IReadOnlyList<IReadOnlyList<TrainingOutcome>>> outcomes)
    {
        var limit = plan.Rolls[roll.Index].Split.TestFirst - embargo;
        int[][] days = [.. before.Select(past => Enumerable.Range(0, runner.Days(past.Index).Count).Where(day => LastLabel(runner.Days(past.Index)[day]) <= limit).ToArray())];
        var candidates = new List<Candidate>();
        for (var configuration = 0; configuration < outcomes.Count; configuration++)
        {
            var reached = outcomes[configuration].SelectMany(seeds => seeds).Min(one => one.Diverged ? one.Losses.Count - 1 : one.Losses.Count);
            for (var epoch = 1; epoch <= reached; epoch++)
                if (Selection.Score(configuration, epoch, [.. outcomes[configuration].SelectMany((seeds, i) => days[i].Select(day => seeds.Average(one => one.Correlations[epoch - 1][day])))]) is { } candidate)
                    candidates.Add(candidate);
        }
        return Selection.Order(candidates);
    }

    private int LastLabel(int session)
    {
        var last = session;
        foreach (var end in dataset.LabelEndSessions.AsSpan(dataset.RowsOf(session, session)))
            last = Math.Max(last, end);
        return last;
    }
}
