namespace LeanDeep.Training.Experiments;

/// <summary>A configuration after an epoch, with its correlations on the days that count for the choice, oldest first.</summary>
/// <param name="Configuration">Number of the configuration in the grid.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Days">Daily rank correlations.</param>
/// <param name="Median">Of the days that have one: the score.</param>
/// <param name="Mean">Of the same.</param>
public sealed record Candidate(int Configuration, int Epoch, double[] Days, double Median, double Mean);

/// <summary>What the days before the holdout say about the candidates.</summary>
public static class Selection
{
    /// <summary>All candidates, best median first; equal ones by mean, then in the order of the grid. The holdout's days are not looked at.</summary>
    /// <param name="outcomes">(configurations)(folds) of one seed.</param>
    /// <param name="holdoutFolds">The newest folds, whose days are left out.</param>
    /// <remarks>An epoch that a fold did not reach, because its training diverged, is no candidate.</remarks>
    public static IReadOnlyList<Candidate> Rank(IReadOnlyList<IReadOnlyList<TrainingOutcome>> outcomes, int holdoutFolds)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var candidates = new List<Candidate>();
        for (var configuration = 0; configuration < outcomes.Count; configuration++)
        {
            var folds = outcomes[configuration].Skip(holdoutFolds).Reverse().ToArray(); // oldest first
            var reached = outcomes[configuration].Min(fold => fold.Diverged ? fold.Losses.Count - 1 : fold.Losses.Count);
            for (var epoch = 1; epoch <= reached; epoch++)
                if (Score(configuration, epoch, [.. folds.SelectMany(fold => fold.Correlations[epoch - 1])]) is { } candidate)
                    candidates.Add(candidate);
        }
        return Order(candidates);
    }

    /// <summary>A candidate by its days; null where none has a correlation.</summary>
    internal static Candidate? Score(int configuration, int epoch, double[] days)
    {
        var known = Array.FindAll(days, day => !double.IsNaN(day));
        return known.Length > 0 ? new Candidate(configuration, epoch, days, Median(known), known.Average()) : null;
    }

    /// <summary>Best median first; equal ones by mean, then in the order of the grid.</summary>
    internal static IReadOnlyList<Candidate> Order(IEnumerable<Candidate> candidates) =>
        [.. candidates.OrderByDescending(c => c.Median).ThenByDescending(c => c.Mean).ThenBy(c => c.Configuration).ThenBy(c => c.Epoch)];

    internal static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
    }
}
