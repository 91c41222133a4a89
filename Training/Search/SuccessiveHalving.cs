namespace LeanDeep.Training.Search;

/// <summary>Tries many configurations with a small budget, keeps the best share, gives those more, and so on until the largest budget.</summary>
/// <param name="Configurations">n of the first rung, at least 1.</param>
/// <param name="SmallestBudget">Of the first rung, at least 1.</param>
/// <param name="LargestBudget">Of the last rung, no less than the smallest.</param>
/// <param name="Factor">η, at least 2: each rung keeps 1/η of the configurations, rounded down, at least one, and multiplies the budget by η.</param>
/// <remarks>Source: Jamieson and Talwalkar (2016), "Non-stochastic Best Arm Identification and Hyperparameter Optimization".</remarks>
public sealed record SuccessiveHalving(int Configurations, int SmallestBudget, int LargestBudget, int Factor)
{
    /// <summary>Configurations and budget of each rung. The last rung has the largest budget; a configuration that is left alone goes on to it.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public IReadOnlyList<(int Configurations, int Budget)> Rungs()
    {
        if (Configurations < 1)
            throw new ArgumentException($"expected at least 1, found {Configurations}", nameof(Configurations));
        if (SmallestBudget < 1)
            throw new ArgumentException($"expected at least 1, found {SmallestBudget}", nameof(SmallestBudget));
        if (LargestBudget < SmallestBudget)
            throw new ArgumentException($"expected at least {SmallestBudget}, found {LargestBudget}", nameof(LargestBudget));
        if (Factor < 2)
            throw new ArgumentException($"expected at least 2, found {Factor}", nameof(Factor));
        var rungs = new List<(int, int)>();
        var (count, budget) = (Configurations, (long)SmallestBudget);
        while (true)
        {
            rungs.Add((count, (int)Math.Min(budget, LargestBudget)));
            if (budget >= LargestBudget)
                return rungs;
            count = Math.Max(1, count / Factor);
            budget *= Factor;
        }
    }

    /// <summary>Units of budget of all rungs: a configuration that goes on costs only what is added.</summary>
    public long TotalBudget()
    {
        var (total, before) = (0L, 0);
        foreach (var (count, budget) in Rungs())
        {
            total += (long)count * (budget - before);
            before = budget;
        }
        return total;
    }

    /// <param name="space">What to draw from.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="evaluate">Called for each configuration of each rung, in the order of their numbers.</param>
    /// <param name="cancellation">Looked at before each evaluation.</param>
    public SearchResult Run(SearchSpace space, long seed, Evaluation evaluate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(evaluate);
        var trials = new List<Trial>();
        var alive = Enumerable.Range(0, Configurations).Select(i => space.Draw(seed, i)).ToArray();
        var before = 0;
        foreach (var (rung, (count, budget)) in Rungs().Index())
        {
            if (rung > 0)
                alive = [.. SearchResult.Ranked(trials.Where(trial => trial.Rung == rung - 1)).Take(count).Select(trial => trial.Configuration).OrderBy(configuration => configuration.Index)];
            foreach (var configuration in alive)
            {
                cancellation.ThrowIfCancellationRequested();
                trials.Add(new Trial(configuration, budget, budget - before, rung, evaluate(configuration, budget)));
            }
            before = budget;
        }
        return SearchResult.Of(trials);
    }
}
