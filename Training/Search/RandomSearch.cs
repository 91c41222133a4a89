namespace LeanDeep.Training.Search;

/// <summary>Tries configurations drawn by lot, each with the same budget.</summary>
/// <remarks>Source: Bergstra and Bengio (2012), "Random Search for Hyper-Parameter Optimization".</remarks>
public static class RandomSearch
{
    /// <param name="space">What to draw from.</param>
    /// <param name="configurations">How many, at least 1.</param>
    /// <param name="budget">Of each, at least 1.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="evaluate">Called once for each configuration, in order.</param>
    /// <param name="cancellation">Looked at before each evaluation.</param>
    public static SearchResult Run(SearchSpace space, int configurations, int budget, long seed, Evaluation evaluate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(evaluate);
        if (configurations < 1)
            throw new ArgumentException($"expected at least 1, found {configurations}", nameof(configurations));
        if (budget < 1)
            throw new ArgumentException($"expected at least 1, found {budget}", nameof(budget));
        var trials = new Trial[configurations];
        for (var i = 0; i < configurations; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var configuration = space.Draw(seed, i);
            trials[i] = new Trial(configuration, budget, budget, 0, evaluate(configuration, budget));
        }
        return SearchResult.Of(trials);
    }
}
