namespace LeanDeep.Training.Search;

/// <summary>How good a configuration is when given a budget.</summary>
/// <param name="configuration">What to try.</param>
/// <param name="budget">Units of work in all, such as epochs; of the same configuration it only grows, so that work may be taken up where it stopped.</param>
/// <returns>The score, higher is better; NaN for a failure, which is worse than any number.</returns>
public delegate double Evaluation(SearchConfiguration configuration, int budget);

/// <summary>One evaluation of a search.</summary>
/// <param name="Configuration">What was tried.</param>
/// <param name="Budget">That the configuration had been given in all.</param>
/// <param name="Spent">Of it, what this evaluation added.</param>
/// <param name="Rung">0 for the first round; rounds of halving count up.</param>
/// <param name="Score">Higher is better; NaN for a failure.</param>
public sealed record Trial(SearchConfiguration Configuration, int Budget, int Spent, int Rung, double Score);

/// <summary>What a search found.</summary>
/// <param name="Trials">In the order in which they were made.</param>
/// <param name="Best">The best of the last rung; null where all failed.</param>
/// <param name="Spent">Units of budget in all.</param>
public sealed record SearchResult(IReadOnlyList<Trial> Trials, Trial? Best, long Spent)
{
    /// <summary>Best first, failures last, equal ones by number.</summary>
    internal static IEnumerable<Trial> Ranked(IEnumerable<Trial> trials) =>
        trials.OrderByDescending(trial => double.IsNaN(trial.Score) ? double.NegativeInfinity : trial.Score)
            .ThenBy(trial => double.IsNaN(trial.Score)).ThenBy(trial => trial.Configuration.Index);

    internal static SearchResult Of(IReadOnlyList<Trial> trials)
    {
        var last = trials.Count == 0 ? -1 : trials.Max(trial => trial.Rung);
        var best = Ranked(trials.Where(trial => trial.Rung == last)).FirstOrDefault();
        return new SearchResult(trials, best is null || double.IsNaN(best.Score) ? null : best, trials.Sum(trial => (long)trial.Spent));
    }
}
